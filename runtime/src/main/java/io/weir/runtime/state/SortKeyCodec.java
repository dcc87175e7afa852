package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of several columns as bytes whose unsigned lexicographic order is the order of ORDER BY, each column ascending
 * or descending, nulls first or last. NaN is greater than all other numbers. No encoded key is the beginning of another
 * one, so that more bytes (the row) may follow.
 *
 * <pre>
 * NULL       00 if nulls come first, 02 if last; all others begin with 01. What follows is inverted for a descending column:
 * numbers    fixed width, big-endian, sign flipped (double: all bits flipped if negative); DECIMAL beyond 18 digits in 16 bytes
 * bytes      00 becomes 00 FF; the end is 00 00
 * ARRAY      01 before each element, 00 behind the last one; nested nulls come first
 * </pre>
 */
public final class SortKeyCodec {
    private static final int WIDE_DECIMAL_BYTES = 16;

    /** One column of the order. */
    public record Order(DataType type, boolean descending, boolean nullsFirst) {
        public Order {
            if (!ObjectEncoding.isOrdered(type)) {
                throw new WeirException(ErrorCode.UNSUPPORTED_FEATURE, "values of type " + type + " have no order");
            }
        }
    }

    private final Order[] orders;

    public SortKeyCodec(List<Order> orders) {
        this.orders = orders.toArray(Order[]::new);
    }

    /**
     * Appends the sort key of one row of a batch to the row that is being written; {@link ByteRows#endRow} closes it.
     */
    public void append(Batch batch, int[] columns, int row, ByteRows out) {
        checkArgument(columns.length == orders.length, "%s columns for %s orders", columns.length, orders.length);
        int position = batch.position(row);
        for (int i = 0; i < orders.length; i++) {
            appendField(orders[i], batch.column(columns[i]), position, out);
        }
    }

    private static void appendField(Order order, Column column, int position, ByteRows out) {
        out.reserve(2 + Long.BYTES);
        if (column.isNull(position)) {
            out.data[out.position++] = (byte) (order.nullsFirst ? 0 : 2);
            return;
        }
        out.data[out.position++] = 1;
        int start = out.position;
        switch (order.type.form()) {
            case BOOLEANS -> out.data[out.position++] = (byte) (((BooleanColumn) column).values()[position] ? 1 : 0);
            case INTS -> putInt(((IntColumn) column).values()[position], out);
            case LONGS -> putLong(((LongColumn) column).values()[position], out);
            case DOUBLES -> putDouble(((DoubleColumn) column).values()[position], out);
            case BYTES -> {
                BytesColumn bytes = (BytesColumn) column;
                putBytes(bytes.data(), bytes.start(position), bytes.end(position), out);
            }
            case OBJECTS ->
                putObject(order.type, Objects.requireNonNull(((ObjectColumn) column).values()[position]), out);
        }
        if (order.descending) {
            for (int at = start; at < out.position; at++) {
                out.data[at] = (byte) ~out.data[at];
            }
        }
    }

    /** Where the sort key that begins at {@code from} ends and what was appended to it begins. */
    public int skip(byte[] data, int from) {
        int at = from;
        for (Order order : orders) {
            at = data[at] == 1 ? skipValue(order.type, data, at + 1, order.descending ? 0xFF : 0) : at + 1;
        }
        return at;
    }

    private static int skipValue(DataType type, byte[] data, int from, int inversion) {
        return switch (type.form()) {
            case BOOLEANS -> from + 1;
            case INTS -> from + Integer.BYTES;
            case LONGS, DOUBLES -> from + Long.BYTES;
            case BYTES -> skipBytes(data, from, inversion);
            case OBJECTS -> skipObject(type, data, from, inversion);
        };
    }

    private static int skipBytes(byte[] data, int from, int inversion) {
        int at = from;
        while (((data[at] ^ inversion) & 0xFF) != 0 || ((data[at + 1] ^ inversion) & 0xFF) != 0) {
            at += ((data[at] ^ inversion) & 0xFF) == 0 ? 2 : 1;
        }
        return at + 2;
    }

