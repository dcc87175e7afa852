package io.weir.benchmarks.result;

import java.util.concurrent.atomic.LongAdder;

/**
 * What all writers of this process have been given since the last {@link #reset}. One for the process, because an
 * engine makes its sinks by itself. Thread-safe.
 */
public final class ResultTotals {
    private static final LongAdder CHANGES = new LongAdder();
    private static final LongAdder ROWS = new LongAdder();
    private static final LongAdder HASH = new LongAdder();

    private ResultTotals() {}

    /**
     * @param changes rows of all kinds
     * @param netRows inserted less withdrawn
     * @param netHash sum of the hashes of rows inserted, less that of rows withdrawn; 0 if rows are not hashed
     */
    public static void add(long changes, long netRows, long netHash) {
        CHANGES.add(changes);
        ROWS.add(netRows);
        HASH.add(netHash);
    }

    public static void reset() {
        CHANGES.reset();
        ROWS.reset();
        HASH.reset();
    }

    /** Exact when no writer is at work. */
    public static Totals get() {
        return new Totals(CHANGES.sum(), ROWS.sum(), HASH.sum());
    }

    /** As the parameters of {@link #add}. */
    public record Totals(long changes, long netRows, long netHash) {
        /** Whether two changelogs leave the same rows behind, however they came to it. */
        public boolean sameResult(Totals other) {
            return netRows == other.netRows && netHash == other.netHash;
        }
    }
}
