package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/** CAST between text and the other types, and what no Java cast does. Text that is no value of the type is an error. */
public final class Casts {
    private static final int SHOWN_CHARACTERS = 60;
    private static final byte[] TRUE = {'T', 'R', 'U', 'E'};
    private static final byte[] FALSE = {'F', 'A', 'L', 'S', 'E'};

    private static final Text HEXADECIMAL = Text.of("0x");

    private Casts() {}

    /** A value as error messages quote it: not longer than a line. */
    static String shown(Text value) {
        String text = value.toString();
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }

    private static WeirException notA(String type, Text value) {
        return new WeirException(ErrorCode.CAST_FAILURE, "text '" + shown(value) + "' is no " + type);
    }

    public static long textToBigint(Text value) {
        return textToLong(value, "BIGINT", Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public static int textToInteger(Text value) {
        return (int) textToLong(value, "INTEGER", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    public static int textToSmallint(Text value) {
        return (int) textToLong(value, "SMALLINT", Short.MIN_VALUE, Short.MAX_VALUE);
    }

    public static int textToTinyint(Text value) {
        return (int) textToLong(value, "TINYINT", Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    private static long textToLong(Text value, String type, long least, long most) {
        byte[] data = value.data;
        int from = value.start;
        int to = value.end;
        while (from < to && data[from] == ' ') {
            from++;
        }
        while (to > from && data[to - 1] == ' ') {
            to--;
        }
        int at = from;
        boolean negative = false;
        if (at < to && (data[at] == '-' || data[at] == '+')) {
            negative = data[at++] == '-';
        }
        if (at == to) {
            throw notA(type, value);
        }
        // Counted below zero, where there is one number more.
        long result = 0;
        for (; at < to; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9) {
                return decimalTextToLong(value, type, least, most);
            }
            if (result < -922_337_203_685_477_580L || (result == -922_337_203_685_477_580L && digit > 8)) {
                throw Arithmetic.overflow(type, shown(value));
            }
            result = result * 10 - digit;
        }
        if (!negative) {
            if (result == Long.MIN_VALUE) {
                throw Arithmetic.overflow(type, shown(value));
            }
            result = -result;
        }
        if (result < least || result > most) {
            throw Arithmetic.overflow(type, shown(value));
        }
        return result;
    }

    // A numeral with a point or an exponent is a number too, and rounds as one.
    private static long decimalTextToLong(Text value, String type, long least, long most) {
        BigDecimal number = parse(value, type).setScale(0, RoundingMode.HALF_UP);
        if (number.compareTo(BigDecimal.valueOf(least)) < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw Arithmetic.overflow(type, shown(value));
        }
        return number.longValueExact();
    }

    private static BigDecimal parse(Text value, String type) {
        // BigDecimal takes exponents whose numbers no memory holds; no numeral of a sensible size comes near this
        // length either.
        if (value.byteCount() > 400) {
            throw notA(type, value);
        }
        try {
            BigDecimal number = new BigDecimal(value.toString().strip());
            if (Math.abs((long) number.scale()) > 400) {
                throw Arithmetic.overflow(type, shown(value));
            }
            return number;
        } catch (NumberFormatException e) {
            throw notA(type, value);
        }
    }

    public static double textToDouble(Text value) {
        // Java takes more than SQL does: 1d, 1f and hexadecimal numerals.
        String text = value.toString().strip();
        char last = text.isEmpty() ? 'x' : text.charAt(text.length() - 1);
        if (last == 'd' || last == 'D' || last == 'f' || last == 'F' || value.indexOf(HEXADECIMAL, value.start) >= 0) {
            throw notA("DOUBLE", value);
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw notA("DOUBLE", value);
        }
    }

    public static BigDecimal textToDecimal(Text value, int precision, int scale) {
        return Arithmetic.toDecimal(parse(value, "DECIMAL"), precision, scale);
    }

    public static long textToUnscaled(Text value, int scale, long limit) {
        return Arithmetic.toUnscaled(parse(value, "DECIMAL"), scale, limit);
    }

    public static boolean textToBoolean(Text value) {
        String text = value.toString().strip();
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("t") || text.equals("1")) {
            return true;
        }
        if (text.equalsIgnoreCase("false") || text.equalsIgnoreCase("f") || text.equals("0")) {
            return false;
        }
        throw notA("BOOLEAN", value);
    }

    public static int textToDate(Text value) {
        long days = DatetimeParser.date(value);
        if (days == DatetimeParser.NONE) {
            throw Datetimes.notA("DATE", value);
        }
        return (int) days;
    }

    public static long textToTime(Text value) {
        long micros = DatetimeParser.time(value);
        if (micros == DatetimeParser.NONE) {
            throw Datetimes.notA("TIME", value);
        }
        return micros;
    }

    /** A text with an offset is taken as an instant and shown without it, in UTC. */
    public static long textToTimestamp(Text value) {
        long micros = DatetimeParser.timestamp(value);
        if (micros == DatetimeParser.NONE) {
            micros = DatetimeParser.instant(value);
        }
        if (micros == DatetimeParser.NONE) {
            throw Datetimes.notA("TIMESTAMP", value);
        }
        return micros;
    }

    /** A text without offset is a time of the session's zone. */
    public static long textToInstant(Text value, EvaluationState state) {
        long micros = DatetimeParser.instant(value);
        if (micros != DatetimeParser.NONE) {
            return micros;
        }
        micros = DatetimeParser.timestamp(value);
        if (micros == DatetimeParser.NONE) {
            throw Datetimes.notA("TIMESTAMP WITH LOCAL TIME ZONE", value);
        }
        return state.toInstantMicros(micros);
    }

    public static void booleanToText(Text result, boolean value) {
        result.set(value ? TRUE : FALSE);
    }

    public static void longToText(Text result, long value) {
        if (value == Long.MIN_VALUE) {
            result.set(Long.toString(value));
            return;
        }
        byte[] data = result.clear(20);
        int at = 20;
        long rest = Math.abs(value);
        do {
            data[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            data[--at] = '-';
        }
        result.set(data, at, 20);
    }

    /**
     * With as many digits as tell it from its neighbours, without a trailing {@code .0}; exponents as {@code 1.0E10}.
     */
    public static void doubleToText(Text result, double value) {
        result.set(Double.toString(value));
    }

    public static void realToText(Text result, double value) {
        result.set(Float.toString((float) value));
    }

    public static void decimalToText(Text result, long unscaled, int scale) {
        if (scale == 0) {
            longToText(result, unscaled);
        } else {
            result.set(BigDecimal.valueOf(unscaled, scale).toPlainString());
        }
    }

    public static void decimalToText(Text result, BigDecimal value) {
        result.set(value.toPlainString());
    }

    /** Text as VARCHAR(length): what is longer is cut off, as a cast in SQL does. */
    public static void toVarchar(Text result, Text value, int length) {
        result.set(value.data, value.start, value.offsetOf(value.start, length));
    }

    /** Text as CHAR(length): cut off or padded with spaces. */
    public static void toChar(Text result, Text value, int length) {
        int cut = value.offsetOf(value.start, length);
        int missing = length - ByteScan.characters(value.data, value.start, cut);
        if (missing == 0) {
            result.set(value.data, value.start, cut);
            return;
        }
        int bytes = cut - value.start;
        byte[] data = new byte[Math.addExact(bytes, missing)];
        System.arraycopy(value.data, value.start, data, 0, bytes);
        Arrays.fill(data, bytes, data.length, (byte) ' ');
        result.set(data);
    }

    /** Bytes as VARBINARY(length). */
    public static void toVarbinary(Text result, Text value, int length) {
        result.set(value.data, value.start, (int) Math.min(value.end, value.start + (long) length));
    }

    /** Bytes as BINARY(length): cut off or padded with zeros. */
    public static void toBinary(Text result, Text value, int length) {
        if (value.byteCount() >= length) {
            toVarbinary(result, value, length);
        } else {
            result.set(Arrays.copyOf(value.bytes(), length));
        }
    }

    /** Whole number nearest to a floating point number, half away from zero. */
    public static long roundToBigint(double value) {
        double magnitude = Math.abs(value);
        double whole = Math.floor(magnitude);
        // Adding 0.5 and cutting would round twice: the sum may be no double.
        return Arithmetic.toBigint(Math.copySign(magnitude - whole >= 0.5 ? whole + 1 : whole, value));
    }

    public static long roundToBigint(BigDecimal value) {
        return Arithmetic.toBigint(value.setScale(0, RoundingMode.HALF_UP));
    }

    /** An interval of months as {@code +1-02}. */
    public static void monthsToText(Text result, int months) {
        int absolute = Math.abs(months);
        result.set((months < 0 ? "-" : "+") + absolute / 12 + "-" + (absolute % 12 < 10 ? "0" : "") + absolute % 12);
    }

    /** An interval of microseconds as {@code +1 02:03:04.000000}. */
    public static void microsToText(Text result, long micros) {
        long absolute = Math.abs(micros);
        Text time = new Text();
        Datetimes.timeToText(time, absolute % Datetimes.MICROS_PER_DAY, 6);
        result.set((micros < 0 ? "-" : "+") + absolute / Datetimes.MICROS_PER_DAY + " " + time);
    }
}
