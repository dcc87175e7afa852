package io.weir.benchmarks.run;

/**
 * What one run of a script gave.
 *
 * @param rows that the measured script's sources made: fewer than asked for, if the time was over first
 */
public record ScriptReport(long rows, RunReport run) {
    public double rowsPerSecond() {
        return rows / run.seconds();
    }
}
