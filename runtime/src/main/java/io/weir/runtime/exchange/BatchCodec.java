package io.weir.runtime.exchange;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Batches in bytes, column by column; knows the forms of columns, not their SQL types. Selections are applied on the
 * way. Big-endian:
 *
 * <pre>
 * batch   int rowCount, byte hasKinds, byte[rowCount] kinds if so, short columnCount, columns
 * column  byte form, byte hasNulls, byte[rowCount] nulls if so, values
 * values  BOOLEANS bytes; INTS ints; LONGS longs; DOUBLES doubles; BYTES (int length, bytes) each; OBJECTS tagged values
 * </pre>
 */
final class BatchCodec {
    private static final int MAX_ROWS = 1 << 24;
    private static final int MAX_DEPTH = 64;

    private BatchCodec() {}

    static void write(Batch given, DataOutputStream out) throws IOException {
        Batch batch = given.compact();
        int rowCount = batch.rowCount();
        out.writeInt(rowCount);
        byte[] kinds = batch.rowKinds();
        out.writeBoolean(kinds != null);
        if (kinds != null) {
            out.write(kinds, 0, rowCount);
        }
        out.writeShort(batch.columnCount());
        for (int i = 0; i < batch.columnCount(); i++) {
            writeColumn(batch.column(i), rowCount, out);
        }
    }

    private static void writeColumn(Column column, int rowCount, DataOutputStream out) throws IOException {
        out.writeByte(column.form().ordinal());
        boolean[] nulls = column.nulls();
        out.writeBoolean(nulls != null);
        if (nulls != null) {
            writeBooleans(nulls, rowCount, out);
        }
        if (column instanceof BooleanColumn booleans) {
            writeBooleans(booleans.values(), rowCount, out);
        } else if (column instanceof IntColumn ints) {
            for (int row = 0; row < rowCount; row++) {
                out.writeInt(ints.values()[row]);
            }
        } else if (column instanceof LongColumn longs) {
            for (int row = 0; row < rowCount; row++) {
                out.writeLong(longs.values()[row]);
            }
        } else if (column instanceof DoubleColumn doubles) {
            for (int row = 0; row < rowCount; row++) {
                out.writeLong(Double.doubleToRawLongBits(doubles.values()[row]));
            }
        } else if (column instanceof BytesColumn bytes) {
            for (int row = 0; row < rowCount; row++) {
                out.writeInt(bytes.byteCount(row));
                out.write(bytes.data(), bytes.start(row), bytes.byteCount(row));
            }
        } else if (column instanceof ObjectColumn objects) {
            for (int row = 0; row < rowCount; row++) {
                writeObject(objects.values()[row], out);
            }
        } else {
            throw new IllegalStateException("unknown column form " + column.form());
        }
    }

    private static void writeBooleans(boolean[] values, int count, DataOutputStream out) throws IOException {
        for (int row = 0; row < count; row++) {
            out.writeBoolean(values[row]);
        }
    }

