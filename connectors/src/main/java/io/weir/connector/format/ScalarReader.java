package io.weir.connector.format;

import io.weir.connector.base.DateTimeText;
import io.weir.connector.base.TimestampReader;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads text as a value of one scalar type. Numbers and times may have white space around them, texts are taken as they
 * are. Not thread-safe.
 */
public final class ScalarReader {
    private static final int SHOWN_BYTES = 60;
    private static final int MAX_NUMBER_BYTES = 400;

    private final DataType type;
    private final DecimalReader decimals;
    private final TimestampReader timestamps = new TimestampReader();
    private final long timeUnitMicros;

    public ScalarReader(DataType type) {
        this.type = type;
        this.decimals = new DecimalReader(type);
        long unit = 1;
        for (int digits = type.precision(); digits < 6; digits++) {
            unit *= 10;
        }
        this.timeUnitMicros = unit;
    }

    /** Whether values of this type can be read from text: all but ARRAY, MAP and ROW. */
    public static boolean reads(DataType type) {
        return switch (type.kind()) {
            case ARRAY, MAP, ROW -> false;
            default -> true;
        };
    }

    /** Adds the value of {@code data[from .. to)}, which is UTF-8. */
    public void read(byte[] data, int from, int to, ColumnBuilder out) throws MalformedRecordException {
        if (type.form() == ColumnForm.BYTES) {
            readBytes(data, from, to, out);
            return;
        }
        int start = from;
        int end = to;
        while (start < end && data[start] <= ' ' && data[start] >= 0) {
            start++;
        }
        while (end > start && data[end - 1] <= ' ' && data[end - 1] >= 0) {
            end--;
        }
        switch (type.kind()) {
            case BOOLEAN -> out.addBoolean(bool(data, start, end));
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH -> readInt(whole(data, start, end), out);
            case BIGINT, INTERVAL_DAY_TIME -> out.addLong(whole(data, start, end));
            case REAL, DOUBLE -> out.addDouble(number(data, start, end));
            case DECIMAL -> decimals.read(data, start, end, out);
            case DATE -> out.addInt(DateTimeText.readDate(data, start, end));
            case TIME -> out.addLong(cut(DateTimeText.readTime(data, start, end)));
            case TIMESTAMP -> out.addLong(cut(timestamps.readTimestamp(data, start, end)));
            case TIMESTAMP_LTZ -> out.addLong(cut(timestamps.readInstant(data, start, end)));
            case NULL -> out.addNull();
            default -> throw new IllegalStateException("no text for type " + type);
        }
    }

    /** Adds a whole number to a column of a type in int form. */
    public void readInt(long value, ColumnBuilder out) throws MalformedRecordException {
        long most = switch (type.kind()) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            default -> Integer.MAX_VALUE;
        };
        if (value < -most - 1 || value > most) {
            throw new MalformedRecordException("wanted " + type + ", found " + value);
        }
        out.addInt((int) value);
    }

    private void readBytes(byte[] data, int from, int to, ColumnBuilder out) throws MalformedRecordException {
        switch (type.kind()) {
            case CHAR -> {
                Utf8.check(data, from, to);
                int characters = checkedLength(data, from, to);
                int missing = type.precision() - characters;
                if (missing > 0) {
                    byte[] padded = Arrays.copyOfRange(data, from, to + missing);
                    Arrays.fill(padded, to - from, padded.length, (byte) ' ');
                    out.addBytes(padded, 0, padded.length);
                } else {
                    out.addBytes(data, from, to);
                }
            }
            case VARCHAR -> {
                Utf8.check(data, from, to);
                if (to - from > type.precision()) {
                    checkedLength(data, from, to);
                }
                out.addBytes(data, from, to);
            }
            default -> readBinary(decoded(data, from, to), out);
        }
    }

    private int checkedLength(byte[] data, int from, int to) throws MalformedRecordException {
        int characters = 0;
        for (int i = from; i < to; i++) {
            characters += (data[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        if (characters > type.precision()) {
            throw new MalformedRecordException("wanted " + type + ", found " + characters + " characters");
        }
        return characters;
    }

    /** Adds bytes to a column of BINARY or VARBINARY. */
    public void readBinary(byte[] value, ColumnBuilder out) throws MalformedRecordException {
        if (value.length > type.precision()) {
            throw new MalformedRecordException("wanted " + type + ", found " + value.length + " bytes");
        }
        out.addBytes(value, 0, value.length);
    }

    private byte[] decoded(byte[] data, int from, int to) throws MalformedRecordException {
        try {
            return Base64.getDecoder().decode(Arrays.copyOfRange(data, from, to));
        } catch (IllegalArgumentException e) {
            throw wanted(type + " in base 64", data, from, to);
        }
    }

    private boolean bool(byte[] data, int from, int to) throws MalformedRecordException {
        String text = to - from > 5 ? "" : new String(data, from, to - from, StandardCharsets.US_ASCII);
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw wanted("true or false", data, from, to);
    }

    private long whole(byte[] data, int from, int to) throws MalformedRecordException {
        int position = from;
        boolean negative = position < to && data[position] == '-';
        if (negative || (position < to && data[position] == '+')) {
            position++;
        }
        if (position == to || to - position > 19) {
            throw wanted(type.toString(), data, from, to);
        }
        long value = 0; // kept negative, because the least long has no positive
        while (position < to) {
            int digit = data[position++] - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                throw wanted(type.toString(), data, from, to);
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw wanted(type.toString(), data, from, to);
        }
        return negative ? value : -value;
    }

    /**
     * A floating point number. {@link Double#parseDouble} takes more than numbers, such as {@code 0x1p3d}: so
     * characters are checked.
     */
    private double number(byte[] data, int from, int to) throws MalformedRecordException {
        if (to - from > MAX_NUMBER_BYTES) {
            throw wanted(type.toString(), data, from, to);
        }
        String text = new String(data, from, to - from, StandardCharsets.ISO_8859_1);
        boolean named = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
        for (int i = from; i < to && !named; i++) {
            byte b = data[i];
            if ((b < '0' || b > '9') && b != '.' && b != '-' && b != '+' && b != 'e' && b != 'E') {
                throw wanted(type.toString(), data, from, to);
            }
        }
        try {
            double value = type.kind() == TypeKind.REAL ? Float.parseFloat(text) : Double.parseDouble(text);
            if (Double.isInfinite(value) && !named) {
                throw wanted(type.toString(), data, from, to);
            }
            return value;
        } catch (NumberFormatException e) {
            throw wanted(type.toString(), data, from, to);
        }
    }

    private long cut(long micros) {
        return micros - Math.floorMod(micros, timeUnitMicros);
    }

    static MalformedRecordException wanted(String wanted, byte[] data, int from, int to) {
        String found = new String(data, from, Math.min(to - from, SHOWN_BYTES), StandardCharsets.UTF_8);
        return new MalformedRecordException(
                "wanted " + wanted + ", found \"" + found + (to - from > SHOWN_BYTES ? "..." : "") + "\"");
    }
}
