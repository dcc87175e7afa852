package io.weir.tables;

import io.weir.spi.data.DataType;
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
 * Boxed values to canonical bytes and back, for the types without a primitive form and for what is nested in them: two
 * values have the same bytes exactly if they are equal. The order of the bytes means nothing.
 *
 * <pre>
 * nullable   00, or 01 and the value
 * DECIMAL    length (4 bytes), unscaled value at the type's scale
 * ARRAY, MAP count (4 bytes), elements; pairs ordered by their bytes
 * ROW        fields
 * text       length (4 bytes), UTF-8
 * </pre>
 */
final class ValueCodec {
    private ValueCodec() {}

    static void write(DataType type, @Nullable Object value, ByteArrayBuilder out) {
        out.putByte(value == null ? 0 : 1);
        if (value == null) {
            return;
        }
        switch (type.kind()) {
            case ARRAY -> {
                List<?> elements = (List<?>) value;
                out.putInt(elements.size());
                elements.forEach(element -> write(type.children().get(0), element, out));
            }
            case ROW -> {
                List<?> fields = (List<?>) value;
                for (int i = 0; i < fields.size(); i++) {
                    write(type.children().get(i), fields.get(i), out);
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

    private static void writeMap(DataType type, Map<?, ?> map, ByteArrayBuilder out) {
        List<byte[]> pairs = new ArrayList<>(map.size());
        ByteArrayBuilder pair = new ByteArrayBuilder(64);
        map.forEach((key, value) -> {
            pair.clear();
            write(type.children().get(0), key, pair);
            write(type.children().get(1), value, pair);
            pairs.add(pair.build());
        });
        pairs.sort(Arrays::compareUnsigned);
        out.putInt(pairs.size());
        pairs.forEach(out::putBytes);
    }

    private static void writeScalar(DataType type, Object value, ByteArrayBuilder out) {
        switch (type.form()) {
            case BOOLEANS -> out.putByte((Boolean) value ? 1 : 0);
            case INTS, LONGS -> out.putLong(((Number) value).longValue());
            case DOUBLES -> out.putLong(RowCodec.sortableBits(((Number) value).doubleValue()));
            case BYTES ->
                writeBytes(type.isText() ? ((String) value).getBytes(StandardCharsets.UTF_8) : (byte[]) value, out);
            case OBJECTS -> throw new IllegalStateException("no encoding for a value of type " + type);
        }
    }

    private static void writeBytes(byte[] bytes, ByteArrayBuilder out) {
        out.putInt(bytes.length);
        out.putBytes(bytes);
    }

    /** Reads values one after the other. */
    static final class Reader {
        private final byte[] data;
        private int at;

        Reader(byte[] data, int at) {
            this.data = data;
            this.at = at;
        }

        int position() {
            return at;
        }

        @Nullable Object read(DataType type) {
            if (data[at++] == 0) {
                return null;
            }
            switch (type.kind()) {
                case ARRAY -> {
                    int count = readInt();
                    List<@Nullable Object> elements = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        elements.add(read(type.children().get(0)));
                    }
                    return Collections.unmodifiableList(elements);
                }
                case ROW -> {
                    List<@Nullable Object> fields =
                            new ArrayList<>(type.children().size());
                    type.children().forEach(child -> fields.add(read(child)));
                    return Collections.unmodifiableList(fields);
                }
                case MAP -> {
                    int count = readInt();
                    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                    for (int i = 0; i < count; i++) {
                        Object key = read(type.children().get(0));
                        map.put(key, read(type.children().get(1)));
                    }
                    return Collections.unmodifiableMap(map);
                }
                case DECIMAL -> {
                    return new BigDecimal(new BigInteger(readBytes()), type.scale());
                }
                default -> {
                    return readScalar(type);
                }
            }
        }

        private Object readScalar(DataType type) {
            return switch (type.form()) {
                case BOOLEANS -> data[at++] == 1;
                case INTS -> (int) readLong();
                case LONGS -> readLong();
                case DOUBLES -> RowCodec.ofSortableBits(readLong());
                case BYTES -> {
                    byte[] bytes = readBytes();
                    yield type.isText() ? new String(bytes, StandardCharsets.UTF_8) : bytes;
                }
                case OBJECTS -> throw new IllegalStateException("no encoding for a value of type " + type);
            };
        }

        private int readInt() {
            int value = Bytes.intAt(data, at);
            at += Integer.BYTES;
            return value;
        }

        private long readLong() {
            long value = Bytes.longAt(data, at);
            at += Long.BYTES;
            return value;
        }

        private byte[] readBytes() {
            int length = readInt();
            byte[] bytes = Arrays.copyOfRange(data, at, at + length);
            at += length;
            return bytes;
        }
    }
}
