package io.weir.sqltests.endtoend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares two multisets of rows, and shows no more than is needed to see what is wrong. */
final class Difference {
    private static final int SHOWN = 40;

    private Difference() {}

    /** @return "lost" and "extra" rows, the first ones of each, behind how many there are; empty if there are none */
    static List<String> of(List<String> rows, List<String> expected) {
        Map<String, Integer> balance = new HashMap<>();
        expected.forEach(row -> balance.merge(row, 1, Integer::sum));
        rows.forEach(row -> balance.merge(row, -1, Integer::sum));
        List<String> lost = new ArrayList<>();
        List<String> extra = new ArrayList<>();
        balance.forEach((row, count) -> {
            if (count > 0) {
                lost.add("lost " + count + ": " + row);
            } else if (count < 0) {
                extra.add("extra " + -count + ": " + row);
            }
        });
        if (lost.isEmpty() && extra.isEmpty()) {
            return List.of();
        }
        List<String> shown = new ArrayList<>();
        shown.add(rows.size() + " rows, " + expected.size() + " expected; " + lost.size() + " lost, " + extra.size()
                + " extra");
        lost.stream().sorted().limit(SHOWN).forEach(shown::add);
        extra.stream().sorted().limit(SHOWN).forEach(shown::add);
        return shown;
    }
}
