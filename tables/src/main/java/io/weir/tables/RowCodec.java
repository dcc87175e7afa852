package io.weir.tables;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows to bytes and back. The key columns come first, so that the key of a row is a prefix of its bytes. Two rows have
 * the same bytes exactly if SQL takes them for equal (NULL equals NULL, -0.0 equals 0.0), and bytes compare, unsigned,
 * as the values do, NULL first, except for arrays, maps, rows and long decimals, whose order means nothing.
 *
 * <pre>
 * null                00
 * else 01 and         boolean: 1 byte; int, long: big-endian, sign flipped; double: sortable bits;
 *                     text, binary: 00 as 00 FF, end 00 00; boxed: as binary, of {@link ValueCodec}
 * </pre>
 *
 * <p>Immutable.
 */
final class RowCodec {
    private final DataType[] types;
    /** Which column of the table stands at each place of the bytes. */
    private final int[] columns;

    private final int keyCount;

    /** @param key indexes of the columns that come first, in this order */
    RowCodec(List<DataType> types, List<Integer> key) {
        this.types = types.toArray(new DataType[0]);
        this.keyCount = key.size();
        this.columns = new int[types.size()];
        boolean[] placed = new boolean[types.size()];
        int next = 0;
        for (int column : key) {
            checkArgument(!placed[column], "column %s stands twice in a key", column);
            placed[column] = true;
            columns[next++] = column;
        }
        for (int column = 0; column < placed.length; column++) {
            if (!placed[column]) {
                columns[next++] = column;
            }
        }
    }

    int columnCount() {
        return columns.length;
    }

    /** Appends a row of a batch with all columns of the table, in the table's order. */
    void encode(Batch batch, int row, ByteArrayBuilder out) {
        int position = batch.position(row);
        for (int column : columns) {
            encode(types[column], batch.column(column), position, out);
        }
    }

    byte[] encode(Batch batch, int row) {
        ByteArrayBuilder out = new ByteArrayBuilder(64);
        encode(batch, row, out);
        return out.build();
    }

    /** The bytes of a key, of boxed values in the order of the key columns. May be shorter than the key: a prefix. */
    byte[] encodeKey(List<? extends @Nullable Object> values) {
        ByteArrayBuilder out = new ByteArrayBuilder(32);
        for (int i = 0; i < values.size(); i++) {
            ColumnBuilder column = ColumnBuilder.of(types[columns[i]]);
            column.addBoxed(types[columns[i]], values.get(i));
            encode(types[columns[i]], column.build(), 0, out);
        }
        return out.build();
    }

    private static void encode(DataType type, Column column, int position, ByteArrayBuilder out) {
        if (column.isNull(position)) {
            out.putByte(0);
            return;
        }
        out.putByte(1);
        if (column instanceof LongColumn longs) {
            out.putLong(longs.values()[position] ^ Long.MIN_VALUE);
        } else if (column instanceof IntColumn ints) {
            out.putInt(ints.values()[position] ^ Integer.MIN_VALUE);
        } else if (column instanceof BytesColumn bytes) {
            escape(bytes.data(), bytes.start(position), bytes.end(position), out);
        } else if (column instanceof DoubleColumn doubles) {
            out.putLong(sortableBits(doubles.values()[position]));
        } else if (column instanceof BooleanColumn booleans) {
            out.putByte(booleans.values()[position] ? 1 : 0);
        } else {
            ByteArrayBuilder boxed = new ByteArrayBuilder(64);
            ValueCodec.write(type, ((ObjectColumn) column).values()[position], boxed);
            byte[] data = boxed.build();
            escape(data, 0, data.length, out);
        }
    }

    private static void escape(byte[] data, int from, int to, ByteArrayBuilder out) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (data[i] == 0) {
                out.putBytes(data, start, i + 1);
                out.putByte(0xFF);
                start = i + 1;
            }
        }
        out.putBytes(data, start, to);
        out.putByte(0);
        out.putByte(0);
    }

    /** How many bytes the key takes. */
    int keyLength(byte[] row) {
        int at = 0;
        for (int i = 0; i < keyCount; i++) {
            at = skip(types[columns[i]], row, at);
        }
        return at;
    }

    private static int skip(DataType type, byte[] data, int at) {
        if (data[at] == 0) {
            return at + 1;
        }
        return switch (type.form()) {
            case BOOLEANS -> at + 2;
            case INTS -> at + 1 + Integer.BYTES;
            case LONGS, DOUBLES -> at + 1 + Long.BYTES;
            case BYTES, OBJECTS -> {
                int end = at + 1;
                while (data[end] != 0 || data[end + 1] != 0) {
                    end += data[end] == 0 ? 2 : 1;
                }
                yield end + 2;
            }
        };
    }

    /**
     * Appends the columns of a row to a builder and leaves it to the caller to end the row.
     *
     * @param target {@code int[columns of the table]}: which column of the builder takes each column, -1 for those that
     *     nobody wants
     */
    void decode(byte[] data, BatchBuilder out, int[] target) {
        int at = 0;
        for (int column : columns) {
            DataType type = types[column];
            at = target[column] < 0 ? skip(type, data, at) : decode(type, data, at, out.column(target[column]));
        }
    }

    private static int decode(DataType type, byte[] data, int start, ColumnBuilder out) {
        if (data[start] == 0) {
            out.addNull();
            return start + 1;
        }
        int at = start + 1;
        switch (type.form()) {
            case BOOLEANS -> {
                out.addBoolean(data[at] == 1);
                return at + 1;
            }
            case INTS -> {
                out.addInt(Bytes.intAt(data, at) ^ Integer.MIN_VALUE);
                return at + Integer.BYTES;
            }
            case LONGS -> {
                out.addLong(Bytes.longAt(data, at) ^ Long.MIN_VALUE);
                return at + Long.BYTES;
            }
            case DOUBLES -> {
                out.addDouble(ofSortableBits(Bytes.longAt(data, at)));
                return at + Long.BYTES;
            }
            case BYTES -> {
                int end = skip(type, data, start);
                addBytes(data, at, end - 2, out);
                return end;
            }
            case OBJECTS -> {
                int end = skip(type, data, start);
                byte[] boxed = unescape(data, at, end - 2);
                Object value = new ValueCodec.Reader(boxed, 0).read(type);
                if (value == null) {
                    out.addNull();
                } else {
                    out.addObject(value);
                }
                return end;
            }
        }
        throw new IllegalStateException("no form for " + type);
    }

    private static void addBytes(byte[] data, int from, int to, ColumnBuilder out) {
        for (int i = from; i < to; i++) {
            if (data[i] == 0) {
                byte[] plain = unescape(data, from, to);
                out.addBytes(plain, 0, plain.length);
                return;
            }
        }
        out.addBytes(data, from, to);
    }

    private static byte[] unescape(byte[] data, int from, int to) {
        ByteArrayBuilder out = new ByteArrayBuilder(to - from);
        for (int i = from; i < to; i++) {
            out.putByte(data[i]);
            if (data[i] == 0) {
                i++;
            }
        }
        return out.build();
    }

    /** Bits of a double that compare, unsigned, as the numbers do; the same for all that SQL takes as equal. */
    static long sortableBits(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    }

    static double ofSortableBits(long bits) {
        return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
    }
}
