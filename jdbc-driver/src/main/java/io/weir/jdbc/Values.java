package io.weir.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/**
 * From the wire to Java, in two steps: {@link #decode} makes the natural value of the SQL type, {@link #convert} what the user
 * asked for. The forms on the wire are listed in {@code docs/internals/jdbc-driver.md}.
 *
 * <p>Natural values: Boolean, Number, String, byte[], LocalDate, LocalTime, LocalDateTime, OffsetDateTime, Period, Duration,
 * {@link WeirArray}, {@link WeirStruct}, Map.
 */
final class Values {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter ANY_DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .optionalStart()
            .appendLiteral('T')
            .optionalEnd()
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private Values() {}

    /** The natural Java value of a column's value as it came over the wire. */
    static @Nullable Object decode(@Nullable Object raw, ColumnMetaData column, ZoneId zone) throws SQLException {
        if (raw == null) {
            return null;
        }
        try {
            return decode(raw, column.type, column.scale, zone);
        } catch (ClassCastException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw SqlErrors.create(
                    SqlErrors.PROTOCOL_VIOLATION,
                    "column \"" + column.label + "\": the server sent \"" + raw + "\" for a " + column.type.getName(),
                    0,
                    e);
        }
    }

    static Object decode(Object raw, ColumnMetaData.AvaticaType type, int scale, ZoneId zone) {
        return switch (type.id) {
            case Types.BOOLEAN, Types.BIT -> raw instanceof Number number ? number.intValue() != 0 : (Boolean) raw;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> ((Number) raw).intValue();
            case Types.BIGINT -> ((Number) raw).longValue();
            case Types.REAL -> raw instanceof String text ? Float.valueOf(text) : (Object) ((Number) raw).floatValue();
            case Types.FLOAT, Types.DOUBLE ->
                raw instanceof String text ? Double.valueOf(text) : (Object) ((Number) raw).doubleValue();
            case Types.DECIMAL, Types.NUMERIC -> scaled(decimal(raw), scale);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY ->
                raw instanceof byte[] bytes ? bytes : Base64.getMimeDecoder().decode((String) raw);
            case Types.DATE ->
                raw instanceof String text ? LocalDate.parse(text) : LocalDate.ofEpochDay(((Number) raw).longValue());
            case Types.TIME ->
                raw instanceof String text
                        ? LocalTime.parse(text)
                        : LocalTime.ofNanoOfDay(nanos(raw).longValueExact());
            case Types.TIMESTAMP ->
                raw instanceof String text
                        ? LocalDateTime.parse(text, ANY_DATE_TIME)
                        : LocalDateTime.ofInstant(instant(raw), ZoneOffset.UTC);
            case Types.TIMESTAMP_WITH_TIMEZONE ->
                raw instanceof String text
                        ? OffsetDateTime.parse(text, ANY_DATE_TIME)
                        : OffsetDateTime.ofInstant(instant(raw), ZoneOffset.UTC);
            case Types.ARRAY -> WeirArray.of((ColumnMetaData.ArrayType) type, (List<?>) raw, zone);
            case Types.STRUCT -> WeirStruct.of((ColumnMetaData.StructType) type, (List<?>) raw, zone);
            default ->
                type.getName().startsWith("INTERVAL") && raw instanceof Number number
                        ? interval(type.getName(), number)
                        : raw;
        };
    }

    /** What {@code getObject} returns for a natural value: the type JDBC's tables assign to the SQL type. */
    static Object jdbcObject(Object value, ZoneId zone) throws SQLException {
        if (value instanceof LocalDate) {
            return convert(value, Date.class, zone, 0);
        }
        if (value instanceof LocalTime) {
            return convert(value, Time.class, zone, 0);
        }
        if (value instanceof LocalDateTime) {
            return convert(value, Timestamp.class, zone, 0);
        }
        return value;
    }

