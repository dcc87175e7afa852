package io.weir.planner.expression.support;

import io.weir.runtime.time.WallClock;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Functions on dates and times that people know from Flink and PostgreSQL. Text that is no date yields null, as it does
 * in Flink.
 */
public final class DatetimeFunctions {
    private static final Text DEFAULT_FORMAT = Text.of("yyyy-MM-dd HH:mm:ss");

    private DatetimeFunctions() {}

    /** A TIMESTAMP in the format of {@link java.time.format.DateTimeFormatter}. */
    @Implements("DATE_FORMAT")
    public static void format(Text result, long localMicros, Text format, EvaluationState state) {
        state.datetimeFormats().print(result, localMicros, format);
    }

    @Implements("DATE_FORMAT")
    public static void format(Text result, Text timestamp, Text format, EvaluationState state) {
        state.datetimeFormats().print(result, Casts.textToTimestamp(timestamp), format);
    }

    @Implements("TO_TIMESTAMP")
    public static @Nullable Long toTimestamp(Text value) {
        return orNull(DatetimeParser.timestamp(value));
    }

    @Implements("TO_TIMESTAMP")
    public static @Nullable Long toTimestamp(Text value, Text format, EvaluationState state) {
        return orNull(state.datetimeFormats().parse(value, format));
    }

    @Implements("TO_DATE")
    public static @Nullable Integer toDate(Text value) {
        long days = DatetimeParser.date(value);
        return days == DatetimeParser.NONE ? null : (int) days;
    }

    @Implements("TO_DATE")
    public static @Nullable Integer toDate(Text value, Text format, EvaluationState state) {
        long micros = state.datetimeFormats().parse(value, format);
        return micros == DatetimeParser.NONE ? null : Datetimes.daysOf(micros);
    }

    private static @Nullable Long orNull(long micros) {
        return micros == DatetimeParser.NONE ? null : micros;
    }

    /** Seconds since the epoch. */
    @Implements("TO_TIMESTAMP_LTZ")
    public static long toInstant(long epochSeconds) {
        return Math.multiplyExact(epochSeconds, Datetimes.MICROS_PER_SECOND);
    }

    /** A number of seconds (precision 0), milliseconds (3) or microseconds (6) since the epoch. */
    @Implements("TO_TIMESTAMP_LTZ")
    public static long toInstant(long value, int precision) {
        return switch (precision) {
            case 0 -> Math.multiplyExact(value, Datetimes.MICROS_PER_SECOND);
            case 3 -> Math.multiplyExact(value, 1000L);
            case 6 -> value;
            default ->
                throw new WeirException(
                        ErrorCode.PARAMETER_VALUE,
                        "precision of TO_TIMESTAMP_LTZ must be 0, 3 or 6, found " + precision);
        };
    }

    @Implements("TO_TIMESTAMP_LTZ")
    public static @Nullable Long toInstant(Text value, EvaluationState state) {
        long instant = DatetimeParser.instant(value);
        if (instant != DatetimeParser.NONE) {
            return instant;
        }
        long local = DatetimeParser.timestamp(value);
        return local == DatetimeParser.NONE ? null : state.toInstantMicros(local);
    }

    @Implements("TO_TIMESTAMP_LTZ")
    public static @Nullable Long toInstant(Text value, Text format, EvaluationState state) {
        long local = state.datetimeFormats().parse(value, format);
        return local == DatetimeParser.NONE ? null : state.toInstantMicros(local);
    }

    /** Seconds since the epoch, now. */
    @Implements("UNIX_TIMESTAMP")
    public static long unixTimestamp(EvaluationState state) {
        return Math.floorDiv(state.nowMicros(), Datetimes.MICROS_PER_SECOND);
    }

    @Implements("UNIX_TIMESTAMP")
    public static @Nullable Long unixTimestamp(Text value, EvaluationState state) {
        return unixTimestamp(value, DEFAULT_FORMAT, state);
    }

    @Implements("UNIX_TIMESTAMP")
    public static @Nullable Long unixTimestamp(Text value, Text format, EvaluationState state) {
        long local = state.datetimeFormats().parse(value, format);
        return local == DatetimeParser.NONE
                ? null
                : (Long) Math.floorDiv(state.toInstantMicros(local), Datetimes.MICROS_PER_SECOND);
    }

    /** Seconds since the epoch as the session's clock shows them. */
    @Implements("FROM_UNIXTIME")
    public static void fromUnixTime(Text result, long epochSeconds, EvaluationState state) {
        fromUnixTime(result, epochSeconds, DEFAULT_FORMAT, state);
    }

    @Implements("FROM_UNIXTIME")
    public static void fromUnixTime(Text result, long epochSeconds, Text format, EvaluationState state) {
        long instant = Math.multiplyExact(epochSeconds, Datetimes.MICROS_PER_SECOND);
        state.datetimeFormats().print(result, state.toLocalMicros(instant), format);
    }

    /** A time {@code yyyy-MM-dd HH:mm:ss} of one zone as the clock of another shows it. */
    @Implements("CONVERT_TZ")
    public static boolean convertZone(Text result, Text value, Text from, Text to, EvaluationState state) {
        long local = state.datetimeFormats().parse(value, DEFAULT_FORMAT);
        if (local == DatetimeParser.NONE) {
            return false;
        }
        long instant = clock(from).toInstant(local);
        state.datetimeFormats().print(result, clock(to).toLocal(instant), DEFAULT_FORMAT);
        return true;
    }

    private static WallClock clock(Text zone) {
        try {
            return new WallClock(ZoneId.of(zone.toString()).getRules());
        } catch (DateTimeException e) {
            throw new WeirException(ErrorCode.PARAMETER_VALUE, "time zone '" + Casts.shown(zone) + "' is not known", e);
        }
    }

    /** PostgreSQL's DATE_TRUNC: weeks begin on Monday. */
    @Implements("DATE_TRUNC")
    public static long truncate(Text unit, long localMicros) {
        String name = unit.toString().toUpperCase(Locale.ROOT);
        Datetimes.Unit wanted = switch (name) {
            case "MICROSECONDS", "MICROSECOND" -> Datetimes.Unit.MICROSECOND;
            case "MILLISECONDS", "MILLISECOND" -> Datetimes.Unit.MILLISECOND;
            case "SECOND" -> Datetimes.Unit.SECOND;
            case "MINUTE" -> Datetimes.Unit.MINUTE;
            case "HOUR" -> Datetimes.Unit.HOUR;
            case "DAY" -> Datetimes.Unit.DAY;
            case "WEEK" -> Datetimes.Unit.ISODOW;
            case "MONTH" -> Datetimes.Unit.MONTH;
            case "QUARTER" -> Datetimes.Unit.QUARTER;
            case "YEAR" -> Datetimes.Unit.YEAR;
            case "DECADE" -> Datetimes.Unit.DECADE;
            case "CENTURY" -> Datetimes.Unit.CENTURY;
            case "MILLENNIUM" -> Datetimes.Unit.MILLENNIUM;
            default ->
                throw new WeirException(
                        ErrorCode.PARAMETER_VALUE, "DATE_TRUNC has no unit '" + Casts.shown(unit) + "'");
        };
        return Datetimes.floor(wanted.ordinal(), localMicros);
    }

    @Implements("LAST_DAY")
    public static int lastDay(long localMicros) {
        return Datetimes.lastDayOfMonth(Datetimes.daysOf(localMicros));
    }
}
