package io.weir.jdbc.value;

import io.weir.jdbc.error.SqlErrors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * From Java to the wire. Everything about time goes as text, in ISO 8601: Avatica's own forms end at the millisecond.
 * The server casts the text to the type of the parameter.
 */
public final class ParameterValues {
    private ParameterValues() {}

    /**
     * A parameter value as it is sent.
     *
     * @param zone the zone in which the fields of {@code java.sql.Timestamp} and its kin are read
     */
    public static TypedValue encode(@Nullable Object value, ZoneId zone) throws SQLException {
        if (value == null) {
            return TypedValue.EXPLICIT_NULL;
        }
        if (value instanceof Boolean) {
            return TypedValue.ofSerial(Rep.BOOLEAN, value);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof byte[] bytes) {
            return TypedValue.ofSerial(Rep.BYTE_STRING, Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof Blob blob) {
            return encode(blob.getBytes(1, Math.toIntExact(blob.length())), zone);
        }
        if (value instanceof Clob clob) {
            return encode(clob.getSubString(1, Math.toIntExact(clob.length())), zone);
        }
        List<?> list = list(value);
        if (list != null) {
            return TypedValue.ofSerial(Rep.ARRAY, elements(list, zone));
        }
        String text = text(value, zone);
        if (text == null) {
            throw SqlErrors.create(
                    SqlErrors.WRONG_ARGUMENT,
                    "a parameter cannot be a " + value.getClass().getName());
        }
        // The wire format would make a question mark of it.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw SqlErrors.create(
                    SqlErrors.NOT_ENCODABLE, "a parameter is no text: half of a surrogate pair stands alone in it");
        }
        return TypedValue.ofSerial(Rep.STRING, text);
    }

    private static TypedValue number(Number value) {
        if (value instanceof Byte) {
            return TypedValue.ofSerial(Rep.BYTE, value);
        }
        if (value instanceof Short) {
            return TypedValue.ofSerial(Rep.SHORT, value);
        }
        if (value instanceof Integer) {
            return TypedValue.ofSerial(Rep.INTEGER, value);
        }
        if (value instanceof Long) {
            return TypedValue.ofSerial(Rep.LONG, value);
        }
        if (value instanceof Float || value instanceof Double) {
            double number = value.doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                return TypedValue.ofSerial(Rep.STRING, value.toString()); // JSON has no number for it
            }
            return TypedValue.ofSerial(value instanceof Float ? Rep.FLOAT : Rep.DOUBLE, value);
        }
        BigDecimal decimal = value instanceof BigDecimal big
                ? big
                : value instanceof BigInteger integer ? new BigDecimal(integer) : new BigDecimal(value.toString());
        return TypedValue.ofSerial(Rep.NUMBER, decimal);
    }

    /**
     * What a value that holds others holds: the elements of an ARRAY, the fields of a ROW, lists of key and value of a
     * MAP; null for any other value.
     */
    private static @Nullable List<?> list(Object value) throws SQLException {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof Map<?, ?> map) {
            List<Object> entries = new ArrayList<>(map.size());
            map.forEach((key, entry) -> entries.add(Arrays.asList(key, entry)));
            return entries;
        }
        if (value instanceof Array array) {
            return list(array.getArray());
        }
        if (value instanceof Struct struct) {
            return Arrays.asList(struct.getAttributes());
        }
        if (!value.getClass().isArray()) {
            return null;
        }
        List<@Nullable Object> elements = new ArrayList<>(); // of primitives, perhaps
        for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) {
            elements.add(java.lang.reflect.Array.get(value, i));
        }
        return elements;
    }

    private static List<@Nullable Object> elements(List<?> values, ZoneId zone) throws SQLException {
        List<@Nullable Object> elements = new ArrayList<>(values.size());
        for (Object value : values) {
            elements.add(encode(value, zone).value);
        }
        return elements;
    }

    private static @Nullable String text(Object value, ZoneId zone) {
        if (value instanceof CharSequence
                || value instanceof Character
                || value instanceof UUID
                || value instanceof Enum) {
            return value.toString();
        }
        if (value instanceof LocalDate || value instanceof LocalTime) {
            return value.toString();
        }
        if (value instanceof LocalDateTime dateTime) {
            return dateTime.toLocalDate() + " " + dateTime.toLocalTime();
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant().toString();
        }
        if (value instanceof ZonedDateTime moment) {
            return moment.toInstant().toString();
        }
        if (value instanceof Timestamp timestamp) {
            return text(OldDates.fields(timestamp, zone), zone);
        }
        if (value instanceof Date date) {
            return OldDates.fields(date, zone).toLocalDate().toString();
        }
        if (value instanceof Time time) {
            return LocalTime.ofInstant(Instant.ofEpochMilli(time.getTime()), zone)
                    .toString();
        }
        if (value instanceof java.util.Date date) {
            return text(LocalDateTime.ofInstant(date.toInstant(), zone), zone);
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant().toString();
        }
        return null;
    }

    /**
     * A value in the form that a parameter of a SQL type takes; what has no such form is left as it is.
     *
     * @throws SQLException (22xxx) if it does not fit
     */
    public static @Nullable Object as(@Nullable Object value, int sqlType, ZoneId zone) throws SQLException {
        Class<?> target = target(sqlType);
        return value == null || target == null || value instanceof Array
                ? value
                : Values.convert(natural(value, zone), target, zone, 0);
    }

    /** The natural form, from which {@link Values} converts, of a value of the old date classes. */
    private static Object natural(Object value, ZoneId zone) {
        if (value instanceof Timestamp timestamp) {
            return OldDates.fields(timestamp, zone);
        }
        if (value instanceof Date date) {
            return OldDates.fields(date, zone).toLocalDate();
        }
        if (value instanceof Time time) {
            return new Timestamp(time.getTime()).toInstant().atZone(zone).toLocalTime();
        }
        if (value instanceof java.util.Date date) {
            return LocalDateTime.ofInstant(date.toInstant(), zone);
        }
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        if (value instanceof ZonedDateTime moment) {
            return moment.toOffsetDateTime();
        }
        if (value instanceof Character || value instanceof Enum || value instanceof UUID) {
            return value.toString();
        }
        return value;
    }

    private static @Nullable Class<?> target(int sqlType) {
        return switch (sqlType) {
            case Types.DATE -> LocalDate.class;
            case Types.TIME -> LocalTime.class;
            case Types.TIMESTAMP -> LocalDateTime.class;
            case Types.TINYINT -> Byte.class;
            case Types.SMALLINT -> Short.class;
            case Types.ARRAY, Types.STRUCT, Types.OTHER, Types.JAVA_OBJECT, Types.NULL -> null;
            default -> JdbcTypes.jdbcClass(sqlType) == Object.class ? null : JdbcTypes.jdbcClass(sqlType);
        };
    }
}
