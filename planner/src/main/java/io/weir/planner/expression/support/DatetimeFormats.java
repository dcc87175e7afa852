package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Patterns such as {@code yyyy-MM-dd HH:mm:ss} (those of {@link DateTimeFormatter}) of one evaluator, compiled once
 * each.
 */
final class DatetimeFormats {
    private static final int MAX_FORMATS = 100;
    private static final int MAX_DIGIT_FORMATS = 4;

    private final List<DigitFormat> digitFormats = new ArrayList<>();

    private final Map<String, DateTimeFormatter> formats = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, DateTimeFormatter> eldest) {
            return size() > MAX_FORMATS;
        }
    };

    private DateTimeFormatter format(Text pattern) {
        String text = pattern.toString();
        DateTimeFormatter format = formats.get(text);
        if (format == null) {
            try {
                format = new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(text)
                        .toFormatter(Locale.ENGLISH);
            } catch (IllegalArgumentException e) {
                throw new WeirException(
                        ErrorCode.PARAMETER_VALUE,
                        "datetime format '" + Casts.shown(pattern) + "' has an error: " + e.getMessage(),
                        e);
            }
            formats.put(text, format);
        }
        return format;
    }

    /** A timestamp as text. */
    void print(Text result, long micros, Text pattern) {
        DigitFormat digits = digitFormat(pattern);
        if (digits == null || !digits.print(result, micros)) {
            result.set(printAny(micros, pattern));
        }
    }

    /**
     * The simple format of a pattern, if it has one; of a few patterns only, because there are as many as a column has
     * values.
     */
    private @Nullable DigitFormat digitFormat(Text pattern) {
        for (DigitFormat known : digitFormats) {
            if (known.isFor(pattern)) {
                return known;
            }
        }
        DigitFormat made = digitFormats.size() < MAX_DIGIT_FORMATS ? DigitFormat.of(pattern) : null;
        if (made != null) {
            digitFormats.add(made);
        }
        return made;
    }

    private String printAny(long micros, Text pattern) {
        try {
            return format(pattern).format(toLocal(micros));
        } catch (DateTimeException e) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE,
                    "datetime format '" + Casts.shown(pattern) + "' asks for a field that a timestamp has not",
                    e);
        }
    }

    /**
     * The microseconds of a text as the pattern reads it, fields it has not as at 1970-01-01T00:00;
     * {@link DatetimeParser#NONE} if none.
     */
    long parse(Text value, Text pattern) {
        try {
            TemporalAccessor parsed = format(pattern).parse(value.toString());
            LocalDate date = parsed.query(TemporalQueries.localDate());
            LocalTime time = parsed.query(TemporalQueries.localTime());
            if (date == null) {
                int year = field(parsed, ChronoField.YEAR, field(parsed, ChronoField.YEAR_OF_ERA, 1970));
                int month = field(parsed, ChronoField.MONTH_OF_YEAR, 1);
                date = LocalDate.of(year, month, field(parsed, ChronoField.DAY_OF_MONTH, 1));
            }
            if (time == null) {
                int hour = field(parsed, ChronoField.HOUR_OF_DAY, 0);
                time = LocalTime.of(hour, field(parsed, ChronoField.MINUTE_OF_HOUR, 0));
            }
            return date.toEpochDay() * Datetimes.MICROS_PER_DAY + time.toNanoOfDay() / 1000;
        } catch (DateTimeException e) {
            return DatetimeParser.NONE;
        }
    }

    private static int field(TemporalAccessor parsed, ChronoField field, int otherwise) {
        return parsed.isSupported(field) ? parsed.get(field) : otherwise;
    }

    private static LocalDateTime toLocal(long micros) {
        long second = Math.floorDiv(micros, Datetimes.MICROS_PER_SECOND);
        int nanos = (int) Math.floorMod(micros, Datetimes.MICROS_PER_SECOND) * 1000;
        return LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC);
    }
}
