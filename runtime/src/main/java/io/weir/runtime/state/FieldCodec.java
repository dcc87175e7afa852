package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import org.jspecify.annotations.Nullable;

/**
 * The canonical bytes of the values of one column: equal bytes exactly for equal values, whatever the nullability of
 * the type; self-delimiting.
 *
 * <pre>
 * NULL       00
 * boolean    01 false, 02 true
 * integers   1 + n, then the n least significant bytes that give the value back when sign-extended, big-endian (0 is 01)
 * double     01, 8 bytes big-endian; -0.0 as 0.0, every NaN as the one of Java
 * bytes      varint(1 + length), the bytes
 * objects    01, then as {@link ObjectEncoding} says
 * </pre>
 *
 * <p>{@code measure} and {@code writeAll} do a whole column in one call, so that their loops see one form only.
 */
abstract class FieldCodec {
    static final byte NULL = 0;

    static FieldCodec of(DataType type) {
        return switch (type.form()) {
            case BOOLEANS -> new Booleans();
            case INTS -> new Ints();
            case LONGS -> new Longs();
            case DOUBLES -> new Doubles();
            case BYTES -> new Bytes();
            case OBJECTS -> new Objects(type);
        };
    }

    /** Adds the size of each row's value to {@code sizes[row]}. */
    abstract void measure(Column column, int @Nullable [] selection, int count, int[] sizes);

    /** Writes each row's value at {@code cursors[row]} and moves the cursor behind it. */
    abstract void writeAll(Column column, int @Nullable [] selection, int count, byte[] data, int[] cursors);

    abstract int size(Column column, int position);

    /** @return where the next field goes */
    abstract int write(Column column, int position, byte[] data, int at);

    /**
     * Appends the value at {@code at} to a builder.
     *
     * @return where the next field stands
     */
    abstract int read(byte[] data, int at, ColumnBuilder out);

    /** @return where the next field stands */
    abstract int skip(byte[] data, int at);

    /**
     * Appends the value that stands at {@code cursors[row]} of {@code data[row]}, for each row, and moves the cursors
     * behind them.
     */
    void readAll(byte[][] data, int[] cursors, int count, ColumnBuilder out) {
        for (int row = 0; row < count; row++) {
            cursors[row] = read(data[row], cursors[row], out);
        }
    }

    /** Moves the cursors behind the values that they stand at. */
    void skipAll(byte[][] data, int[] cursors, int count) {
        for (int row = 0; row < count; row++) {
            cursors[row] = skip(data[row], cursors[row]);
        }
    }

    static final class Booleans extends FieldCodec {
        @Override
        void measure(Column column, int @Nullable [] selection, int count, int[] sizes) {
            for (int row = 0; row < count; row++) {
                sizes[row]++;
            }
        }

        @Override
        void writeAll(Column column, int @Nullable [] selection, int count, byte[] data, int[] cursors) {
            for (int row = 0; row < count; row++) {
                cursors[row] = write(column, selection == null ? row : selection[row], data, cursors[row]);
            }
        }

        @Override
        int size(Column column, int position) {
            return 1;
        }

        @Override
        int write(Column column, int position, byte[] data, int at) {
            if (column.isNull(position)) {
                data[at] = NULL;
            } else {
                data[at] = (byte) (((BooleanColumn) column).values()[position] ? 2 : 1);
            }
            return at + 1;
        }

        @Override
        int read(byte[] data, int at, ColumnBuilder out) {
            if (data[at] == NULL) {
                out.addNull();
            } else {
                out.addBoolean(data[at] == 2);
            }
            return at + 1;
        }

        @Override
        int skip(byte[] data, int at) {
            return at + 1;
        }
    }

    static final class Ints extends FieldCodec {
        @Override
        void measure(Column column, int @Nullable [] selection, int count, int[] sizes) {
            for (int row = 0; row < count; row++) {
                sizes[row] += size(column, selection == null ? row : selection[row]);
            }
        }

        @Override
        void writeAll(Column column, int @Nullable [] selection, int count, byte[] data, int[] cursors) {
            for (int row = 0; row < count; row++) {
                cursors[row] = write(column, selection == null ? row : selection[row], data, cursors[row]);
            }
        }

