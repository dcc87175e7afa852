package io.weir.jdbc.value;

import io.weir.jdbc.error.SqlErrors;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Natural values, which {@link WireDecoder} describes, as what the user asked for. */
public final class Values {
    private Values() {}

    /** What {@code getObject} returns for a natural value: the type JDBC's tables assign to the SQL type. */
    public static Object jdbcObject(Object value, ZoneId zone) throws SQLException {
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

    /** Natural values as {@code getObject} returns each. */
    static @Nullable Object[] jdbcObjects(List<? extends @Nullable Object> values, ZoneId zone) throws SQLException {
        @Nullable Object[] objects = new Object[values.size()];
        for (int i = 0; i < objects.length; i++) {
            Object value = values.get(i);
            objects[i] = value == null ? null : jdbcObject(value, zone);
        }
        return objects;
    }

    /**
     * A natural value as something else.
     *
     * @param precision digits of a second in text
     * @throws SQLException SQLSTATE 22003 if it is out of range, 22000 if there is no such conversion
     */
    public static <T> T convert(Object value, Class<T> type, ZoneId zone, int precision) throws SQLException {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        if (type == Object[].class || type == List.class) {
            return type.cast(collection(value, type, zone));
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
        throw noConversion(value, type);
    }

    /** What an ARRAY or ROW holds. */
    private static Object collection(Object value, Class<?> type, ZoneId zone) throws SQLException {
        @Nullable Object[] objects;
        if (value instanceof WeirArray array) {
            objects = jdbcObjects(array.elements(), zone);
        } else if (value instanceof WeirStruct struct) {
            objects = struct.getAttributes();
        } else {
            throw noConversion(value, type);
        }
        return type == List.class ? Arrays.asList(objects) : objects;
    }

    private static SQLException noConversion(Object value, Class<?> type) {
        return SqlErrors.create(
                SqlErrors.DATA, "a " + value.getClass().getSimpleName() + " cannot be read as " + type.getName());
    }

    private static @Nullable Object converted(Object value, Class<?> type, ZoneId zone, int precision) {
        if (type == String.class) {
            return ValueText.text(value, precision);
        }
        if (type == Boolean.class) {
            return bool(value);
        }
        if (Number.class.isAssignableFrom(type)) {
            return Numbers.number(value, type);
        }
        if (type == byte[].class) {
            return value instanceof UUID uuid ? bytes(uuid) : null;
        }
        if (type == UUID.class) {
            return value instanceof String text ? UUID.fromString(text) : null;
        }
        return Moments.temporal(value, type, zone);
    }

    private static @Nullable Object bool(Object value) {
        if (value instanceof Number) {
            return Numbers.decimal(value).signum() != 0;
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

    private static byte[] bytes(UUID uuid) {
        return java.nio.ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