    private static void writeObject(@Nullable Object value, DataOutputStream out) throws IOException {
        if (value == null) {
            out.writeByte('0');
        } else if (value instanceof Boolean bool) {
            out.writeByte('b');
            out.writeBoolean(bool);
        } else if (value instanceof Integer integer) {
            out.writeByte('i');
            out.writeInt(integer);
        } else if (value instanceof Long number) {
            out.writeByte('l');
            out.writeLong(number);
        } else if (value instanceof Double number) {
            out.writeByte('d');
            out.writeLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof String text) {
            out.writeByte('s');
            writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
        } else if (value instanceof byte[] bytes) {
            out.writeByte('y');
            writeBytes(bytes, out);
        } else if (value instanceof BigDecimal decimal) {
            out.writeByte('n');
            out.writeInt(decimal.scale());
            writeBytes(decimal.unscaledValue().toByteArray(), out);
        } else if (value instanceof List<?> list) {
            out.writeByte('a');
            out.writeInt(list.size());
            for (Object element : list) {
                writeObject(element, out);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte('m');
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                writeObject(entry.getKey(), out);
                writeObject(entry.getValue(), out);
            }
        } else {
            throw new IllegalStateException("no encoding for a value of " + value.getClass());
        }
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static Batch read(DataInputStream in) throws IOException {
        int rowCount = readLength(in, MAX_ROWS);
        byte[] kinds = in.readBoolean() ? readExactly(in, rowCount) : null;
        Column[] columns = new Column[in.readUnsignedShort()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = readColumn(rowCount, in);
        }
        return Batch.of(rowCount, kinds, columns);
    }

    private static Column readColumn(int rowCount, DataInputStream in) throws IOException {
        int ordinal = in.readUnsignedByte();
        ColumnForm[] forms = ColumnForm.values();
        if (ordinal >= forms.length) {
            throw new IOException("unknown column form " + ordinal);
        }
        boolean[] nulls = in.readBoolean() ? readBooleans(rowCount, in) : null;
        return switch (forms[ordinal]) {
            case BOOLEANS -> new BooleanColumn(rowCount, readBooleans(rowCount, in), nulls);
            case INTS -> {
                int[] values = new int[rowCount];
                for (int row = 0; row < rowCount; row++) {
                    values[row] = in.readInt();
                }
                yield new IntColumn(rowCount, values, nulls);
            }
            case LONGS -> {
                long[] values = new long[rowCount];
                for (int row = 0; row < rowCount; row++) {
                    values[row] = in.readLong();
                }
                yield new LongColumn(rowCount, values, nulls);
            }
            case DOUBLES -> {
                double[] values = new double[rowCount];
                for (int row = 0; row < rowCount; row++) {
                    values[row] = Double.longBitsToDouble(in.readLong());
                }
                yield new DoubleColumn(rowCount, values, nulls);
            }
            case BYTES -> readBytesColumn(rowCount, nulls, in);
            case OBJECTS -> {
                @Nullable Object[] values = new Object[rowCount];
                for (int row = 0; row < rowCount; row++) {
                    values[row] = readObject(in, 0);
                }
                yield new ObjectColumn(rowCount, values);
            }
        };
    }

    private static BytesColumn readBytesColumn(int rowCount, boolean @Nullable [] nulls, DataInputStream in)
            throws IOException {
        int[] offsets = new int[rowCount + 1];
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (int row = 0; row < rowCount; row++) {
            data.write(readExactly(in, readLength(in, Integer.MAX_VALUE)));
            offsets[row + 1] = data.size();
        }
        return new BytesColumn(rowCount, data.toByteArray(), offsets, nulls);
    }

    private static boolean[] readBooleans(int count, DataInputStream in) throws IOException {
        boolean[] values = new boolean[count];
        for (int row = 0; row < count; row++) {
            values[row] = in.readBoolean();
        }
        return values;
    }

    private static @Nullable Object readObject(DataInputStream in, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("values are nested deeper than " + MAX_DEPTH);
        }
        byte tag = in.readByte();
        return switch (tag) {
            case '0' -> null;
            case 'b' -> in.readBoolean();
            case 'i' -> in.readInt();
            case 'l' -> in.readLong();
            case 'd' -> Double.longBitsToDouble(in.readLong());
            case 's' -> new String(readExactly(in, readLength(in, Integer.MAX_VALUE)), StandardCharsets.UTF_8);
            case 'y' -> readExactly(in, readLength(in, Integer.MAX_VALUE));
            case 'n' -> {
                int scale = in.readInt();
                yield new BigDecimal(new BigInteger(readExactly(in, readLength(in, MAX_ROWS))), scale);
            }
            case 'a' -> {
                int count = readLength(in, MAX_ROWS);
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    list.add(readObject(in, depth + 1));
                }
                yield list;
            }
            case 'm' -> {
                int count = readLength(in, MAX_ROWS);
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = 0; i < count; i++) {
                    Object key = readObject(in, depth + 1);
                    map.put(key, readObject(in, depth + 1));
                }
                yield map;
            }
            default -> throw new IOException("unknown value tag " + tag);
        };
    }

    private static int readLength(DataInputStream in, int max) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > max) {
            throw new IOException("length " + length + " is out of range");
        }
        return length;
    }

    private static byte[] readExactly(DataInputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("wanted " + length + " bytes, got " + bytes.length);
        }
        return bytes;
    }
}