    /**
     * A natural value as something else.
     *
     * @param precision digits of a second in text
     * @throws SQLException SQLSTATE 22003 if it is out of range, 22000 if there is no such conversion
     */
    static <T> T convert(Object value, Class<T> type, ZoneId zone, int precision) throws SQLException {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        try {
            Object converted = converted(value, type, zone, precision);
            if (converted != null) {
                return type.cast(converted);
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw SqlErrors.create(
                    SqlErrors.DATA, "\"" + value + "\" is not a " + type.getSimpleName() + ": " + e.getMessage(), 0, e);
        } catch (ArithmeticException e) {
            throw SqlErrors.create(
                    SqlErrors.OUT_OF_RANGE, "value " + value + " does not fit into a " + type.getSimpleName(), 0, e);
        } catch (IllegalArgumentException e) {
            throw SqlErrors.create(SqlErrors.DATA, "\"" + value + "\" is not a " + type.getSimpleName(), 0, e);
        }
        throw SqlErrors.create(
                SqlErrors.DATA, "a " + value.getClass().getSimpleName() + " cannot be read as " + type.getName());
    }

    private static @Nullable Object converted(Object value, Class<?> type, ZoneId zone, int precision) {
        if (type == String.class) {
            return text(value, precision);
        }
        if (type == Boolean.class) {
            return bool(value);
        }
        if (Number.class.isAssignableFrom(type)) {
            return number(value, type);
        }
        if (type == byte[].class) {
            return value instanceof UUID uuid ? bytes(uuid) : null;
        }
        if (type == UUID.class) {
            return value instanceof String text ? UUID.fromString(text) : null;
        }
        return temporal(value, type, zone);
    }

    private static @Nullable Object bool(Object value) {
        if (value instanceof Number) {
            return decimal(value).signum() != 0;
        }
        if (value instanceof String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true", "t", "1", "yes" -> true;
                case "false", "f", "0", "no" -> false;
                default -> throw new IllegalArgumentException(text);
            };
        }
        return null;
    }

    private static @Nullable Object number(Object value, Class<?> type) {
        if (type == Double.class && value instanceof Number number) {
            return number.doubleValue();
        }
        if (type == Float.class && value instanceof Number number) {
            return number.floatValue();
        }
        if ((value instanceof Double d && (d.isNaN() || d.isInfinite()))
                || (value instanceof Float f && (f.isNaN() || f.isInfinite()))) {
            throw new ArithmeticException();
        }
        if (value instanceof String text && (type == Double.class || type == Float.class)) {
            return type == Double.class ? (Object) Double.valueOf(text.strip()) : (Object) Float.valueOf(text.strip());
        }
        BigDecimal number;
        if (value instanceof Number) {
            number = decimal(value);
        } else if (value instanceof Boolean flag) {
            number = flag ? BigDecimal.ONE : BigDecimal.ZERO;
        } else if (value instanceof String text) {
            number = new BigDecimal(text.strip());
        } else {
            return null;
        }
        if (type == BigDecimal.class) {
            return number;
        }
        if (type == Double.class) {
            return number.doubleValue();
        }
        if (type == Float.class) {
            return number.floatValue();
        }
        // As JDBC has it, a fraction is cut off; but a value too large is an error, never another value.
        BigInteger whole = number.toBigInteger();
        if (type == Long.class) {
            return whole.longValueExact();
        }
        if (type == Integer.class) {
            return whole.intValueExact();
        }
        if (type == Short.class) {
            return whole.shortValueExact();
        }
        if (type == Byte.class) {
            return whole.byteValueExact();
        }
        return type == BigInteger.class ? whole : null;
    }

    private static @Nullable Object temporal(Object source, Class<?> type, ZoneId zone) {
        Object value = source instanceof String text ? parsed(text.strip(), type) : source;
        if (value instanceof OffsetDateTime instant) {
            if (type == OffsetDateTime.class) {
                return instant;
            }
            if (type == Instant.class) {
                return instant.toInstant();
            }
            if (type == Timestamp.class || type == java.util.Date.class) {
                return Timestamp.from(instant.toInstant());
            }
            ZonedDateTime zoned = instant.atZoneSameInstant(zone);
            return type == ZonedDateTime.class ? zoned : local(zoned.toLocalDateTime(), type, zone);
        }
        if (value instanceof LocalDate date) {
            if (type == Date.class || type == java.util.Date.class) {
                return new Date(date.atStartOfDay(zone).toInstant().toEpochMilli());
            }
            return type == LocalDate.class
                    ? date
                    : type == LocalTime.class || type == Time.class ? null : local(date.atStartOfDay(), type, zone);
        }
        if (value instanceof LocalTime time) {
            if (type == LocalTime.class) {
                return time;
            }
            LocalDateTime firstDay = time.atDate(LocalDate.EPOCH);
            if (type == OffsetTime.class) {
                return OffsetTime.of(time, zone.getRules().getOffset(firstDay));
            }
            return type == Time.class || type == Timestamp.class ? local(firstDay, type, zone) : null;
        }
        return value instanceof LocalDateTime dateTime ? local(dateTime, type, zone) : null;
    }