        @Override
        int size(Column column, int position) {
            return column.isNull(position) ? 1 : PackedLongs.size(((IntColumn) column).values()[position]);
        }

        @Override
        int write(Column column, int position, byte[] data, int at) {
            if (column.isNull(position)) {
                data[at] = NULL;
                return at + 1;
            }
            return PackedLongs.write(((IntColumn) column).values()[position], data, at);
        }

        @Override
        int read(byte[] data, int at, ColumnBuilder out) {
            if (data[at] == NULL) {
                out.addNull();
            } else {
                out.addInt((int) PackedLongs.read(data, at));
            }
            return skip(data, at);
        }

        @Override
        int skip(byte[] data, int at) {
            return PackedLongs.skip(data, at);
        }
    }

    static final class Longs extends FieldCodec {
        @Override
        void measure(Column column, int @Nullable [] selection, int count, int[] sizes) {
            for (int row = 0; row < count; row++) {
                sizes[row] += size(column, selection == null ? row : selection[row]);
            }
        }

        @Override
        void writeAll(Column column, int @Nullable [] selection, int count, byte[] data, int[] cursors) {
            for (int row = 0; row < count; row++) {
                cursors[row] = write(column, selection == null ? row : selection[row], data, cursors[row]);
            }
        }

        @Override
        int size(Column column, int position) {
            return column.isNull(position) ? 1 : PackedLongs.size(((LongColumn) column).values()[position]);
        }

        @Override
        int write(Column column, int position, byte[] data, int at) {
            if (column.isNull(position)) {
                data[at] = NULL;
                return at + 1;
            }
            return PackedLongs.write(((LongColumn) column).values()[position], data, at);
        }

        @Override
        int read(byte[] data, int at, ColumnBuilder out) {
            if (data[at] == NULL) {
                out.addNull();
            } else {
                out.addLong(PackedLongs.read(data, at));
            }
            return skip(data, at);
        }

        @Override
        int skip(byte[] data, int at) {
            return PackedLongs.skip(data, at);
        }

        @Override
        void readAll(byte[][] data, int[] cursors, int count, ColumnBuilder out) {
            for (int row = 0; row < count; row++) {
                cursors[row] = read(data[row], cursors[row], out);
            }
        }

        @Override
        void skipAll(byte[][] data, int[] cursors, int count) {
            for (int row = 0; row < count; row++) {
                cursors[row] = skip(data[row], cursors[row]);
            }
        }
    }

    static final class Doubles extends FieldCodec {
        private static final int SIZE = 1 + Double.BYTES;

        @Override
        void measure(Column column, int @Nullable [] selection, int count, int[] sizes) {
            for (int row = 0; row < count; row++) {
                sizes[row] += size(column, selection == null ? row : selection[row]);
            }
        }

        @Override
        void writeAll(Column column, int @Nullable [] selection, int count, byte[] data, int[] cursors) {
            for (int row = 0; row < count; row++) {
                cursors[row] = write(column, selection == null ? row : selection[row], data, cursors[row]);
            }
        }

        @Override
        int size(Column column, int position) {
            return column.isNull(position) ? 1 : SIZE;
        }

        @Override
        int write(Column column, int position, byte[] data, int at) {
            if (column.isNull(position)) {
                data[at] = NULL;
                return at + 1;
            }
            data[at] = 1;
            BigEndian.putLong(data, at + 1, canonicalBits(((DoubleColumn) column).values()[position]));
            return at + SIZE;
        }

        @Override
        int read(byte[] data, int at, ColumnBuilder out) {
            if (data[at] == NULL) {
                out.addNull();
            } else {
                out.addDouble(Double.longBitsToDouble(BigEndian.getLong(data, at + 1)));
            }
            return skip(data, at);
        }

        @Override
        int skip(byte[] data, int at) {
            return data[at] == NULL ? at + 1 : at + SIZE;
        }
    }

    static final class Bytes extends FieldCodec {
        /** What would be more than a column can hold fails where it is added. */
        private static final int MOST_RESERVED = 1 << 30;

        @Override
        void measure(Column column, int @Nullable [] selection, int count, int[] sizes) {
            for (int row = 0; row < count; row++) {
                sizes[row] += size(column, selection == null ? row : selection[row]);
            }
        }

