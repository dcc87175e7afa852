package io.weir.benchmarks.run;

import io.weir.benchmarks.result.ResultTotals.Totals;
import java.util.List;

/**
 * What one run of an engine gave.
 *
 * @param checked results of the run before, hashed
 * @param results of the measured run, counted only
 * @param seconds from the start of the measured job to its end, without planning
 * @param cpuSeconds of the whole process in that time, compilers and garbage collection included
 * @param allocatedBytes on the heap in that time
 * @param peakResidentBytes of the process in its life; 0 where the system does not tell
 * @param checkpoints completed in the measured run
 */
public record RunReport(
        Totals checked,
        Totals results,
        double seconds,
        double cpuSeconds,
        long allocatedBytes,
        long peakResidentBytes,
        List<Checkpoint> checkpoints) {
    public RunReport {
        checkpoints = List.copyOf(checkpoints);
    }

    public static RunReport of(Totals checked, Totals results, ProcessMeter.Usage usage, List<Checkpoint> checkpoints) {
        return new RunReport(
                checked,
                results,
                usage.seconds(),
                usage.cpuSeconds(),
                usage.allocatedBytes(),
                usage.peakResidentBytes(),
                checkpoints);
    }

    /** The same with a time that the engine itself tells. */
    public RunReport withSeconds(double told) {
        return new RunReport(checked, results, told, cpuSeconds, allocatedBytes, peakResidentBytes, checkpoints);
    }

    /**
     * A completed checkpoint.
     *
     * @param bytes written for it
     */
    public record Checkpoint(long durationMillis, long bytes) {}
}
