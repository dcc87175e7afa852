package io.weir.jdbc.value;

import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates, times and instants as each other; fields without a zone are seen from the one that is handed in. */
final class Moments {
    static final DateTimeFormatter ANY_DATE_TIME = new DateTimeFormatterBuilder()
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

    private Moments() {}

    static @Nullable Object temporal(Object source, Class<?> type, ZoneId zone) {
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
                return OldDates.date(date, zone);
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
        if (type == Timestamp.class || type == java.util.Date.class) {
            return OldDates.timestamp(value, zone);
        }
        ZonedDateTime zoned = value.atZone(zone);
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
}
