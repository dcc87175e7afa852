package io.weir.runtime.state;

import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bytes of boxed values: DECIMAL beyond 18 digits, ARRAY, MAP, ROW and what is nested in them.
 *
 * <pre>
 * DECIMAL    varint(length), unscaled value at the type's scale, two's complement, big-endian, shortest
 * ARRAY      varint(count), elements
 * ROW        fields
 * MAP        varint(count), pairs ordered by the bytes of the key: two maps are equal whatever the order of their pairs
 * nested     00 for NULL; otherwise 01 and the value
 * </pre>
 */
final class ObjectEncoding {
    private ObjectEncoding() {}

    static byte[] encode(DataType type, Object value) {
        ByteRows out = new ByteRows();
        write(type, value, out);
        return Arrays.copyOf(out.data, out.position);
    }

    private static void writeNullable(DataType type, @Nullable Object value, ByteRows out) {
        writeByte(value == null ? 0 : 1, out);
        if (value != null) {
            write(type, value, out);
        }
    }

    private static void write(DataType type, Object value, ByteRows out) {
        switch (type.kind()) {
            case ARRAY -> {
                List<?> elements = (List<?>) value;
                writeVarint(elements.size(), out);
                for (Object element : elements) {
                    writeNullable(type.children().get(0), element, out);
                }
            }
            case ROW -> {
                List<?> fields = (List<?>) value;
                for (int i = 0; i < fields.size(); i++) {
                    writeNullable(type.children().get(i), fields.get(i), out);
                }
            }
            case MAP -> writeMap(type, (Map<?, ?>) value, out);
            case DECIMAL -> {
                BigDecimal scaled = ((BigDecimal) value).setScale(type.scale(), RoundingMode.UNNECESSARY);
                writeBytes(scaled.unscaledValue().toByteArray(), out);
            }
            default -> writeScalar(type, value, out);
        }
    }

    private static void writeMap(DataType type, Map<?, ?> map, ByteRows out) {
        List<byte[]> pairs = new ArrayList<>(map.size());
        ByteRows pair = new ByteRows();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            pair.clear();
            writeNullable(type.children().get(0), entry.getKey(), pair);
            writeNullable(type.children().get(1), entry.getValue(), pair);
            pairs.add(Arrays.copyOf(pair.data, pair.position));
        }
        pairs.sort(Arrays::compareUnsigned);
        writeVarint(pairs.size(), out);
        for (byte[] bytes : pairs) {
            out.append(bytes, 0, bytes.length);
        }
    }

    private static void writeScalar(DataType type, Object value, ByteRows out) {
        switch (type.form()) {
            case BOOLEANS -> writeByte((Boolean) value ? 1 : 0, out);
            case INTS, LONGS -> {
                out.reserve(PackedLongs.size(((Number) value).longValue()));
                out.position = PackedLongs.write(((Number) value).longValue(), out.data, out.position);
            }
            case DOUBLES -> {
                out.reserve(Double.BYTES);
                BigEndian.putLong(out.data, out.position, FieldCodec.canonicalBits(((Number) value).doubleValue()));
                out.position += Double.BYTES;
            }
            case BYTES ->
                writeBytes(type.isText() ? ((String) value).getBytes(StandardCharsets.UTF_8) : (byte[]) value, out);
            case OBJECTS -> throw new IllegalStateException("no encoding for a value of type " + type);
        }
    }

    private static void writeByte(int value, ByteRows out) {
        out.reserve(1);
        out.data[out.position++] = (byte) value;
    }

    private static void writeVarint(long value, ByteRows out) {
        out.reserve(Varint.size(value));
        out.position = Varint.write(value, out.data, out.position);
    }

    private static void writeBytes(byte[] bytes, ByteRows out) {
        writeVarint(bytes.length, out);
        out.append(bytes, 0, bytes.length);
    }

    /** Reads values one after the other. */
    static final class Reader {
        private final byte[] data;
        private int position;

        Reader(byte[] data, int position) {
            this.data = data;
            this.position = position;
        }

        int position() {
            return position;
        }

        private @Nullable Object readNullable(DataType type) {
            return data[position++] == 0 ? null : read(type);
        }

        Object read(DataType type) {
            return switch (type.kind()) {
                case ARRAY -> readList(readVarint(), type, true);
                case ROW -> readList(type.children().size(), type, false);
                case MAP -> readMap(type);
                case DECIMAL -> new BigDecimal(new BigInteger(readBytes()), type.scale());
                default -> readScalar(type);
            };
        }

        private List<@Nullable Object> readList(int count, DataType type, boolean isArray) {
            List<@Nullable Object> values = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                values.add(readNullable(type.children().get(isArray ? 0 : i)));
            }
            return Collections.unmodifiableList(values);
        }

        private Map<@Nullable Object, @Nullable Object> readMap(DataType type) {
            int count = readVarint();
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                Object key = readNullable(type.children().get(0));
                map.put(key, readNullable(type.children().get(1)));
            }
            return Collections.unmodifiableMap(map);
        }

        private Object readScalar(DataType type) {
            if (type.form() == ColumnForm.BOOLEANS) {
                return data[position++] == 1;
            }
            if (type.form() == ColumnForm.DOUBLES) {
                position += Double.BYTES;
                return Double.longBitsToDouble(BigEndian.getLong(data, position - Double.BYTES));
            }
            if (type.form() == ColumnForm.BYTES) {
                byte[] bytes = readBytes();
                return type.isText() ? new String(bytes, StandardCharsets.UTF_8) : bytes;
            }
            long value = PackedLongs.read(data, position);
            position = PackedLongs.skip(data, position);
            if (type.form() == ColumnForm.INTS) {
                return (int) value;
            }
            return value;
        }

        private int readVarint() {
            int value = (int) Varint.read(data, position);
            position = Varint.skip(data, position);
            return value;
        }

        private byte[] readBytes() {
            int length = readVarint();
            position += length;
            return Arrays.copyOfRange(data, position - length, position);
        }
    }

    /** Whether values of this type have an order. */
    static boolean isOrdered(DataType type) {
        return type.kind() != TypeKind.MAP && type.children().stream().allMatch(ObjectEncoding::isOrdered);
    }
}
