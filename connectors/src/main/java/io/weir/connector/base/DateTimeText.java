package io.weir.connector.base;

import io.weir.spi.connector.Format.MalformedRecordException;
import java.nio.charset.StandardCharsets;

/**
 * Dates and times as ASCII text, read and written without objects in between.
 *
 * <p>{@code 2024-02-29}, {@code 23:59:59.123456}, {@code 2024-02-29 23:59:59.123} or with {@code T}; a zone is
 * {@code Z} or {@code +hh:mm}. Fractions have 0 to 9 digits; what is beyond microseconds is cut off. Years are from
 * -999999 to 999999, with four digits or more.
 */
public final class DateTimeText {
    /** Enough for every text written here. */
    public static final int MAX_BYTES = 40;

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MICROS_PER_DAY = SECONDS_PER_DAY * MICROS_PER_SECOND;
    private static final int DAYS_PER_ERA = 146_097;
    private static final int YEARS_PER_ERA = 400;
    /** From 0000-03-01 to 1970-01-01. */
    private static final int EPOCH_SHIFT_DAYS = 719_468;

    private static final int[] POWERS_OF_TEN = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};
    private static final int[] MONTH_LENGTHS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private DateTimeText() {}

    /** @return the number of bytes written from {@code at} on */
    public static int writeDate(int epochDay, byte[] out, int at) {
        // Years begin in March here, so that the leap day is the last day of a year (Hinnant, chrono-compatible date
        // algorithms).
        int shifted = epochDay + EPOCH_SHIFT_DAYS;
        int era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = shifted - era * DAYS_PER_ERA;
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = yearOfEra + era * YEARS_PER_ERA + (month <= 2 ? 1 : 0);
        int position = at;
        if (year < 0) {
            out[position++] = '-';
            year = -year;
        }
        int digits = year > 9_999_999 ? 8 : year > 999_999 ? 7 : year > 99_999 ? 6 : year > 9999 ? 5 : 4;
        position = writeDigits(year, digits, out, position);
        out[position++] = '-';
        position = writeDigits(month, 2, out, position);
        out[position++] = '-';
        return writeDigits(day, 2, out, position) - at;
    }

    /** @param fractionDigits 0 to 6 */
    public static int writeTime(long microsOfDay, int fractionDigits, byte[] out, int at) {
        int seconds = (int) (microsOfDay / MICROS_PER_SECOND);
        int position = writeDigits(seconds / 3600, 2, out, at);
        out[position++] = ':';
        position = writeDigits(seconds / 60 % 60, 2, out, position);
        out[position++] = ':';
        position = writeDigits(seconds % 60, 2, out, position);
        if (fractionDigits > 0) {
            out[position++] = '.';
            int micros = (int) (microsOfDay % MICROS_PER_SECOND);
            position = writeDigits(micros / POWERS_OF_TEN[6 - fractionDigits], fractionDigits, out, position);
        }
        return position - at;
    }

    /** @param separator between date and time */
    public static int writeTimestamp(long micros, int fractionDigits, char separator, byte[] out, int at) {
        int position = at + writeDate((int) Math.floorDiv(micros, MICROS_PER_DAY), out, at);
        out[position++] = (byte) separator;
        return position + writeTime(Math.floorMod(micros, MICROS_PER_DAY), fractionDigits, out, position) - at;
    }

    private static int writeDigits(int value, int digits, byte[] out, int at) {
        int rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            out[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }

    /** Days since 1970-01-01. */
    public static int readDate(byte[] data, int from, int to) throws MalformedRecordException {
        Reader reader = new Reader(data, from, to);
        int days = reader.date();
        if (reader.failed || reader.position != to) {
            throw malformed(data, from, to, "a date such as '2024-02-29'");
        }
        return days;
    }

    /** Microseconds of the day. */
    public static long readTime(byte[] data, int from, int to) throws MalformedRecordException {
        Reader reader = new Reader(data, from, to);
        long micros = reader.time();
        if (reader.failed || reader.position != to) {
            throw malformed(data, from, to, "a time such as '23:59:59.123'");
        }
        return micros;
    }

    /** Microseconds since 1970-01-01T00:00:00 of a timestamp without zone. Both separators are taken. */
    public static long readTimestamp(byte[] data, int from, int to) throws MalformedRecordException {
        Reader reader = new Reader(data, from, to);
        long micros = reader.timestamp();
        if (reader.failed || reader.position != to) {
            throw malformed(data, from, to, "a timestamp without zone such as '2024-02-29 23:59:59.123'");
        }
        return micros;
    }

    /** Microseconds since the epoch of a timestamp with zone. */
    public static long readInstant(byte[] data, int from, int to) throws MalformedRecordException {
        Reader reader = new Reader(data, from, to);
        long micros = reader.timestamp();
        long offsetSeconds = reader.zone();
        if (reader.failed || reader.position != to) {
            throw malformed(data, from, to, "a timestamp with zone such as '2024-02-29 23:59:59.123Z'");
        }
        return micros - offsetSeconds * MICROS_PER_SECOND;
    }

    private static MalformedRecordException malformed(byte[] data, int from, int to, String wanted) {
        String found = new String(data, from, Math.min(to - from, MAX_BYTES), StandardCharsets.UTF_8);
        return new MalformedRecordException("wanted " + wanted + ", found \"" + found + "\"");
    }

    /** Reads part after part; a part that does not fit sets {@link #failed}, and the values read are of no use. */
    private static final class Reader {
        private static final int MAX_YEAR = 999_999;

        private final byte[] data;
        private final int end;
        private int position;
        private boolean failed;

        Reader(byte[] data, int from, int to) {
            this.data = data;
            this.position = from;
            this.end = to;
        }

        int date() {
            boolean negative = skip('-');
            int year = 0;
            int first = position;
            while (position < end && position - first < 7 && isDigit(data[position])) {
                year = year * 10 + data[position++] - '0';
            }
            if (position - first < 4 || year > MAX_YEAR) {
                failed = true;
            }
            year = negative ? -year : year;
            want('-');
            int month = digits(2);
            want('-');
            int day = digits(2);
            if (failed || month < 1 || month > 12 || day < 1 || day > MONTH_LENGTHS[month - 1]) {
                failed = true;
                return 0;
            }
            boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            failed = day == 29 && month == 2 && !leap;
            return epochDay(year, month, day);
        }

        long time() {
            int hour = digits(2);
            want(':');
            int minute = digits(2);
            int second = skip(':') ? digits(2) : 0;
            failed |= hour > 23 || minute > 59 || second > 59;
            return (hour * 3600L + minute * 60L + second) * MICROS_PER_SECOND + fraction();
        }

        private int fraction() {
            if (!skip('.')) {
                return 0;
            }
            int first = position;
            int micros = 0;
            while (position < end && position - first < 9 && isDigit(data[position])) {
                if (position - first < 6) {
                    micros = micros * 10 + data[position] - '0';
                }
                position++;
            }
            int count = position - first;
            failed |= count == 0;
            return micros * POWERS_OF_TEN[Math.max(0, 6 - count)];
        }

        long timestamp() {
            long days = date();
            if (!skip(' ')) {
                want('T');
            }
            return days * MICROS_PER_DAY + time();
        }

        long zone() {
            if (skip('Z')) {
                return 0;
            }
            boolean negative = skip('-');
            if (!negative) {
                want('+');
            }
            int hours = digits(2);
            skip(':');
            int minutes = digits(2);
            failed |= hours > 18 || minutes > 59;
            return (negative ? -1 : 1) * (hours * 3600L + minutes * 60L);
        }

        private int digits(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                if (position >= end || !isDigit(data[position])) {
                    failed = true;
                    return 0;
                }
                value = value * 10 + data[position++] - '0';
            }
            return value;
        }

        private boolean skip(char wanted) {
            if (position < end && data[position] == wanted) {
                position++;
                return true;
            }
            return false;
        }

        private void want(char wanted) {
            failed |= !skip(wanted);
        }

        private static boolean isDigit(byte value) {
            return value >= '0' && value <= '9';
        }

        private static int epochDay(int year, int month, int day) {
            int shiftedYear = month <= 2 ? year - 1 : year;
            int era = Math.floorDiv(shiftedYear, YEARS_PER_ERA);
            int yearOfEra = shiftedYear - era * YEARS_PER_ERA;
            int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
            int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
            return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT_DAYS;
        }
    }
}
