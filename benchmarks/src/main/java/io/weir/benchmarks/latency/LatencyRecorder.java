package io.weir.benchmarks.latency;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Notes for one writer how long its results took. Rows are either events, or counts of events: of a count it is noted by
 * how many events it has grown and when these were to be emitted on average, so that an engine that withdraws and one
 * that overwrites, one that says each step and one that sums a batch up, are measured alike. Not thread-safe.
 */
public final class LatencyRecorder implements AutoCloseable {
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;
    private static final int FIRST_KEYS = 1 << 16;

    private final Histogram histogram = new Histogram(LONGEST_MICROS, DIGITS);
    private final long ignoredMicros;
    /** By key, which is a small number: how many events, and the sum of their times. */
    private long[] events = new long[FIRST_KEYS];

    private long[] sums = new long[FIRST_KEYS];

    /** @param ignoredMillis events that were to be emitted before are not noted */
    public LatencyRecorder(long ignoredMillis) {
        ignoredMicros = TimeUnit.MILLISECONDS.toMicros(ignoredMillis);
    }

    /**
     * An event has arrived. Times are those of the schedule.
     *
     * @param emitted when it was to be emitted
     */
    public void event(long now, long emitted) {
        note(now, emitted, 1);
    }

    /**
     * The count of a key has arrived.
     *
     * @param key not negative
     * @param eventCount of the key so far
     * @param emittedSum of the times of these events
     */
    public void count(long now, long key, long eventCount, long emittedSum) {
        int place = Math.toIntExact(key);
        if (place >= events.length) {
            int grown = Math.max(place + 1, events.length * 2);
            events = Arrays.copyOf(events, grown);
            sums = Arrays.copyOf(sums, grown);
        }
        long more = eventCount - events[place];
        if (more > 0) {
            note(now, (emittedSum - sums[place]) / more, more);
        }
        events[place] = eventCount;
        sums[place] = emittedSum;
    }

    private void note(long now, long emitted, long times) {
        if (emitted >= ignoredMicros) {
            histogram.recordValueWithCount(Math.min(LONGEST_MICROS, Math.max(0, now - emitted)), times);
        }
    }

    /** Adds what was noted to {@link Latencies}. */
    @Override
    public void close() {
        Latencies.add(histogram);
        histogram.reset();
    }
}
