package io.weir.connector.format.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.weir.connector.base.DateTimeText;
import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes rows without nested values, straight from the columns to bytes: the same bytes as Jackson's generator, which
 * spends most of its time on a row between the calls for its fields.
 */
final class FlatRecordWriter {
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] HEX = ascii("0123456789ABCDEF");
    /** The longest escape: a control character by its number. */
    private static final int ESCAPED_BYTES = 6;
    /** Of a number in a long or an int, a date, a time. */
    private static final int MOST_BYTES = 64;

    private final DataType[] types;
    /** Each with quotes and colon. */
    private final byte[][] names;

    private final JsonOptions options;

    private byte[] out = new byte[1024];
    private int end;

    FlatRecordWriter(Schema schema, JsonOptions options) {
        this.types = schema.types().toArray(DataType[]::new);
        this.names = schema.names().stream().map(FlatRecordWriter::prefix).toArray(byte[][]::new);
        this.options = options;
    }

    /** Whether all columns are of types that it writes. */
    static boolean writes(Schema schema) {
        return schema.types().stream().allMatch(type -> switch (type.kind()) {
            case BINARY, VARBINARY, ARRAY, MAP, ROW, NULL -> false;
            default -> true;
        });
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] prefix(String name) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(name);
        byte[] prefix = new byte[quoted.length + 3];
        prefix[0] = '"';
        System.arraycopy(quoted, 0, prefix, 1, quoted.length);
        prefix[quoted.length + 1] = '"';
        prefix[quoted.length + 2] = ':';
        return prefix;
    }

    void write(Batch batch, int row, ByteBuffer target) {
        int position = batch.position(row);
        end = 0;
        put('{');
        for (int i = 0; i < types.length; i++) {
            Column column = batch.column(i);
            boolean isNull = column.isNull(position);
            if (isNull && options.omitNulls()) {
                continue;
            }
            if (end > 1) {
                put(',');
            }
            put(names[i]);
            if (isNull) {
                put(NULL);
            } else {
                putValue(types[i], column, position);
            }
        }
        put('}');
        target.write(out, 0, end);
    }

    private void putValue(DataType type, Column column, int position) {
        switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH -> putNumber(((IntColumn) column).values()[position]);
            case BIGINT, INTERVAL_DAY_TIME -> putNumber(((LongColumn) column).values()[position]);
            case REAL, DOUBLE -> putDouble(type, ((DoubleColumn) column).values()[position]);
            case BOOLEAN -> put(((BooleanColumn) column).values()[position] ? TRUE : FALSE);
            case CHAR, VARCHAR -> {
                BytesColumn bytes = (BytesColumn) column;
                putText(bytes.data(), bytes.start(position), bytes.end(position));
            }
            case DATE -> putDateTime(type, ((IntColumn) column).values()[position]);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> putDateTime(type, ((LongColumn) column).values()[position]);
            case DECIMAL -> putDecimal(type, column, position);
            default -> throw new IllegalStateException("values of type " + type + " are not written here");
        }
    }

    private void putNumber(long value) {
        ensure(MOST_BYTES);
        if (value < 0) {
            out[end++] = '-';
        }
        int from = end;
        long left = value;
        do { // backwards; digits of negative numbers are negative, so that the least one needs no place of its own
            out[end++] = (byte) ('0' + Math.abs(left % 10));
            left /= 10;
        } while (left != 0);
        for (int first = from, last = end - 1; first < last; first++, last--) {
            byte swapped = out[first];
            out[first] = out[last];
            out[last] = swapped;
        }
    }

    private void putDouble(DataType type, double value) {
        String text = type.kind() == TypeKind.REAL ? Float.toString((float) value) : Double.toString(value);
        boolean isFinite = Math.abs(value) <= Double.MAX_VALUE;
        put(ascii(isFinite ? text : '"' + text + '"'));
    }

    private void putDecimal(DataType type, Column column, int position) {
        BigDecimal value = requireNonNull((BigDecimal) BoxedValues.get(type, column, position), "decimal is null");
        put(ascii(options.plainDecimals() ? value.toPlainString() : value.toString()));
    }

    private void putDateTime(DataType type, long value) {
        ensure(MOST_BYTES);
        out[end++] = '"';
        end += switch (type.kind()) {
            case DATE -> DateTimeText.writeDate((int) value, out, end);
            case TIME -> DateTimeText.writeTime(value, type.precision(), out, end);
            default -> DateTimeText.writeTimestamp(value, type.precision(), options.timestampSeparator(), out, end);
        };
        if (type.kind() == TypeKind.TIMESTAMP_LTZ) {
            out[end++] = 'Z';
        }
        out[end++] = '"';
    }

    private void putText(byte[] text, int from, int to) {
        ensure(Math.addExact(to - from, 2));
        out[end++] = '"';
        int plain = from;
        for (int i = from; i < to; i++) {
            byte value = text[i];
            // Bytes beyond ASCII are negative.
            if ((value >= 0 && value < ' ') || value == '"' || value == '\\') {
                putRun(text, plain, i);
                putEscaped(value);
                plain = i + 1;
            }
        }
        putRun(text, plain, to);
        put('"');
    }

    private void putRun(byte[] text, int from, int to) {
        ensure(to - from);
        System.arraycopy(text, from, out, end, to - from);
        end += to - from;
    }

    private void putEscaped(byte value) {
        ensure(ESCAPED_BYTES);
        out[end++] = '\\';
        switch (value) {
            case '"', '\\' -> out[end++] = value;
            case '\b' -> out[end++] = 'b';
            case '\t' -> out[end++] = 't';
            case '\n' -> out[end++] = 'n';
            case '\f' -> out[end++] = 'f';
            case '\r' -> out[end++] = 'r';
            default -> {
                out[end++] = 'u';
                out[end++] = '0';
                out[end++] = '0';
                out[end++] = HEX[value >> 4];
                out[end++] = HEX[value & 0xF];
            }
        }
    }

    private void put(char value) {
        ensure(1);
        out[end++] = (byte) value;
    }

    private void put(byte[] bytes) {
        putRun(bytes, 0, bytes.length);
    }

    private void ensure(int bytes) {
        if (out.length - end < bytes) {
            out = Arrays.copyOf(out, Math.max(Math.addExact(end, bytes), (int)
                    Math.min(Integer.MAX_VALUE - 8, out.length * 2L)));
        }
    }
}
