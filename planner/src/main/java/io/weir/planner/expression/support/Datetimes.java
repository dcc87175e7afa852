package io.weir.planner.expression.support;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/**
 * Arithmetic on dates (days since 1970-01-01) and timestamps (microseconds since then), proleptic Gregorian as SQL
 * wants it. Civil dates by the algorithms of Howard Hinnant, "chrono-compatible low-level date algorithms", which need
 * no tables and no objects.
 */
public final class Datetimes {
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

    /** Of dates that stay in an int with a year packed beside month and day. */
    private static final long MOST_MONTHS = 4_000_000L * 12;

    private static final int DAYS_PER_ERA = 146_097;
    private static final int DAYS_FROM_0000_03_01_TO_1970 = 719_468;

    private Datetimes() {}

    /** A unit of EXTRACT, FLOOR, CEIL and differences, with the number by which generated code names it. */
    public enum Unit {
        YEAR,
        QUARTER,
        MONTH,
        WEEK,
        DAY,
        HOUR,
        MINUTE,
        SECOND,
        MILLISECOND,
        MICROSECOND,
        NANOSECOND,
        DOW,
        ISODOW,
        DOY,
        ISOYEAR,
        EPOCH,
        DECADE,
        CENTURY,
        MILLENNIUM
    }

    /** Days since 1970-01-01 of a date that exists. */
    public static int toDays(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - DAYS_FROM_0000_03_01_TO_1970;
    }

    /**
     * Year, month and day packed as {@code year << 9 | month << 5 | day}, so that one call yields all three without an
     * object.
     */
    public static int toCivil(int days) {
        int z = days + DAYS_FROM_0000_03_01_TO_1970;
        int era = Math.floorDiv(z, DAYS_PER_ERA);
        int dayOfEra = z - era * DAYS_PER_ERA;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return (year << 9) | (month << 5) | day;
    }

    public static int civilYear(int civil) {
        return civil >> 9;
    }

    public static int civilMonth(int civil) {
        return (civil >> 5) & 15;
    }

    public static int civilDay(int civil) {
        return civil & 31;
    }

    /** The day of a timestamp. */
    public static int daysOf(long micros) {
        return (int) Math.floorDiv(micros, MICROS_PER_DAY);
    }

    /** The time of day of a timestamp. */
    public static long timeOf(long micros) {
        return Math.floorMod(micros, MICROS_PER_DAY);
    }

    public static long toMicros(int days) {
        return Math.multiplyExact((long) days, MICROS_PER_DAY);
    }

