package io.weir.sqltests.logictest;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came out of queries, counted: on tables or on views. */
final class Tally {
    private static final int MOST_EXAMPLES = 300;

    private final String place;
    private final Map<String, long[]> groups = new TreeMap<>();
    private final Map<String, Long> refusals = new TreeMap<>();
    private final Map<String, Long> differences = new TreeMap<>();
    private final Map<String, String> examples = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private long rightCount;
    private long wrongCount;
    private long refusedCount;
    private long differentCount;
    private long nanos;

    Tally(String place) {
        this.place = place;
    }

    private long[] group(String group) {
        return groups.computeIfAbsent(group, name -> new long[4]);
    }

    void right(String group) {
        rightCount++;
        group(group)[0]++;
    }

    void wrong(String group, String description) {
        wrongCount++;
        group(group)[1]++;
        if (wrong.size() < MOST_EXAMPLES) {
            wrong.add(description);
            System.out.println(place + ": wrong " + description);
        }
    }

    void refused(String group, SQLException error, String example) {
        String reason = Difference.reason(error);
        boolean isDecided = Difference.of(error).isPresent();
        if (isDecided) {
            differentCount++;
        } else {
            refusedCount++;
        }
        group(group)[isDecided ? 3 : 2]++;
        (isDecided ? differences : refusals).merge(reason, 1L, Long::sum);
        if (examples.putIfAbsent(reason, example) == null) {
            System.out.println(place + ": refused " + reason + "\n    e.g. " + example);
        }
    }

    /** Another value than the corpus has, by decision. */
    void differs(String group, String reason, String example) {
        differentCount++;
        group(group)[3]++;
        differences.merge(reason, 1L, Long::sum);
        examples.putIfAbsent(reason, example);
    }

    void took(long taken) {
        nanos += taken;
    }

    long runCount() {
        return rightCount + wrongCount + refusedCount + differentCount;
    }

    List<String> wrong() {
        return wrong;
    }

    Map<String, Long> refusals() {
        return refusals;
    }

    /** One line. */
    String summary() {
        return String.format(
                "%s: run %d, right %d, wrong %d, refused %d, by decision %d; %.1f s, %.0f a second",
                place,
                runCount(),
                rightCount,
                wrongCount,
                refusedCount,
                differentCount,
                nanos / 1e9,
                runCount() * 1e9 / Math.max(1, nanos));
    }

    /** All of it, for people. */
    String report() {
        StringBuilder text = new StringBuilder(summary()).append('\n');
        groups.forEach((group, counts) -> text.append(String.format(
                "  %-24s right %7d  wrong %5d  refused %6d  by decision %6d%n",
                group, counts[0], counts[1], counts[2], counts[3])));
        refusals.forEach((reason, count) -> text.append(line("refused", reason, count)));
        differences.forEach((reason, count) -> text.append(line("by decision", reason, count)));
        return text.toString();
    }

    private String line(String what, String reason, long count) {
        return String.format("  %s %6d: %s%n      e.g. %s%n", what, count, reason, examples.get(reason));
    }
}
