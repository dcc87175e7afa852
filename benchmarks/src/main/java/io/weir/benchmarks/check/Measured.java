package io.weir.benchmarks.check;

/**
 * The least processor time of a query, or of the reference, over all rounds so far. What disturbs a run only ever makes it longer, so
 * that the least is the steadiest figure there is; the ratio of two that were disturbed together is not, as other work
 * does not slow all kinds of work alike.
 */
final class Measured {
    private double leastCpuSeconds = Double.MAX_VALUE;
    private int rounds;

    void add(double cpuSeconds) {
        leastCpuSeconds = Math.min(leastCpuSeconds, cpuSeconds);
        rounds++;
    }

    double leastCpuSeconds() {
        return leastCpuSeconds;
    }

    int rounds() {
        return rounds;
    }

    /** @param reference the least of all runs of the reference */
    double ratio(Measured reference) {
        return leastCpuSeconds / reference.leastCpuSeconds;
    }
}
