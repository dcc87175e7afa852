package io.weir.connector.jdbc;

import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values between JDBC and the boxed form of {@link DataType}. */
final class JdbcValues {
    private static final long NANOS_PER_MICRO = 1000;

    private JdbcValues() {}

    static void set(PreparedStatement statement, int parameter, DataType type, @Nullable Object value)
            throws SQLException {
        statement.setObject(parameter, value == null ? null : toJdbc(type, value));
    }

    private static Object toJdbc(DataType type, Object value) {
        return switch (type.kind()) {
            case DATE -> LocalDate.ofEpochDay((Integer) value);
            case TIME -> LocalTime.ofNanoOfDay((Long) value * NANOS_PER_MICRO);
            case TIMESTAMP -> LocalDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC);
            case TIMESTAMP_LTZ -> OffsetDateTime.ofInstant(instant((Long) value), ZoneOffset.UTC);
            case CHAR -> ((String) value).stripTrailing();
            default -> value;
        };
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static @Nullable Object get(ResultSet row, int column, DataType type) throws SQLException {
        Object value = switch (type.kind()) {
            case BOOLEAN -> row.getBoolean(column);
            case TINYINT, SMALLINT, INTEGER -> row.getInt(column);
            case BIGINT -> row.getLong(column);
            case REAL -> (double) row.getFloat(column);
            case DOUBLE -> row.getDouble(column);
            case DECIMAL -> decimal(row.getBigDecimal(column), type);
            case CHAR -> padded(row.getString(column), type.precision());
            case VARCHAR -> row.getString(column);
            case BINARY, VARBINARY -> row.getBytes(column);
            case DATE -> days(row.getObject(column, LocalDate.class));
            case TIME -> micros(row.getObject(column, LocalTime.class));
            case TIMESTAMP -> micros(row.getObject(column, LocalDateTime.class));
            case TIMESTAMP_LTZ -> micros(row.getObject(column, OffsetDateTime.class));
            default -> throw new IllegalStateException("a column of type " + type.kind() + " was let through");
        };
        return row.wasNull() ? null : value;
    }

    private static @Nullable BigDecimal decimal(@Nullable BigDecimal value, DataType type) {
        return value == null ? null : value.setScale(type.scale(), RoundingMode.HALF_UP);
    }

    private static @Nullable String padded(@Nullable String value, int length) {
        return value == null ? null : value + " ".repeat(Math.max(0, length - value.length()));
    }

    private static @Nullable Integer days(@Nullable LocalDate date) {
        return date == null ? null : Math.toIntExact(date.toEpochDay());
    }

    private static @Nullable Long micros(@Nullable LocalTime time) {
        return time == null ? null : time.toNanoOfDay() / NANOS_PER_MICRO;
    }

    private static @Nullable Long micros(@Nullable LocalDateTime time) {
        return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
    }

    private static @Nullable Long micros(@Nullable OffsetDateTime time) {
        return time == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
    }
}
