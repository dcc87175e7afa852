package io.weir.sqltests.script;

import io.weir.runtime.testing.RowText;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows as scripts write them: {@code +I 1 12:00:05 'two words' NULL [1,2] {a:1}}. Values stand apart by spaces, in
 * single quotes (doubled inside) if they hold any. A timestamp is {@code 2020-01-31T12:00:05.25}, or a time alone, on
 * the first day of 1970. Bytes are {@code X'0aff'}.
 */
public final class RowFormat {
    private RowFormat() {}

    /** The words of a line; quotes and brackets hold a word together. */
    static List<String> words(String line) {
        return split(line, ' ');
    }

    private static List<String> split(String text, char separator) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && (c == '[' || c == '{' || c == '(')) {
                depth++;
            } else if (!quoted && (c == ']' || c == '}' || c == ')')) {
                depth--;
            }
            if (c == separator && !quoted && depth == 0) {
                if (separator != ' ' || !word.isEmpty()) {
                    words.add(word.toString());
                }
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    static @Nullable RowKind kind(String word) {
        for (RowKind kind : RowKind.values()) {
            if (kind.symbol().equals(word)) {
                return kind;
            }
        }
        return null;
    }

    /** A boxed value; see {@link DataType}. */
    public static @Nullable Object value(DataType type, String word) {
        if (word.equals("NULL")) {
            return null;
        }
        String text = word.length() >= 2 && word.startsWith("'") && word.endsWith("'")
                ? word.substring(1, word.length() - 1).replace("''", "'")
                : word;
        return switch (type.kind()) {
            case BOOLEAN -> Boolean.valueOf(text);
            case TINYINT, SMALLINT, INTEGER, INTERVAL_YEAR_MONTH -> Integer.valueOf(text);
            case BIGINT, INTERVAL_DAY_TIME -> Long.valueOf(text);
            case REAL -> (double) Float.parseFloat(text);
            case DOUBLE -> Double.valueOf(text);
            case DECIMAL -> new BigDecimal(text).setScale(type.scale());
            case VARCHAR -> text;
            case CHAR -> text + " ".repeat(Math.max(0, type.precision() - text.length()));
            case BINARY, VARBINARY -> HexFormat.of().parseHex(word.substring(2, word.length() - 1));
            case DATE -> Math.toIntExact(LocalDate.parse(text).toEpochDay());
            case TIME -> LocalTime.parse(text).toNanoOfDay() / 1000;
            case TIMESTAMP, TIMESTAMP_LTZ -> RowText.micros(text);
            case ARRAY -> list(type, word);
            case ROW -> row(type, word);
            case MAP -> map(type, word);
            default -> throw new IllegalArgumentException("no text for " + type);
        };
    }

    private static List<@Nullable Object> list(DataType type, String word) {
        List<@Nullable Object> values = new ArrayList<>();
        for (String element : split(inside(word), ',')) {
            values.add(value(type.children().get(0), element));
        }
        return values;
    }

    private static List<@Nullable Object> row(DataType type, String word) {
        List<@Nullable Object> values = new ArrayList<>();
        List<String> elements = split(inside(word), ',');
        for (int i = 0; i < elements.size(); i++) {
            values.add(value(type.children().get(i), elements.get(i)));
        }
        return values;
    }

    private static Map<Object, @Nullable Object> map(DataType type, String word) {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (String entry : split(inside(word), ',')) {
            List<String> pair = split(entry, ':');
            values.put(
                    Objects.requireNonNull(value(type.children().get(0), pair.get(0))),
                    value(type.children().get(1), pair.get(1)));
        }
        return values;
    }

    private static String inside(String word) {
        return word.substring(1, word.length() - 1);
    }

    /** The values of a row, without its kind. */
    public static String row(List<DataType> types, List<? extends @Nullable Object> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            text.append(i == 0 ? "" : " ").append(text(types.get(i), values.get(i)));
        }
        return text.toString();
    }

    private static String text(DataType type, @Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        return switch (type.kind()) {
            case CHAR, VARCHAR -> quoted((String) value);
            case BINARY, VARBINARY -> "X'" + HexFormat.of().formatHex((byte[]) value) + "'";
            case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
            case TIME -> LocalTime.ofNanoOfDay((Long) value * 1000).toString();
            case TIMESTAMP, TIMESTAMP_LTZ -> RowText.timestamp((Long) value);
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case REAL -> Float.toString(((Double) value).floatValue());
            case ARRAY ->
                joined(
                        ((List<?>) value)
                                .stream()
                                        .map(element -> text(type.children().get(0), element))
                                        .toList(),
                        "[",
                        "]");
            case ROW -> joined(fields(type, (List<?>) value), "(", ")");
            case MAP ->
                joined(
                        ((Map<?, ?>) value)
                                .entrySet().stream()
                                        .map(entry -> text(type.children().get(0), entry.getKey()) + ":"
                                                + text(type.children().get(1), entry.getValue()))
                                        .toList(),
                        "{",
                        "}");
            default -> value.toString();
        };
    }

    private static List<String> fields(DataType type, List<?> values) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            texts.add(text(type.children().get(i), values.get(i)));
        }
        return texts;
    }

    private static String joined(List<String> texts, String open, String close) {
        return open + String.join(",", texts) + close;
    }

    private static String quoted(String text) {
        boolean isPlain = text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-./@:%#*+".indexOf(c) >= 0)
                && !text.isEmpty()
                && !text.equals("NULL");
        return isPlain ? text : "'" + text.replace("'", "''").replace("\n", "\\n") + "'";
    }
}
