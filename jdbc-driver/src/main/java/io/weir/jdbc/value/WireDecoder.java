package io.weir.jdbc.value;

import io.weir.jdbc.error.SqlErrors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/**
 * From the wire to the natural Java value of the SQL type. The forms on the wire are listed in
 * {@code docs/internals/jdbc-driver.md}.
 *
 * <p>Natural values: Boolean, Number, String, byte[], LocalDate, LocalTime, LocalDateTime, OffsetDateTime, Period,
 * Duration, {@link WeirArray}, {@link WeirStruct}, Map.
 */
public final class WireDecoder {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private WireDecoder() {}

    /** The natural Java value of a column's value as it came over the wire. */
    public static @Nullable Object decode(@Nullable Object raw, ColumnMetaData column, ZoneId zone)
            throws SQLException {
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
            case Types.DECIMAL, Types.NUMERIC -> scaled(Numbers.decimal(raw), scale);
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
                        ? LocalDateTime.parse(text, Moments.ANY_DATE_TIME)
                        : LocalDateTime.ofInstant(instant(raw), ZoneOffset.UTC);
            case Types.TIMESTAMP_WITH_TIMEZONE ->
                raw instanceof String text
                        ? OffsetDateTime.parse(text, Moments.ANY_DATE_TIME)
                        : OffsetDateTime.ofInstant(instant(raw), ZoneOffset.UTC);
            case Types.ARRAY -> WeirArray.of((ColumnMetaData.ArrayType) type, (List<?>) raw, zone);
            case Types.STRUCT -> WeirStruct.of((ColumnMetaData.StructType) type, (List<?>) raw, zone);
            default ->
                type.getName().startsWith("INTERVAL") && raw instanceof Number number
                        ? interval(type.getName(), number)
                        : raw;
        };
    }

    private static Object interval(String typeName, Number value) {
        boolean months = typeName.contains("YEAR") || typeName.contains("MONTH");
        return months
                ? Period.ofMonths(value.intValue()).normalized()
                : Duration.ofNanos(nanos(value).longValueExact());
    }

    /** Milliseconds, perhaps with a fraction, in nanoseconds. */
    private static BigInteger nanos(Object millis) {
        return Numbers.decimal(millis)
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

    /** JSON writes 1.50 as 1.50, but 1.00 may come as 1: the column's scale says how many digits there are. */
    private static BigDecimal scaled(BigDecimal value, int scale) {
        return value.scale() < scale ? value.setScale(scale, RoundingMode.UNNECESSARY) : value;
    }
}
