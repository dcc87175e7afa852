package io.weir.server.cli;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows as a table. The first rows say how wide columns are; a stream's rows are printed one by one as they come,
 * so that its columns are as wide as their headers and types suggest.
 */
final class ResultPrinter {
    private static final int FIRST_ROWS = 500;
    private static final int LEAST_WIDTH = 4;
    private static final int GREATEST_WIDTH = 60;
    private static final int USUAL_WIDTH = 12;

    private final PrintStream out;

    ResultPrinter(PrintStream out) {
        this.out = out;
    }

    /** @param isStream whether rows may be a long time coming */
    void print(ResultSet rows, boolean isStream) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            names.add(columns.getColumnLabel(column));
        }
        List<List<@Nullable String>> first = new ArrayList<>();
        while (!isStream && first.size() < FIRST_ROWS && rows.next()) {
            first.add(values(rows, names.size()));
        }
        int[] widths = isStream ? usualWidths(columns, names) : widths(names, first);
        line(names, widths);
        StringBuilder rule = new StringBuilder();
        for (int width : widths) {
            rule.append(rule.isEmpty() ? "" : "-+-").append("-".repeat(width));
        }
        out.println(rule);
        first.forEach(values -> line(values, widths));
        long count = first.size();
        // With fewer rows than that the result has been read to its end.
        boolean mayHaveMore = isStream || count == FIRST_ROWS;
        while (mayHaveMore && rows.next()) {
            line(values(rows, widths.length), widths);
            count++;
        }
        out.println("(" + count + (count == 1 ? " row)" : " rows)"));
        out.println();
    }

    private static List<@Nullable String> values(ResultSet rows, int count) throws SQLException {
        List<@Nullable String> values = new ArrayList<>();
        for (int column = 1; column <= count; column++) {
            values.add(rows.getString(column));
        }
        return values;
    }

    private static int[] usualWidths(ResultSetMetaData columns, List<String> names) throws SQLException {
        int[] widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            int size = columns.getColumnDisplaySize(i + 1);
            int wanted = size <= 0 || size > GREATEST_WIDTH ? USUAL_WIDTH : Math.min(size, 2 * USUAL_WIDTH);
            widths[i] = Math.max(Math.max(LEAST_WIDTH, names.get(i).length()), wanted);
        }
        return widths;
    }

    private static int[] widths(List<String> names, List<List<@Nullable String>> rows) {
        int[] widths = new int[names.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(LEAST_WIDTH, names.get(i).length());
            for (List<@Nullable String> row : rows) {
                widths[i] = Math.max(
                        widths[i], Math.min(GREATEST_WIDTH, text(row.get(i)).length()));
            }
        }
        return widths;
    }

    private static String text(@Nullable String value) {
        return value == null ? "NULL" : value.replace('\n', ' ');
    }

    private void line(List<? extends @Nullable String> values, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String value = text(values.get(i));
            line.append(i == 0 ? "" : " | ").append(value);
            if (i < widths.length - 1) {
                line.append(" ".repeat(Math.max(0, widths[i] - value.length())));
            }
        }
        out.println(line.toString().stripTrailing());
    }
}