    private static int skipObject(DataType type, byte[] data, int from, int inversion) {
        int at = from;
        switch (type.kind()) {
            case DECIMAL -> at += WIDE_DECIMAL_BYTES;
            case ARRAY -> {
                while (((data[at++] ^ inversion) & 0xFF) != 0) {
                    at = skipNullable(type.children().get(0), data, at, inversion);
                }
            }
            default -> {
                for (DataType child : type.children()) {
                    at = skipNullable(child, data, at, inversion);
                }
            }
        }
        return at;
    }

    private static int skipNullable(DataType type, byte[] data, int at, int inversion) {
        return ((data[at] ^ inversion) & 0xFF) == 0 ? at + 1 : skipValue(type, data, at + 1, inversion);
    }

    private static void putInt(int value, ByteRows out) {
        out.reserve(Integer.BYTES);
        BigEndian.putInt(out.data, out.position, value ^ Integer.MIN_VALUE);
        out.position += Integer.BYTES;
    }

    private static void putLong(long value, ByteRows out) {
        out.reserve(Long.BYTES);
        BigEndian.putLong(out.data, out.position, value ^ Long.MIN_VALUE);
        out.position += Long.BYTES;
    }

    private static void putDouble(double value, ByteRows out) {
        long bits = FieldCodec.canonicalBits(value);
        putLong(bits ^ ((bits >> 63) & Long.MAX_VALUE), out);
    }

    private static void putBytes(byte[] data, int from, int to, ByteRows out) {
        out.reserve(2 * (to - from) + 2);
        byte[] target = out.data;
        int at = out.position;
        for (int i = from; i < to; i++) {
            target[at++] = data[i];
            if (data[i] == 0) {
                target[at++] = (byte) 0xFF;
            }
        }
        target[at++] = 0;
        target[at++] = 0;
        out.position = at;
    }

    private static void putObject(DataType type, Object value, ByteRows out) {
        switch (type.kind()) {
            case DECIMAL -> putWideDecimal(type, (BigDecimal) value, out);
            case ARRAY -> {
                for (Object element : (List<?>) value) {
                    putByte(1, out);
                    putNullable(type.children().get(0), element, out);
                }
                putByte(0, out);
            }
            default -> {
                List<?> fields = (List<?>) value;
                for (int i = 0; i < type.children().size(); i++) {
                    putNullable(type.children().get(i), fields.get(i), out);
                }
            }
        }
    }

    private static void putNullable(DataType type, @Nullable Object value, ByteRows out) {
        putByte(value == null ? 0 : 1, out);
        if (value == null) {
            return;
        }
        switch (type.form()) {
            case BOOLEANS -> putByte((Boolean) value ? 1 : 0, out);
            case INTS -> putInt(((Number) value).intValue(), out);
            case LONGS ->
                putLong(
                        value instanceof BigDecimal decimal
                                ? decimal.setScale(type.scale(), RoundingMode.UNNECESSARY)
                                        .unscaledValue()
                                        .longValueExact()
                                : ((Number) value).longValue(),
                        out);
            case DOUBLES -> putDouble(((Number) value).doubleValue(), out);
            case BYTES -> {
                byte[] bytes = type.isText() ? ((String) value).getBytes(StandardCharsets.UTF_8) : (byte[]) value;
                putBytes(bytes, 0, bytes.length, out);
            }
            case OBJECTS -> putObject(type, value, out);
        }
    }

    private static void putWideDecimal(DataType type, BigDecimal value, ByteRows out) {
        byte[] shortest = value.setScale(type.scale(), RoundingMode.UNNECESSARY)
                .unscaledValue()
                .toByteArray();
        out.reserve(WIDE_DECIMAL_BYTES);
        int from = out.position + WIDE_DECIMAL_BYTES - shortest.length;
        Arrays.fill(out.data, out.position, from, (byte) (value.signum() < 0 ? 0xFF : 0));
        System.arraycopy(shortest, 0, out.data, from, shortest.length);
        out.data[out.position] ^= (byte) 0x80;
        out.position += WIDE_DECIMAL_BYTES;
    }

    private static void putByte(int value, ByteRows out) {
        out.reserve(1);
        out.data[out.position++] = (byte) value;
    }
}
