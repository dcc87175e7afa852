package io.weir.benchmarks.load;

import static io.weir.spi.Checks.checkArgument;

/**
 * When the rows of one subtask are to be emitted: evenly, whatever happens. A row that could not be emitted in time keeps
 * its time, so that a stall shows in all rows that it has delayed and not only in the one that met it (no coordinated
 * omission; Gil Tene, <i>How not to measure latency</i>).
 *
 * @param rowsPerSecond of this subtask; 0 for as fast as they are taken
 * @param seconds after which there are no more
 */
record Pace(double rowsPerSecond, double seconds) {
    private static final double MICROS_PER_SECOND = 1e6;

    Pace {
        checkArgument(rowsPerSecond >= 0, "rate %s is negative", rowsPerSecond);
        checkArgument(seconds > 0, "duration %s is not positive", seconds);
    }

    boolean isPaced() {
        return rowsPerSecond > 0;
    }

    /** How many rows there are in all; only if paced. */
    long rowCount() {
        return (long) (rowsPerSecond * seconds);
    }

    /** How many rows were to be emitted by a time; only if paced. */
    long due(long micros) {
        return Math.min(rowCount(), (long) (micros / MICROS_PER_SECOND * rowsPerSecond) + 1);
    }

    /** The time of a row in microseconds; only if paced. */
    long microsOf(long row) {
        return (long) (row / rowsPerSecond * MICROS_PER_SECOND);
    }

    boolean isOver(long micros, long rowsEmitted) {
        return isPaced() ? rowsEmitted >= rowCount() : micros >= seconds * MICROS_PER_SECOND;
    }
}
