package io.weir.jdbc.value;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Fields of {@code java.sql.Date} and {@code Timestamp}, as {@code Date.valueOf} and {@code toLocalDate} mean them, in
 * any zone. Those classes count in the Julian calendar before 1582, and
 * know no local mean times; what is made by way of an instant shows another day.
 */
final class OldDates {
    /** From this year on the old classes and {@code java.time} agree in every zone, and the short way is right. */
    private static final int FIRST_COMMON_YEAR = 1901;

    private static final long FIRST_COMMON_MILLIS =
            LocalDate.of(FIRST_COMMON_YEAR, 1, 2).toEpochDay() * 86_400_000;

    private OldDates() {}

    static Date date(LocalDate value, ZoneId zone) {
        return new Date(millis(value.atStartOfDay(), zone));
    }

    static Timestamp timestamp(LocalDateTime value, ZoneId zone) {
        Timestamp timestamp = new Timestamp(millis(value, zone));
        timestamp.setNanos(value.getNano());
        return timestamp;
    }

    private static long millis(LocalDateTime value, ZoneId zone) {
        if (value.getYear() >= FIRST_COMMON_YEAR) {
            return value.atZone(zone).toInstant().toEpochMilli();
        }
        Calendar calendar = calendar(zone);
        calendar.clear();
        calendar.set(
                value.getYear(),
                value.getMonthValue() - 1,
                value.getDayOfMonth(),
                value.getHour(),
                value.getMinute(),
                value.getSecond());
        return calendar.getTimeInMillis();
    }

    /** What the value shows in a zone. */
    static LocalDateTime fields(java.util.Date value, ZoneId zone) {
        int nanos = value instanceof Timestamp timestamp
                ? timestamp.getNanos()
                : Math.floorMod(value.getTime(), 1000) * 1_000_000;
        if (value.getTime() >= FIRST_COMMON_MILLIS) {
            return LocalDateTime.ofInstant(Instant.ofEpochMilli(value.getTime()), zone)
                    .withNano(nanos);
        }
        Calendar calendar = calendar(zone);
        calendar.setTimeInMillis(value.getTime());
        int year = calendar.get(Calendar.YEAR);
        return LocalDateTime.of(
                calendar.get(Calendar.ERA) == GregorianCalendar.BC ? 1 - year : year,
                calendar.get(Calendar.MONTH) + 1,
                calendar.get(Calendar.DAY_OF_MONTH),
                calendar.get(Calendar.HOUR_OF_DAY),
                calendar.get(Calendar.MINUTE),
                calendar.get(Calendar.SECOND),
                nanos);
    }

    private static Calendar calendar(ZoneId zone) {
        return new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.ROOT);
    }
}
