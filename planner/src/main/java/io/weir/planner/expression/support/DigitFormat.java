package io.weir.planner.expression.support;

import java.time.LocalDate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A datetime pattern of nothing but {@code yyyy}, {@code MM}, {@code dd}, {@code HH}, {@code mm}, {@code ss},
 * {@code SSS} and punctuation: the usual ones, without the objects that {@link java.time.format.DateTimeFormatter}
 * makes for every value. Times that differ only in what the pattern does not show give one and the same text, which is
 * kept: a stream's times ascend, so that a pattern of days or minutes nearly always finds it.
 */
final class DigitFormat {
    private static final String[] FIELDS = {"yyyy", "MM", "dd", "HH", "mm", "ss", "SSS"};
    private static final long[] FIELD_MICROS = {
        Datetimes.MICROS_PER_DAY,
        Datetimes.MICROS_PER_DAY,
        Datetimes.MICROS_PER_DAY,
        3_600_000_000L,
        60_000_000L,
        Datetimes.MICROS_PER_SECOND,
        1000L
    };
    /** Have a meaning to the formatter although they are no letters. */
    private static final String RESERVED = "'[]{}#";

    private static final int MOST_FIELDS_BYTES = 256;
    private static final long LEAST_DAY = -719_162; // 0001-01-01
    private static final long GREATEST_DAY = 2_932_896; // 9999-12-31

    private final byte[] pattern;
    /** By byte of the result: the character itself, or {@code -f - 1} where the digits of field {@code f} begin. */
    private final byte[] template;

    private final long shownMicros;
    /** The text of all times from {@code keptFrom} to before {@code keptTo}; never written to once it is here. */
    private byte[] kept = {};

    private long keptFrom = Long.MAX_VALUE;
    private long keptTo = Long.MIN_VALUE;

    private DigitFormat(byte[] pattern, byte[] template, long shownMicros) {
        this.pattern = pattern;
        this.template = template;
        this.shownMicros = shownMicros;
    }

    /** @return null if the pattern has something else */
    static @Nullable DigitFormat of(Text text) {
        String pattern = text.toString();
        if (pattern.isEmpty() || pattern.length() > MOST_FIELDS_BYTES) {
            return null;
        }
        byte[] template = new byte[pattern.length()];
        long shown = Datetimes.MICROS_PER_DAY;
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c >= 0x80 || RESERVED.indexOf(c) >= 0) {
                return null;
            }
            if (!Character.isLetter(c)) {
                template[at++] = (byte) c;
                continue;
            }
            int end = at;
            while (end < pattern.length() && pattern.charAt(end) == c) {
                end++;
            }
            int field = Arrays.asList(FIELDS).indexOf(pattern.substring(at, end));
            if (field < 0) {
                return null;
            }
            template[at] = (byte) (-field - 1);
            shown = Math.min(shown, FIELD_MICROS[field]);
            at = end;
        }
        // A constant is found again by its array alone.
        return new DigitFormat(text.isConstant() ? text.data : text.bytes(), template, shown);
    }

    boolean isFor(Text text) {
        boolean same = text.data == pattern && text.start == 0 && text.end == pattern.length;
        return same || Arrays.equals(pattern, 0, pattern.length, text.data, text.start, text.end);
    }

    /** @return whether the text was written: not if the year has not four digits */
    boolean print(Text result, long micros) {
        if (micros < keptFrom || micros >= keptTo) {
            long day = Math.floorDiv(micros, Datetimes.MICROS_PER_DAY);
            if (day < LEAST_DAY || day > GREATEST_DAY) {
                return false;
            }
            kept = write(LocalDate.ofEpochDay(day), micros - day * Datetimes.MICROS_PER_DAY);
            keptFrom = Math.floorDiv(micros, shownMicros) * shownMicros;
            keptTo = keptFrom + shownMicros;
        }
        result.set(kept);
        return true;
    }

    private byte[] write(LocalDate date, long microsOfDay) {
        byte[] text = template.clone();
        for (int at = 0; at < text.length; at++) {
            if (template[at] < 0) {
                int field = -template[at] - 1;
                int value = value(field, date, microsOfDay);
                for (int digit = FIELDS[field].length() - 1; digit >= 0; digit--) {
                    text[at + digit] = (byte) ('0' + value % 10);
                    value /= 10;
                }
                at += FIELDS[field].length() - 1;
            }
        }
        return text;
    }

    private static int value(int field, LocalDate date, long microsOfDay) {
        return switch (field) {
            case 0 -> date.getYear();
            case 1 -> date.getMonthValue();
            case 2 -> date.getDayOfMonth();
            case 3 -> (int) (microsOfDay / FIELD_MICROS[field]);
            case 4, 5 -> (int) (microsOfDay / FIELD_MICROS[field] % 60);
            default -> (int) (microsOfDay / FIELD_MICROS[field] % 1000);
        };
    }
}
