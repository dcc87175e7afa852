package io.weir.benchmarks.start;

import java.util.ArrayList;
import java.util.List;

/** What was found; filled as the command goes on. Times in milliseconds. */
final class StartFigures {
    /** From the start of the process, each with an empty data directory. */
    public final List<Double> ready = new ArrayList<>();

    /** From {@code CREATE JOB} to its first row: in each server the first job, and all that followed. */
    public final List<Double> firstRowCold = new ArrayList<>();

    public final List<Double> firstRowWarm = new ArrayList<>();
    /** {@code SELECT} on a view by key, prepared, warm. */
    public final List<Double> selectByKey = new ArrayList<>();

    public final List<JobsFigures> jobs = new ArrayList<>();

    /**
     * A server with so many jobs, none of which has anything to do.
     *
     * @param createMillis of {@code CREATE JOB}, median since the step before
     * @param cpuShare of one processor, of the whole process
     */
    record JobsFigures(int jobs, double createMillis, long residentBytes, int threads, double cpuShare) {}

    /** @param share between 0 and 1; of an empty list NaN */
    static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        int place = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, place));
    }
}
