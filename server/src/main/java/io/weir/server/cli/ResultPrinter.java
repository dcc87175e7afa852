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
    private static final int LEAST_WIDTH = 4;
    private static final int GREATEST_WIDTH = 60;
    private static final int USUAL_WIDTH = 12;

    private final PrintStream out;

    ResultPrinter(PrintStream out) {
        this.out = out;
    }

    void print(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        int[] widths = new int[columns.getColumnCount()];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            names.add(columns.getColumnLabel(i + 1));
            int size = columns.getColumnDisplaySize(i + 1);
            int wanted = size <= 0 || size > GREATEST_WIDTH ? USUAL_WIDTH : Math.min(size, 2 * USUAL_WIDTH);
            widths[i] = Math.max(Math.max(LEAST_WIDTH, names.get(i).length()), wanted);
        }
        line(names, widths);
        StringBuilder rule = new StringBuilder();
        for (int width : widths) {
            rule.append(rule.isEmpty() ? "" : "-+-").append("-".repeat(width));
        }
        out.println(rule);
        long count = 0;
        while (rows.next()) {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 0; i < widths.length; i++) {
                values.add(rows.getString(i + 1));
            }
            line(values, widths);
            count++;
        }
        out.println("(" + count + (count == 1 ? " row)" : " rows)"));
        out.println();
    }

    private void line(List<? extends @Nullable String> values, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String value = values.get(i) == null ? "NULL" : values.get(i).replace('\n', ' ');
            line.append(i == 0 ? "" : " | ").append(value);
            if (i < widths.length - 1) {
                line.append(" ".repeat(Math.max(0, widths[i] - value.length())));
            }
        }
        out.println(line.toString().stripTrailing());
    }
}
