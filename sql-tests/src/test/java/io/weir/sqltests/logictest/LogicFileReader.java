package io.weir.sqltests.logictest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads test files in the form of SQLite's sqllogictest: records between empty lines, {@code #} begins a comment.
 * {@code onlyif} and {@code skipif} name products, none of which is Weir: the first leaves a record out, the second
 * does not.
 */
final class LogicFileReader {
    private final List<String> lines;
    private final List<LogicRecord> records = new ArrayList<>();
    private int next;

    private LogicFileReader(List<String> lines) {
        this.lines = lines;
    }

    static List<LogicRecord> read(List<String> lines) {
        LogicFileReader reader = new LogicFileReader(lines);
        reader.read();
        return List.copyOf(reader.records);
    }

    private void read() {
        boolean isForOthers = false;
        while (next < lines.size()) {
            int line = next + 1;
            String text = withoutComment(lines.get(next++));
            if (text.isEmpty()) {
                continue;
            }
            String[] words = text.split("\\s+");
            switch (words[0]) {
                case "onlyif" -> isForOthers = true;
                case "skipif" -> {}
                case "hash-threshold" -> isForOthers = false; // how a result is given is seen in it
                case "halt" -> {
                    if (!isForOthers) {
                        return;
                    }
                    isForOthers = false;
                }
                case "statement" -> {
                    LogicRecord.Statement statement = new LogicRecord.Statement(sql(), words[1].equals("error"), line);
                    add(statement, isForOthers);
                    isForOthers = false;
                }
                case "query" -> {
                    String sql = sql();
                    LogicRecord.Order order = LogicRecord.Order.valueOf(
                            (words.length > 2 ? words[2] : "nosort").toUpperCase(Locale.ROOT));
                    add(new LogicRecord.Query(sql, words[1], order, results(), line), isForOthers);
                    isForOthers = false;
                }
                default -> throw new IllegalStateException("line " + line + ": no record begins with " + words[0]);
            }
        }
    }

    private void add(LogicRecord logicRecord, boolean isForOthers) {
        if (!isForOthers) {
            records.add(logicRecord);
        }
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }

    /** Up to an empty line, or the line that divides a query from its result. */
    private String sql() {
        StringBuilder sql = new StringBuilder();
        while (next < lines.size()
                && !lines.get(next).isBlank()
                && !lines.get(next).equals("----")) {
            sql.append(sql.isEmpty() ? "" : "\n").append(lines.get(next++));
        }
        return sql.toString();
    }

    private List<String> results() {
        List<String> results = new ArrayList<>();
        if (next < lines.size() && lines.get(next).equals("----")) {
            next++;
            while (next < lines.size() && !lines.get(next).isEmpty()) {
                results.add(lines.get(next++));
            }
        }
        return results;
    }
}