        @Override
        void writeAll(Column column, int @Nullable [] selection, int count, byte[] data, int[] cursors) {
            for (int row = 0; row < count; row++) {
                cursors[row] = write(column, selection == null ? row : selection[row], data, cursors[row]);
            }
        }

        @Override
        int size(Column column, int position) {
            if (column.isNull(position)) {
                return 1;
            }
            int length = ((BytesColumn) column).byteCount(position);
            return Varint.size(length + 1L) + length;
        }

        @Override
        int write(Column column, int position, byte[] data, int at) {
            if (column.isNull(position)) {
                data[at] = NULL;
                return at + 1;
            }
            BytesColumn bytes = (BytesColumn) column;
            int length = bytes.byteCount(position);
            int start = Varint.write(length + 1L, data, at);
            System.arraycopy(bytes.data(), bytes.start(position), data, start, length);
            return start + length;
        }

        @Override
        int read(byte[] data, int at, ColumnBuilder out) {
            if (data[at] == NULL) {
                out.addNull();
                return at + 1;
            }
            int start = Varint.skip(data, at);
            int end = start + (int) (Varint.read(data, at) - 1);
            out.addBytes(data, start, end);
            return end;
        }

        @Override
        int skip(byte[] data, int at) {
            return data[at] == NULL ? at + 1 : Varint.skip(data, at) + (int) (Varint.read(data, at) - 1);
        }

        @Override
        void readAll(byte[][] data, int[] cursors, int count, ColumnBuilder out) {
            long bytes = 0;
            for (int row = 0; row < count; row++) {
                int at = cursors[row];
                bytes += data[row][at] == NULL ? 0 : Varint.read(data[row], at) - 1;
            }
            if (bytes <= MOST_RESERVED) {
                out.reserveBytes((int) bytes);
            }
            for (int row = 0; row < count; row++) {
                cursors[row] = read(data[row], cursors[row], out);
            }
        }

        @Override
        void skipAll(byte[][] data, int[] cursors, int count) {
            for (int row = 0; row < count; row++) {
                cursors[row] = skip(data[row], cursors[row]);
            }
        }
    }

    /** Slow: each value is encoded twice, once to be measured. */
    static final class Objects extends FieldCodec {
        private final DataType type;

        Objects(DataType type) {
            this.type = type;
        }

        @Override
        void measure(Column column, int @Nullable [] selection, int count, int[] sizes) {
            for (int row = 0; row < count; row++) {
                sizes[row] += size(column, selection == null ? row : selection[row]);
            }
        }

        @Override
        void writeAll(Column column, int @Nullable [] selection, int count, byte[] data, int[] cursors) {
            for (int row = 0; row < count; row++) {
                cursors[row] = write(column, selection == null ? row : selection[row], data, cursors[row]);
            }
        }

        @Override
        int size(Column column, int position) {
            return column.isNull(position) ? 1 : encode(column, position).length + 1;
        }

        @Override
        int write(Column column, int position, byte[] data, int at) {
            if (column.isNull(position)) {
                data[at] = NULL;
                return at + 1;
            }
            byte[] encoded = encode(column, position);
            data[at] = 1;
            System.arraycopy(encoded, 0, data, at + 1, encoded.length);
            return at + 1 + encoded.length;
        }

        private byte[] encode(Column column, int position) {
            return ObjectEncoding.encode(type, requireNonNull(((ObjectColumn) column).values()[position]));
        }

        @Override
        int read(byte[] data, int at, ColumnBuilder out) {
            if (data[at] == NULL) {
                out.addNull();
                return at + 1;
            }
            ObjectEncoding.Reader reader = new ObjectEncoding.Reader(data, at + 1);
            out.addObject(reader.read(type));
            return reader.position();
        }

        @Override
        int skip(byte[] data, int at) {
            if (data[at] == NULL) {
                return at + 1;
            }
            ObjectEncoding.Reader reader = new ObjectEncoding.Reader(data, at + 1);
            Object unused = reader.read(type);
            return reader.position();
        }
    }

    /** The bits of a double, the same for all that SQL takes as one group. */
    static long canonicalBits(double value) {
        return Double.doubleToLongBits(value == 0 ? 0.0 : value);
    }
}
