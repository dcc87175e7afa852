package io.weir.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock that sources and sinks of this process share: microseconds since the first source of a run was asked for
 * rows. One for the process, because an engine makes its sources and sinks by itself. Thread-safe.
 */
public final class Schedule {
    private static final long NOT_BEGUN = Long.MIN_VALUE;
    private static final long NANOS_PER_MICRO = 1000;
    private static final AtomicLong START_NANOS = new AtomicLong(NOT_BEGUN);

    private Schedule() {}

    /** The next call of {@link #micros} is the beginning of a run. */
    public static void reset() {
        START_NANOS.set(NOT_BEGUN);
    }

    /** Begins the run if it has not begun. */
    public static long micros() {
        long now = System.nanoTime();
        long start = START_NANOS.get();
        if (start == NOT_BEGUN) {
            START_NANOS.compareAndSet(NOT_BEGUN, now);
            start = START_NANOS.get();
        }
        return (now - start) / NANOS_PER_MICRO;
    }
}
