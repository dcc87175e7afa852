package io.weir.benchmarks.growth;

import io.weir.benchmarks.growth.GrowthCase.Axis;
import io.weir.benchmarks.report.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The cases of each axis. */
final class GrowthCases {
    private static final List<String> DISTRIBUTIONS = List.of("uniform", "zipf");
    private static final long FIRST_KEYS = 100_000;
    private static final List<Double> STATE_SHARES = List.of(0.1, 0.3, 1.0, 4.0, 20.0);
    private static final long STATE_HEAP_MEGABYTES = 512;
    /** As much again as the cache: neither engine holds all state in memory. */
    private static final long STATE_NATIVE_MEGABYTES = 256;
    /** Of the heap, the cache of state; as the server has it. */
    private static final double CACHE_SHARE = 0.5;
    /** A key, a count, a sum, and what finds them. */
    private static final long BYTES_PER_KEY = 48;

    private static final List<Integer> OVERLAPS = List.of(1, 10, 60, 600, 3600);
    private static final long WINDOW_KEYS = 100;
    private static final long FEW_KEYS = 1_000_000;
    private static final long MEGABYTE = 1 << 20;
    /** So that each key is met again, and not only made. */
    private static final long ROWS_PER_KEY = 2;

    private GrowthCases() {}

    /**
     * @param rows of a run at least; more where there are many keys
     * @param millis of a run at most
     * @param mostKeys of the axis of keys
     */
    static List<GrowthCase> of(Axis axis, long rows, long millis, long mostKeys, int parallelism, long heapMegabytes) {
        List<GrowthCase> cases = new ArrayList<>();
        switch (axis) {
            case KEYS -> {
                for (long keys = FIRST_KEYS; keys <= mostKeys; keys *= 10) {
                    for (String distribution : DISTRIBUTIONS) {
                        cases.add(count(
                                axis,
                                distribution,
                                Quantity.count((double) keys),
                                rows,
                                millis,
                                keys,
                                parallelism,
                                heapMegabytes,
                                0));
                    }
                }
            }
            case STATE -> {
                for (double share : STATE_SHARES) {
                    long keys = (long) (share * CACHE_SHARE * STATE_HEAP_MEGABYTES * MEGABYTE / BYTES_PER_KEY);
                    for (String distribution : DISTRIBUTIONS) {
                        String place = String.format(Locale.ROOT, "%.1f", share);
                        cases.add(count(
                                axis,
                                distribution,
                                place,
                                rows,
                                millis,
                                keys,
                                parallelism,
                                STATE_HEAP_MEGABYTES,
                                STATE_NATIVE_MEGABYTES));
                    }
                }
            }
            case OVERLAP -> {
                for (int overlap : OVERLAPS) {
                    cases.add(new GrowthCase(
                            axis,
                            "hopping windows",
                            Integer.toString(overlap),
                            rows,
                            millis,
                            WINDOW_KEYS,
                            "uniform",
                            overlap,
                            parallelism,
                            heapMegabytes,
                            0));
                }
            }
            case PARALLELISM -> {
                for (int subtasks = 1; subtasks <= parallelism; subtasks *= 2) {
                    for (String distribution : DISTRIBUTIONS) {
                        cases.add(count(
                                axis,
                                distribution,
                                Integer.toString(subtasks),
                                rows,
                                millis,
                                FEW_KEYS,
                                subtasks,
                                heapMegabytes,
                                0));
                    }
                }
            }
        }
        return List.copyOf(cases);
    }

    private static GrowthCase count(
            Axis axis,
            String distribution,
            String place,
            long rows,
            long millis,
            long keys,
            int parallelism,
            long heapMegabytes,
            long stateMegabytes) {
        return new GrowthCase(
                axis,
                distribution,
                place,
                Math.max(rows, ROWS_PER_KEY * keys),
                millis,
                keys,
                distribution,
                0,
                parallelism,
                heapMegabytes,
                stateMegabytes);
    }
}