    static int daysInMonth(int year, int month) {
        return switch (month) {
            case 2 -> (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Adds months; a day that the month does not have becomes its last. */
    public static int addMonths(int days, int months) {
        int civil = toCivil(days);
        long month = civilYear(civil) * 12L + civilMonth(civil) - 1 + months;
        if (Math.abs(month) > MOST_MONTHS) {
            throw new ArithmeticException("date out of range");
        }
        int year = (int) Math.floorDiv(month, 12L);
        int monthOfYear = (int) Math.floorMod(month, 12L) + 1;
        return toDays(year, monthOfYear, Math.min(civilDay(civil), daysInMonth(year, monthOfYear)));
    }

    public static long addMonths(long micros, int months) {
        long day = Math.multiplyExact((long) addMonths(daysOf(micros), months), MICROS_PER_DAY);
        return Math.addExact(day, timeOf(micros));
    }

    /** Whole months from {@code from} to {@code to}, towards zero. */
    public static int monthsBetween(long to, long from) {
        if (to < from) {
            return -monthsBetween(from, to);
        }
        int a = toCivil(daysOf(to));
        int b = toCivil(daysOf(from));
        int months = (civilYear(a) - civilYear(b)) * 12 + civilMonth(a) - civilMonth(b);
        return addMonths(from, months) > to ? months - 1 : months;
    }

    /** Whether a unit is made of months. */
    public static boolean isOfMonths(int unit) {
        return switch (unitOf(unit)) {
            case YEAR, QUARTER, MONTH, ISOYEAR, DECADE, CENTURY, MILLENNIUM -> true;
            default -> false;
        };
    }

    /** Whole units from one timestamp to another, towards zero. {@code unit} is the ordinal of a {@link Unit}. */
    public static long between(int unit, long from, long to) {
        return switch (unitOf(unit)) {
            case YEAR, ISOYEAR -> monthsBetween(to, from) / 12;
            case QUARTER -> monthsBetween(to, from) / 3;
            case MONTH -> monthsBetween(to, from);
            case DECADE -> monthsBetween(to, from) / 120;
            case CENTURY -> monthsBetween(to, from) / 1200;
            case MILLENNIUM -> monthsBetween(to, from) / 12_000;
            case WEEK -> Math.subtractExact(to, from) / (7 * MICROS_PER_DAY);
            case DAY, DOW, ISODOW, DOY -> Math.subtractExact(to, from) / MICROS_PER_DAY;
            case HOUR -> Math.subtractExact(to, from) / MICROS_PER_HOUR;
            case MINUTE -> Math.subtractExact(to, from) / MICROS_PER_MINUTE;
            case SECOND, EPOCH -> Math.subtractExact(to, from) / MICROS_PER_SECOND;
            case MILLISECOND -> Math.subtractExact(to, from) / 1000;
            case MICROSECOND -> Math.subtractExact(to, from);
            case NANOSECOND -> Math.multiplyExact(Math.subtractExact(to, from), 1000L);
        };
    }

    public static int lastDayOfMonth(int days) {
        int civil = toCivil(days);
        return days - civilDay(civil) + daysInMonth(civilYear(civil), civilMonth(civil));
    }

    /** EXTRACT from a TIMESTAMP. {@code unit} is the ordinal of a {@link Unit}. */
    public static long extract(int unit, long micros) {
        long time = timeOf(micros);
        return switch (unitOf(unit)) {
            case HOUR -> time / MICROS_PER_HOUR;
            case MINUTE -> time / MICROS_PER_MINUTE % 60;
            case SECOND -> time / MICROS_PER_SECOND % 60;
            case MILLISECOND -> time % MICROS_PER_MINUTE / 1000;
            case MICROSECOND -> time % MICROS_PER_MINUTE;
            case NANOSECOND -> time % MICROS_PER_MINUTE * 1000;
            case EPOCH -> Math.floorDiv(micros, MICROS_PER_SECOND);
            default -> extractFromDays(unit, daysOf(micros));
        };
    }

    /** EXTRACT from a DATE. */
    public static long extractFromDays(int unit, int days) {
        Unit name = unitOf(unit);
        int civil = toCivil(days);
        int year = civilYear(civil);
        int month = civilMonth(civil);
        return switch (name) {
            case YEAR -> year;
            case QUARTER -> (month + 2) / 3;
            case MONTH -> month;
            case DAY -> civilDay(civil);
            case DOW -> Math.floorMod(days + 4, 7) + 1;
            case ISODOW -> Math.floorMod(days + 3, 7) + 1;
            case DOY -> days - toDays(year, 1, 1) + 1;
            case WEEK -> isoWeek(days);
            case ISOYEAR -> isoYear(days);
            case DECADE -> Math.floorDiv(year, 10);
            case CENTURY -> year > 0 ? (year + 99) / 100 : -((100 - year) / 100);
            case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((1000 - year) / 1000);
            case EPOCH -> days * 86_400L;
            case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND -> 0;
        };
    }

    /** EXTRACT from a TIME. */
    public static long extractFromTime(int unit, long micros) {
        return extract(unit, micros);
    }

    /** EXTRACT from an interval in months. */
    public static long extractFromMonths(int unit, int months) {
        return switch (unitOf(unit)) {
            case YEAR -> months / 12;
            case QUARTER -> months % 12 / 3 + 1;
            case MONTH -> months % 12;
            case DECADE -> months / 120;
            case CENTURY -> months / 1200;
            case MILLENNIUM -> months / 12_000;
            default -> 0;
        };
    }

    /** EXTRACT from an interval in microseconds. */
    public static long extractFromMicros(int unit, long micros) {
        return switch (unitOf(unit)) {
            case DAY -> micros / MICROS_PER_DAY;
            case HOUR -> micros / MICROS_PER_HOUR % 24;
            case MINUTE -> micros / MICROS_PER_MINUTE % 60;
            case SECOND -> micros / MICROS_PER_SECOND % 60;
            case MILLISECOND -> micros % MICROS_PER_MINUTE / 1000;
            case MICROSECOND -> micros % MICROS_PER_MINUTE;
            case NANOSECOND -> micros % MICROS_PER_MINUTE * 1000;
            case EPOCH -> micros / MICROS_PER_SECOND;
            default -> 0;
        };
    }

    /** Whether a unit is a day or made of days, which not all have the same length where clocks are changed. */
    static boolean isOfDays(int unit) {
        return switch (unitOf(unit)) {
            case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND, EPOCH -> false;
            default -> true;
        };
    }

    private static Unit unitOf(int unit) {
        return UNITS.get(unit);
    }

    private static final List<Unit> UNITS = List.of(Unit.values());

    private static int isoYear(int days) {
        // The ISO year is the year of the week's Thursday.
        return civilYear(toCivil(days - Math.floorMod(days + 3, 7) + 3));
    }

    private static int isoWeek(int days) {
        int thursday = days - Math.floorMod(days + 3, 7) + 3;
        return (thursday - toDays(civilYear(toCivil(thursday)), 1, 1)) / 7 + 1;
    }

    /** FLOOR of a TIMESTAMP to a unit. Weeks begin on Sunday, as in Calcite. */
    public static long floor(int unit, long micros) {
        return switch (unitOf(unit)) {
            case HOUR -> micros - Math.floorMod(micros, MICROS_PER_HOUR);
            case MINUTE -> micros - Math.floorMod(micros, MICROS_PER_MINUTE);
            case SECOND -> micros - Math.floorMod(micros, MICROS_PER_SECOND);
            case MILLISECOND -> micros - Math.floorMod(micros, 1000L);
            case MICROSECOND, NANOSECOND -> micros;
            default -> floorDays(unit, daysOf(micros)) * MICROS_PER_DAY;
        };
    }

    public static long ceil(int unit, long micros) {
        return switch (unitOf(unit)) {
            case HOUR -> ceil(micros, MICROS_PER_HOUR);
            case MINUTE -> ceil(micros, MICROS_PER_MINUTE);
            case SECOND -> ceil(micros, MICROS_PER_SECOND);
            case MILLISECOND -> ceil(micros, 1000L);
            case MICROSECOND, NANOSECOND -> micros;
            default -> ceilDays(unit, (int) ceil(micros, MICROS_PER_DAY, 1)) * MICROS_PER_DAY;
        };
    }

    private static long ceil(long micros, long unitMicros) {
        return ceil(micros, unitMicros, unitMicros);
    }

    private static long ceil(long micros, long unitMicros, long factor) {
        return -Math.floorDiv(-micros, unitMicros) * factor;
    }

    /** FLOOR of a DATE to a unit. */
    public static int floorDays(int unit, int days) {
        int civil = toCivil(days);
        int year = civilYear(civil);
        return switch (unitOf(unit)) {
            case YEAR -> toDays(year, 1, 1);
            case QUARTER -> toDays(year, (civilMonth(civil) - 1) / 3 * 3 + 1, 1);
            case MONTH -> days - civilDay(civil) + 1;
            case WEEK, DOW -> days - Math.floorMod(days + 4, 7);
            case ISODOW -> days - Math.floorMod(days + 3, 7);
            case ISOYEAR -> {
                int firstThursday = toDays(isoYear(days), 1, 4);
                yield firstThursday - Math.floorMod(firstThursday + 3, 7);
            }
            case DECADE -> toDays(Math.floorDiv(year, 10) * 10, 1, 1);
            case CENTURY -> toDays(Math.floorDiv(year - 1, 100) * 100 + 1, 1, 1);
            case MILLENNIUM -> toDays(Math.floorDiv(year - 1, 1000) * 1000 + 1, 1, 1);
            default -> days;
        };
    }

    public static int ceilDays(int unit, int days) {
        int floor = floorDays(unit, days);
        if (floor == days) {
            return days;
        }
        return switch (unitOf(unit)) {
            case YEAR -> addMonths(floor, 12);
            case QUARTER -> addMonths(floor, 3);
            case MONTH -> addMonths(floor, 1);
            case WEEK, DOW, ISODOW -> floor + 7;
            case ISOYEAR -> floorDays(unit, floor + 371 + 3);
            case DECADE -> addMonths(floor, 120);
            case CENTURY -> addMonths(floor, 1200);
            case MILLENNIUM -> addMonths(floor, 12_000);
            default -> days;
        };
    }

    /**
     * Cuts a time or timestamp to a number of fractional digits: {@code unitMicros} is what its last digit is worth.
     */
    public static long truncate(long micros, long unitMicros) {
        return micros - Math.floorMod(micros, unitMicros);
    }

    /** Appends a date as {@code yyyy-MM-dd}. */
    static void appendDate(Text result, int days) {
        int civil = toCivil(days);
        int year = civilYear(civil);
        if (year < 0 || year > 9999) {
            byte[] text = LocalDate.ofEpochDay(days).toString().getBytes(StandardCharsets.US_ASCII);
            result.append(text, 0, text.length);
            return;
        }
        byte[] data = result.data;
        int at = result.end;
        data[at] = (byte) ('0' + year / 1000);
        data[at + 1] = (byte) ('0' + year / 100 % 10);
        data[at + 2] = (byte) ('0' + year / 10 % 10);
        data[at + 3] = (byte) ('0' + year % 10);
        data[at + 4] = '-';
        twoDigits(data, at + 5, civilMonth(civil));
        data[at + 7] = '-';
        twoDigits(data, at + 8, civilDay(civil));
        result.end = at + 10;
    }

    private static void twoDigits(byte[] data, int at, int value) {
        data[at] = (byte) ('0' + value / 10);
        data[at + 1] = (byte) ('0' + value % 10);
    }

    /** Appends a time of day as {@code HH:mm:ss} with a number of fractional digits. */
    static void appendTime(Text result, long micros, int digits) {
        byte[] data = result.data;
        int at = result.end;
        int seconds = (int) (micros / MICROS_PER_SECOND);
        twoDigits(data, at, seconds / 3600);
        data[at + 2] = ':';
        twoDigits(data, at + 3, seconds / 60 % 60);
        data[at + 5] = ':';
        twoDigits(data, at + 6, seconds % 60);
        at += 8;
        if (digits > 0) {
            data[at++] = '.';
            int fraction = (int) (micros % MICROS_PER_SECOND);
            int unit = 100_000;
            for (int i = 0; i < digits; i++) {
                data[at++] = (byte) ('0' + fraction / unit % 10);
                unit /= 10;
            }
        }
        result.end = at;
    }

    public static void dateToText(Text result, int days) {
        result.clear(32);
        appendDate(result, days);
    }

    public static void timeToText(Text result, long micros, int digits) {
        result.clear(32);
        appendTime(result, micros, digits);
    }

    public static void timestampToText(Text result, long micros, int digits) {
        result.clear(48);
        appendDate(result, daysOf(micros));
        result.data[result.end++] = ' ';
        appendTime(result, timeOf(micros), digits);
    }

    static WeirException notA(String type, Text value) {
        return new WeirException(ErrorCode.DATETIME_VALUE, "text '" + Casts.shown(value) + "' is no " + type);
    }
}
