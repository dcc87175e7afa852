package io.weir.benchmarks.latency;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * What all writers of this process have noted since the last {@link #reset}. One for the process, because an engine makes
 * its sinks by itself. Thread-safe.
 */
public final class Latencies {
    private static final SynchronizedHistogram ALL = new SynchronizedHistogram(3);

    private Latencies() {}

    static void add(Histogram noted) {
        ALL.add(noted);
    }

    static void reset() {
        ALL.reset();
    }

    /** A copy; complete once the job has ended. Microseconds. */
    static Histogram get() {
        return ALL.copy();
    }
}
