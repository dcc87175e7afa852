package io.weir.jdbc.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.Locale;

/** Natural values as text. */
final class ValueText {
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .toFormatter(Locale.ROOT);

    private ValueText() {}

    static String text(Object value, int precision) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof LocalDateTime dateTime) {
            return DATE_TIME.format(dateTime) + fraction(dateTime.getNano(), precision);
        }
        if (value instanceof LocalTime time) {
            return String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond())
                    + fraction(time.getNano(), precision);
        }
        if (value instanceof OffsetDateTime moment) {
            return DATE_TIME.format(moment) + fraction(moment.getNano(), precision) + moment.getOffset();
        }
        if (value instanceof Period period) {
            long months = period.toTotalMonths();
            return (months < 0 ? "-" : "+") + Math.abs(months / 12) + "-"
                    + String.format(Locale.ROOT, "%02d", Math.abs(months % 12));
        }
        if (value instanceof Duration duration) {
            Duration positive = duration.abs();
            return (duration.isNegative() ? "-" : "+")
                    + positive.toDays()
                    + String.format(
                            Locale.ROOT,
                            " %02d:%02d:%02d",
                            positive.toHoursPart(),
                            positive.toMinutesPart(),
                            positive.toSecondsPart())
                    + fraction(positive.getNano(), 0);
        }
        return value.toString();
    }

    /** The fraction of a second in at least {@code precision} digits, and never fewer than it has. */
    private static String fraction(int nanos, int precision) {
        if (nanos == 0 && precision <= 0) {
            return "";
        }
        String digits = String.format(Locale.ROOT, "%09d", nanos);
        int end = 9;
        while (end > Math.max(0, Math.min(9, precision)) && digits.charAt(end - 1) == '0') {
            end--;
        }
        return "." + digits.substring(0, end);
    }
}
