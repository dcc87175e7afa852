package io.weir.runtime.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a changelog in row text amounts to: a multiset of rows without their kinds. */
public final class NetContent {
    private final Map<String, Integer> copies = new TreeMap<>();

    /** Applies rows with kinds; lines with watermarks are passed over. */
    public NetContent apply(List<String> lines) {
        for (String line : lines) {
            if (!line.startsWith("watermark")) {
                int change = line.charAt(0) == '+' ? 1 : -1;
                copies.merge(line.substring(3), change, (old, added) -> old + added == 0 ? null : old + added);
            }
        }
        return this;
    }

    /**
     * The rows in text order, each as often as it is there. A row withdrawn more often than it came is marked with a
     * minus.
     */
    public List<String> rows() {
        List<String> rows = new ArrayList<>();
        copies.forEach((row, count) -> {
            for (int i = 0; i < Math.abs(count); i++) {
                rows.add(count > 0 ? row : "-" + row);
            }
        });
        return rows;
    }
}
