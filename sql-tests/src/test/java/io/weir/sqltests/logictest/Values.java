package io.weir.sqltests.logictest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A result as the corpus writes it: values as text, row by row. */
final class Values {
    private static final Pattern DIGITS = Pattern.compile("[+-]?\\d+");

    private static final Comparator<List<String>> BY_VALUES = (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final List<List<String>> rows;

    private Values(List<List<String>> rows) {
        this.rows = rows;
    }

    static Values of(ResultSet result, String types) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                row.add(text(result.getObject(i), i <= types.length() ? types.charAt(i - 1) : 'T'));
            }
            rows.add(row);
        }
        return new Values(rows);
    }

    private static String text(@Nullable Object value, char type) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof String string && type == 'I') {
            return number(string);
        }
        return switch (type) {
            case 'I' -> integer(value);
            case 'R' -> number(value).setScale(3, RoundingMode.HALF_EVEN).toPlainString();
            default -> printable(value instanceof Boolean truth ? (truth ? "1" : "0") : value.toString());
        };
    }

    private static String integer(Object value) {
        // A fraction where the corpus has an integer is cut off, as printf in the programs that made the corpus does.
        return number(value).setScale(0, RoundingMode.DOWN).toPlainString();
    }

    /**
     * The digits that a text begins with, as the programs that made the corpus print text where they expect an integer.
     */
    private static String number(String text) {
        Matcher digits = DIGITS.matcher(text);
        return digits.lookingAt() ? new BigDecimal(digits.group()).toPlainString() : "0";
    }

    private static BigDecimal number(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        return value instanceof Double number ? new BigDecimal(number) : new BigDecimal(value.toString());
    }

    private static String printable(String text) {
        return text.isEmpty() ? "(empty)" : text.replaceAll("[^ -~]", "@");
    }

    /** All values, one after the other. */
    List<String> inOrder(LogicRecord.Order order) {
        return switch (order) {
            case NOSORT -> rows.stream().flatMap(List::stream).toList();
            case ROWSORT ->
                rows.stream().sorted(BY_VALUES).flatMap(List::stream).toList();
            case VALUESORT -> rows.stream().flatMap(List::stream).sorted().toList();
        };
    }

    /** The same for the same rows in any order. */
    String rows() {
        return summary(inOrder(LogicRecord.Order.ROWSORT));
    }

    /** Whether these are the rows of a query's expected result. */
    boolean matches(LogicRecord.Query query) {
        List<String> values = inOrder(query.order());
        List<String> expected = query.expected();
        boolean isHash = expected.size() == 1 && expected.get(0).contains(" values hashing to ");
        return isHash ? expected.get(0).equals(summary(values)) : expected.equals(values);
    }

    private static String summary(List<String> values) {
        return values.size() + " values hashing to " + hash(values);
    }

    private static String hash(List<String> values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            values.forEach(value -> digest.update((value + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
