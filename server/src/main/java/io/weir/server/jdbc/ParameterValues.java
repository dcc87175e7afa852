package io.weir.server.jdbc;

import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Values of parameters as they come, boxed for the type that the statement wants. Text is cast to every type, as Weir's
 * driver sends everything about time as text; Avatica's sends milliseconds and days.
 */
final class ParameterValues {
    private static final int MAX_SCALE = 10_000;
    private static final BigDecimal MICROS_IN_A_MILLI = BigDecimal.valueOf(1000);

    private ParameterValues() {}

    /** @throws WeirException (PARAMETER_VALUE) that names the parameter, counted from 1 */
    static List<@Nullable Object> boxed(List<TypedValue> values, List<DataType> types) {
        List<@Nullable Object> boxed = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (i >= values.size() || values.get(i) == null) {
                throw new WeirException(ErrorCode.PARAMETER_VALUE, "parameter " + (i + 1) + " has no value");
            }
            TypedValue value = values.get(i);
            if (value.value instanceof String text && !isText(text)) {
                throw new WeirException(
                        ErrorCode.TEXT_ENCODING,
                        "parameter " + (i + 1) + " is no text: half of a surrogate pair stands alone in it");
            }
            try {
                boxed.add(boxed(value.value, types.get(i)));
            } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
                throw new WeirException(
                        ErrorCode.PARAMETER_VALUE,
                        "parameter " + (i + 1) + " wants a value of type "
                                + types.get(i).withNullable(true) + ", found '" + shown(value.value) + "'",
                        e);
            }
        }
        return boxed;
    }

    /** Whether UTF-8 can say it; Java's strings can hold halves of characters. */
    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String shown(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static @Nullable Object boxed(@Nullable Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> bool(value);
            case TINYINT -> (int) whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> (int) whole(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER, INTERVAL_YEAR_MONTH -> (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case REAL -> (double) (float) number(value);
            case DOUBLE -> number(value);
            case DECIMAL -> decimal(value, type);
            case CHAR, VARCHAR, NULL -> text(value);
            case BINARY, VARBINARY -> bytes(value);
            case DATE -> value instanceof Number days ? (Object) days.intValue() : date(value.toString());
            case TIME -> value instanceof Number millis ? (Object) micros(millis) : time(value.toString());
            case TIMESTAMP -> value instanceof Number millis ? (Object) micros(millis) : timestamp(value.toString());
            case TIMESTAMP_LTZ -> value instanceof Number millis ? (Object) micros(millis) : instant(value.toString());
            case INTERVAL_DAY_TIME -> micros((Number) decimal(value));
            case ARRAY -> {
                if (!(value instanceof List<?> elements)) {
                    throw new IllegalArgumentException("no list");
                }
                List<@Nullable Object> converted = new ArrayList<>();
                elements.forEach(
                        element -> converted.add(boxed(element, type.children().get(0))));
                yield converted;
            }
            case MAP, ROW -> throw new IllegalArgumentException("not as a parameter");
        };
    }

    private static boolean bool(Object value) {
        if (value instanceof Boolean known) {
            return known;
        }
        String text = value.toString().strip();
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return true;
        }
        if (text.equalsIgnoreCase("false") || text.equals("0")) {
            return false;
        }
        throw new IllegalArgumentException("no boolean");
    }

    private static long whole(Object value, long least, long greatest) {
        long whole =
                value instanceof Boolean flag ? (flag ? 1 : 0) : decimal(value).longValueExact();
        if (whole < least || whole > greatest) {
            throw new ArithmeticException("out of range");
        }
        return whole;
    }

    private static double number(Object value) {
        return value instanceof Number number
                ? number.doubleValue()
                : Double.parseDouble(value.toString().strip());
    }

    private static BigDecimal decimal(Object value, DataType type) {
        BigDecimal exact = decimal(value);
        if (exact.signum() != 0 && exact.precision() - exact.scale() > type.precision() - type.scale()) {
            throw new ArithmeticException("out of range");
        }
        return exact;
    }

    private static BigDecimal decimal(Object value) {
        BigDecimal exact = value instanceof BigDecimal known
                ? known
                : new BigDecimal(value.toString().strip());
        // 1e999999999 is a short text; written out, or with another scale, it takes all memory.
        if (Math.abs((long) exact.scale()) > MAX_SCALE) {
            throw new ArithmeticException("out of range");
        }
        return exact;
    }

    private static String text(Object value) {
        return value instanceof BigDecimal ? decimal(value).toPlainString() : value.toString();
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteString bytes) {
            return bytes.getBytes();
        }
        return Base64.getDecoder().decode(value.toString());
    }

    private static long micros(Number millis) {
        return decimal(millis)
                .multiply(MICROS_IN_A_MILLI)
                .setScale(0, java.math.RoundingMode.FLOOR)
                .longValueExact();
    }

    private static int date(String text) {
        return Math.toIntExact(LocalDate.parse(text.strip()).toEpochDay());
    }

    private static long time(String text) {
        return LocalTime.parse(text.strip()).toNanoOfDay() / 1000;
    }

    private static long timestamp(String text) {
        String iso = iso(text);
        LocalDateTime time = iso.length() <= 10 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
        return micros(time.toInstant(ZoneOffset.UTC));
    }

    private static long instant(String text) {
        String iso = iso(text);
        boolean hasZone = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
        return hasZone ? micros(OffsetDateTime.parse(iso).toInstant()) : timestamp(iso);
    }

    private static String iso(String text) {
        return text.strip().replaceFirst("(?<=\\d) (?=\\d)", "T");
    }

    private static long micros(Instant instant) {
        // Java 17's ChronoUnit.MICROS goes by way of nanoseconds, which reach no further than 292 years.
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
    }
}
