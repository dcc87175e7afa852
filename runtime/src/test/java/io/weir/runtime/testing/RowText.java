package io.weir.runtime.testing;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as text: {@code +I 1 12:00:05 'two words' NULL}. Values stand apart by spaces, in quotes if they hold any. A
 * timestamp is {@code 2020-01-31T12:00:05.25}, or a time alone, on the first day of 1970. Without a row kind it is
 * {@code +I}.
 */
public final class RowText {
    private RowText() {}

    public static Batch batch(List<DataType> types, String... rows) {
        BatchBuilder builder = new BatchBuilder(types);
        for (String row : rows) {
            List<String> words = words(row);
            byte kind = RowKind.INSERT_CODE;
            if (!words.isEmpty() && kindOf(words.get(0)) != null) {
                kind = kindOf(words.remove(0)).code();
            }
            checkArgument(
                    words.size() == types.size(),
                    "row \"%s\" has %s values for %s columns",
                    row,
                    words.size(),
                    types.size());
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                values.add(value(types.get(i), words.get(i)));
            }
            builder.addRow(types, kind, values);
        }
        return builder.build();
    }

    public static List<String> rows(List<DataType> types, Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            StringBuilder text =
                    new StringBuilder(RowKind.ofCode(batch.rowKind(row)).symbol());
            List<@Nullable Object> values = BoxedValues.row(types, batch, row);
            for (int i = 0; i < types.size(); i++) {
                text.append(' ').append(text(types.get(i), values.get(i)));
            }
            rows.add(text.toString());
        }
        return rows;
    }

    private static @Nullable RowKind kindOf(String word) {
        for (RowKind kind : RowKind.values()) {
            if (kind.symbol().equals(word)) {
                return kind;
            }
        }
        return null;
    }

    private static List<String> words(String row) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < row.length()) {
            if (row.charAt(at) == ' ') {
                at++;
            } else if (row.charAt(at) == '\'') {
                int end = row.indexOf('\'', at + 1);
                words.add(row.substring(at, end + 1));
                at = end + 1;
            } else {
                int end = row.indexOf(' ', at);
                end = end < 0 ? row.length() : end;
                words.add(row.substring(at, end));
                at = end;
            }
        }
        return words;
    }

    private static @Nullable Object value(DataType type, String word) {
        if (word.equals("NULL")) {
            return null;
        }
        String text = word.startsWith("'") ? word.substring(1, word.length() - 1) : word;
        return switch (type.kind()) {
            case BOOLEAN -> Boolean.valueOf(text);
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH -> Integer.valueOf(text);
            case BIGINT, INTERVAL_DAY_TIME -> Long.valueOf(text);
            case REAL, DOUBLE -> Double.valueOf(text);
            case DECIMAL -> new BigDecimal(text).setScale(type.scale());
            case CHAR, VARCHAR -> text;
            case BINARY, VARBINARY -> text.getBytes(StandardCharsets.UTF_8);
            case DATE -> Math.toIntExact(LocalDate.parse(text).toEpochDay());
            case TIME -> LocalTime.parse(text).toNanoOfDay() / 1000;
            case TIMESTAMP, TIMESTAMP_LTZ -> micros(text);
            default -> throw new IllegalArgumentException("no row text for " + type);
        };
    }

    /** Microseconds since the epoch of a timestamp as text. */
    public static long micros(String text) {
        LocalDateTime time = text.contains("T")
                ? LocalDateTime.parse(text)
                : LocalDateTime.of(LocalDate.EPOCH, LocalTime.parse(text));
        return ChronoUnit.MICROS.between(LocalDateTime.of(LocalDate.EPOCH, LocalTime.MIDNIGHT), time);
    }

    /** A timestamp as text: the inverse of {@link #micros}. */
    public static String timestamp(long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
        String clock = time.toLocalTime().getSecond() == 0 && time.getNano() == 0
                ? time.toLocalTime() + ":00"
                : time.toLocalTime().toString();
        return time.toLocalDate().equals(LocalDate.EPOCH) ? clock : time.toLocalDate() + "T" + clock;
    }

    private static String text(DataType type, @Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        return switch (type.kind()) {
            case CHAR, VARCHAR -> quoted((String) value);
            case BINARY, VARBINARY -> quoted(new String((byte[]) value, StandardCharsets.UTF_8));
            case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
            case TIME -> LocalTime.ofNanoOfDay((Long) value * 1000).toString();
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp((Long) value);
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        return text.isEmpty() || text.contains(" ") || text.equals("NULL") ? "'" + text + "'" : text;
    }
}