    private static @Nullable Object local(LocalDateTime value, Class<?> type, ZoneId zone) {
        if (type == LocalDateTime.class) {
            return value;
        }
        if (type == LocalDate.class) {
            return value.toLocalDate();
        }
        if (type == LocalTime.class) {
            return value.toLocalTime();
        }
        if (type == Date.class) {
            return temporal(value.toLocalDate(), Date.class, zone);
        }
        ZonedDateTime zoned = value.atZone(zone);
        if (type == Timestamp.class || type == java.util.Date.class) {
            return Timestamp.from(zoned.toInstant());
        }
        if (type == Time.class) {
            return new Time(value.toLocalTime()
                    .atDate(LocalDate.EPOCH)
                    .atZone(zone)
                    .toInstant()
                    .toEpochMilli());
        }
        if (type == Instant.class) {
            return zoned.toInstant();
        }
        if (type == OffsetDateTime.class) {
            return zoned.toOffsetDateTime();
        }
        return type == ZonedDateTime.class ? zoned : null;
    }

    /** Text as the kind of moment it looks like. */
    private static Object parsed(String text, Class<?> type) {
        if (type == LocalTime.class || type == Time.class) {
            if (text.indexOf('-') < 0) {
                return LocalTime.parse(text);
            }
        }
        if (text.length() <= 10) {
            return LocalDate.parse(text);
        }
        return ANY_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    }

    private static String text(Object value, int precision) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof LocalDateTime dateTime) {
            return DATE_TIME.format(dateTime) + fraction(dateTime.getNano(), precision);
        }
        if (value instanceof LocalTime time) {
            return String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond())
                    + fraction(time.getNano(), precision);
        }
        if (value instanceof OffsetDateTime moment) {
            return DATE_TIME.format(moment) + fraction(moment.getNano(), precision) + moment.getOffset();
        }
        if (value instanceof Period period) {
            long months = period.toTotalMonths();
            return (months < 0 ? "-" : "+") + Math.abs(months / 12) + "-"
                    + String.format(Locale.ROOT, "%02d", Math.abs(months % 12));
        }
        if (value instanceof Duration duration) {
            Duration positive = duration.abs();
            return (duration.isNegative() ? "-" : "+")
                    + positive.toDays()
                    + String.format(
                            Locale.ROOT,
                            " %02d:%02d:%02d",
                            positive.toHoursPart(),
                            positive.toMinutesPart(),
                            positive.toSecondsPart())
                    + fraction(positive.getNano(), 0);
        }
        return value.toString();
    }

    /** The fraction of a second in at least {@code precision} digits, and never fewer than it has. */
    private static String fraction(int nanos, int precision) {
        if (nanos == 0 && precision <= 0) {
            return "";
        }
        String digits = String.format(Locale.ROOT, "%09d", nanos);
        int end = 9;
        while (end > Math.max(0, Math.min(9, precision)) && digits.charAt(end - 1) == '0') {
            end--;
        }
        return "." + digits.substring(0, end);
    }

    private static Object interval(String typeName, Number value) {
        boolean months = typeName.contains("YEAR") || typeName.contains("MONTH");
        return months
                ? Period.ofMonths(value.intValue()).normalized()
                : Duration.ofNanos(nanos(value).longValueExact());
    }

    /** Milliseconds, perhaps with a fraction, in nanoseconds. */
    private static BigInteger nanos(Object millis) {
        return decimal(millis)
                .multiply(BigDecimal.valueOf(NANOS_PER_MILLI))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigIntegerExact();
    }

    private static Instant instant(Object millis) {
        if (millis instanceof Long || millis instanceof Integer) {
            return Instant.ofEpochMilli(((Number) millis).longValue());
        }
        BigInteger[] parts = nanos(millis).divideAndRemainder(BigInteger.valueOf(1_000 * NANOS_PER_MILLI));
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
    }

    private static BigDecimal decimal(Object number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (number instanceof Double || number instanceof Float || number instanceof String) {
            return new BigDecimal(number.toString());
        }
        return BigDecimal.valueOf(((Number) number).longValue());
    }

    /** JSON writes 1.50 as 1.50, but 1.00 may come as 1: the column's scale says how many digits there are. */
    private static BigDecimal scaled(BigDecimal value, int scale) {
        return value.scale() < scale ? value.setScale(scale, RoundingMode.UNNECESSARY) : value;
    }

    private static byte[] bytes(UUID uuid) {
        return java.nio.ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /** The class {@code getObject} returns for a column of this type. */
    static Class<?> jdbcClass(int type) {
        return switch (type) {
            case Types.BOOLEAN, Types.BIT -> Boolean.class;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Integer.class;
            case Types.BIGINT -> Long.class;
            case Types.REAL -> Float.class;
            case Types.FLOAT, Types.DOUBLE -> Double.class;
            case Types.DECIMAL, Types.NUMERIC -> BigDecimal.class;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                String.class;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> byte[].class;
            case Types.DATE -> Date.class;
            case Types.TIME -> Time.class;
            case Types.TIMESTAMP -> Timestamp.class;
            case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.class;
            case Types.ARRAY -> Array.class;
            case Types.STRUCT -> Struct.class;
            default -> Object.class;
        };
    }
}
