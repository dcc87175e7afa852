package io.weir.spi.connector;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads option values. Each throws {@link IllegalArgumentException} whose message says what was wanted. */
final class OptionParsers {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})\\s*([a-zA-Z]*)");
    /** A hundred years: added to a point in time it cannot overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("sec", 1_000_000_000L),
            Map.entry("second", 1_000_000_000L),
            Map.entry("seconds", 1_000_000_000L),
            Map.entry("min", 60_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("minute", 60_000_000_000L),
            Map.entry("minutes", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("hour", 3_600_000_000_000L),
            Map.entry("hours", 3_600_000_000_000L),
            Map.entry("d", 86_400_000_000_000L),
            Map.entry("day", 86_400_000_000_000L),
            Map.entry("days", 86_400_000_000_000L));
    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("k", 1L << 10),
            Map.entry("kb", 1L << 10),
            Map.entry("m", 1L << 20),
            Map.entry("mb", 1L << 20),
            Map.entry("g", 1L << 30),
            Map.entry("gb", 1L << 30),
            Map.entry("t", 1L << 40),
            Map.entry("tb", 1L << 40));

    private OptionParsers() {}

    static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    static long integer(String text, long least, long greatest) {
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= greatest) {
                return value;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message that says what is wanted
        }
        if (greatest == Long.MAX_VALUE) {
            throw new IllegalArgumentException("a whole number of at least " + least);
        }
        throw new IllegalArgumentException("a whole number from " + least + " to " + greatest);
    }

    static Duration duration(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (matcher.matches()) {
            Long unit = NANOS.get(matcher.group(2).toLowerCase(Locale.ROOT));
            if (unit != null) {
                long amount = Long.parseLong(matcher.group(1));
                try {
                    return checked(Duration.ofNanos(unit).multipliedBy(amount));
                } catch (ArithmeticException e) {
                    throw tooLong();
                }
            }
        }
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return checked(duration);
            }
        } catch (DateTimeParseException e) {
            // falls through to the one message that says what is wanted
        }
        throw new IllegalArgumentException("a duration such as '10 s', '500 ms' or '1 min'");
    }

    private static Duration checked(Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            throw tooLong();
        }
        return duration;
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("a duration of at most " + LONGEST.toDays() + " d");
    }

    static long size(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        Long unit = matcher.matches() ? BYTES.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("a size such as '64 mb' or '20 kb'");
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a size below 8 exabytes", e);
        }
    }

    static long size(String text, int leastMegabytes) {
        long bytes = size(text);
        if (bytes < (long) leastMegabytes << 20) {
            throw new IllegalArgumentException("a size of at least " + leastMegabytes + " mb");
        }
        return bytes;
    }

    static <E extends Enum<E>> E oneOf(String text, Class<E> values) {
        String wanted = text.toUpperCase(Locale.ROOT).replace('-', '_');
        for (E value : values.getEnumConstants()) {
            if (value.name().equals(wanted)) {
                return value;
            }
        }
        throw new IllegalArgumentException("one of "
                + Arrays.stream(values.getEnumConstants())
                        .map(value ->
                                "'" + value.name().toLowerCase(Locale.ROOT).replace('_', '-') + "'")
                        .collect(Collectors.joining(", ")));
    }
}
