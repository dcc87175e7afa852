package io.weir.planner.expression.support;

/**
 * Reads dates, times and timestamps from text, byte by byte: {@code 2026-07-01}, {@code 9:05:00.25},
 * {@code 2026-07-01T09:05:00Z}.
 */
final class DatetimeParser {
    /** What the readers return for text that is none; no date or timestamp has this value. */
    static final long NONE = Long.MIN_VALUE;

    /** Years of which microseconds can be counted. */
    private static final int MOST_YEARS = 290_000;

    private final byte[] data;
    private final int end;
    private int at;

    private DatetimeParser(Text text) {
        data = text.data;
        int from = text.start;
        int to = text.end;
        while (from < to && data[from] == ' ') {
            from++;
        }
        while (to > from && data[to - 1] == ' ') {
            to--;
        }
        at = from;
        end = to;
    }

    /** Days since 1970-01-01; a time of day behind the date is read and dropped. */
    static long date(Text text) {
        long micros = new DatetimeParser(text).timestamp(false);
        return micros == NONE ? NONE : Datetimes.daysOf(micros);
    }

    /** Microseconds of the day. */
    static long time(Text text) {
        DatetimeParser parser = new DatetimeParser(text);
        long micros = parser.timeOfDay();
        return parser.at == parser.end ? micros : NONE;
    }

    /** Microseconds since the epoch, of a text without zone. */
    static long timestamp(Text text) {
        return new DatetimeParser(text).timestamp(false);
    }

    /** The instant of a text that ends with {@code Z} or an offset; {@link #NONE} if it has neither. */
    static long instant(Text text) {
        return new DatetimeParser(text).timestamp(true);
    }

    private long timestamp(boolean zoned) {
        boolean negative = at < end && data[at] == '-';
        if (negative) {
            at++;
        }
        int year = number(1, 6);
        int month = skip('-') ? number(1, 2) : -1;
        int day = skip('-') ? number(1, 2) : -1;
        if (year < 0 || year > MOST_YEARS || month < 1 || month > 12 || day < 1) {
            return NONE;
        }
        year = negative ? -year : year;
        if (day > Datetimes.daysInMonth(year, month)) {
            return NONE;
        }
        long micros = Datetimes.toDays(year, month, day) * Datetimes.MICROS_PER_DAY;
        if (at < end && (data[at] == ' ' || data[at] == 'T' || data[at] == 't')) {
            at++;
            long time = timeOfDay();
            if (time == NONE) {
                return NONE;
            }
            micros += time;
        }
        if (zoned) {
            long offset = offset();
            return offset == NONE || at != end ? NONE : micros - offset;
        }
        return at == end ? micros : NONE;
    }

    private long timeOfDay() {
        int hour = number(1, 2);
        int minute = skip(':') ? number(1, 2) : -1;
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return NONE;
        }
        long micros = hour * Datetimes.MICROS_PER_HOUR + minute * Datetimes.MICROS_PER_MINUTE;
        if (!skip(':')) {
            return micros;
        }
        int second = number(1, 2);
        if (second < 0 || second > 59) {
            return NONE;
        }
        micros += second * Datetimes.MICROS_PER_SECOND;
        if (skip('.')) {
            int unit = 100_000;
            int first = at;
            while (at < end && data[at] >= '0' && data[at] <= '9') {
                micros += (data[at++] - '0') * unit;
                unit /= 10;
            }
            if (at == first) {
                return NONE;
            }
        }
        return micros;
    }

    private long offset() {
        if (at < end && data[at] == ' ') {
            at++;
        }
        if (skip('Z') || skip('z')) {
            return 0;
        }
        if (at >= end || (data[at] != '+' && data[at] != '-')) {
            return NONE;
        }
        int sign = data[at++] == '-' ? -1 : 1;
        int hours = number(2, 2);
        skip(':');
        int minutes = at < end ? number(2, 2) : 0;
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return NONE;
        }
        return sign * (hours * Datetimes.MICROS_PER_HOUR + minutes * Datetimes.MICROS_PER_MINUTE);
    }

    private boolean skip(char wanted) {
        if (at < end && data[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private int number(int least, int most) {
        int value = 0;
        int digits = 0;
        while (at < end && digits < most && data[at] >= '0' && data[at] <= '9') {
            value = value * 10 + data[at++] - '0';
            digits++;
        }
        return digits < least ? -1 : value;
    }
}
