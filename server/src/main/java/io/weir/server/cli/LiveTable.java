package io.weir.server.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small table with a row for each key. On a terminal it is drawn again in its place; elsewhere each change is a line.
 */
final class LiveTable {
    private static final String FORMAT = "%-24s  %-10s  %10s  %12s  %12s%n";
    private static final Object[] TITLES = {"window_end", "channel", "bids", "highest", "average"};

    private final PrintStream out;
    private final boolean isTerminal;
    private final Map<String, List<String>> rows = new TreeMap<>();
    private int drawnLines;

    LiveTable(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
        if (!isTerminal) {
            out.printf(FORMAT, TITLES);
        }
    }

    /** Whether standard output is a terminal that can move its cursor. */
    static boolean isTerminal() {
        Console console = System.console();
        String terminal = System.getenv("TERM");
        if (console == null || terminal == null || terminal.equals("dumb")) {
            return false;
        }
        try {
            // Since Java 22 there is a console without a terminal too, and a method that tells.
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    void put(String key, List<String> values) {
        rows.put(key, values);
        if (!isTerminal) {
            out.printf(FORMAT, values.toArray());
            return;
        }
        StringBuilder drawing = new StringBuilder();
        if (drawnLines > 0) {
            drawing.append("\033[").append(drawnLines).append('A'); // up to the first line, and over it
        }
        drawing.append("\033[K").append(FORMAT.formatted(TITLES));
        for (List<String> row : new LinkedHashMap<>(rows).values()) {
            drawing.append("\033[K").append(FORMAT.formatted(row.toArray()));
        }
        drawnLines = rows.size() + 1;
        out.print(drawing);
        out.flush();
    }
}
