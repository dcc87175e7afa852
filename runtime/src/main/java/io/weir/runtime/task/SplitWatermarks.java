package io.weir.runtime.task;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.time.WatermarkMerger;
import io.weir.spi.connector.SourceReader;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Event time of a source subtask, by split.
 *
 * <p>A split is idle when it was asked and had nothing for the idle timeout. Time in which the subtask could not ask,
 * because it was back-pressured, does not count; otherwise back-pressure would make splits idle and their rows late. A
 * split that has been read to its end is idle too, not ended: as long as the reader may find others, event time must
 * not run to its end.
 *
 * <p>Where each split stands is part of the snapshot: the watermark of the subtask is that of its slowest split, and
 * one that has no more rows would hold it there for ever. Whether a split was idle is not. While the job was down rows
 * may have come to it, and they would be late if the others' backlog were read first; so after a restore it gets its
 * timeout once more.
 */
final class SplitWatermarks {
    private final SourceReader reader;
    private final WatermarkMerger merger;
    /** By split id. */
    private final Map<String, Long> restored;

    private final long idleTimeoutNanos;
    private final LongSupplier activeNanos;
    /** {@code long[splitCount]}: when a split last had rows, in active time. */
    private long[] lastRowsNanos = new long[0];

    /**
     * @param restored where splits stood, by id
     * @param restoredResult where all stood together, or {@link Watermark#NONE}
     * @param idleTimeoutNanos 0: never idle
     * @param activeNanos the time in which the subtask could ask its reader
     */
    SplitWatermarks(
            SourceReader reader,
            Map<String, Long> restored,
            long restoredResult,
            long idleTimeoutNanos,
            LongSupplier activeNanos) {
        this.reader = reader;
        this.restored = Map.copyOf(restored);
        this.idleTimeoutNanos = idleTimeoutNanos;
        this.activeNanos = activeNanos;
        merger = new WatermarkMerger(0, restoredResult);
    }

    long current() {
        return merger.current();
    }

    int splitCount() {
        return lastRowsNanos.length;
    }

    /** Whether no split moves event time; not so if there is none. */
    boolean isIdle() {
        return merger.isIdle();
    }

    /**
     * Adds the splits that the reader knows by now.
     *
     * @return whether {@link #current} has grown
     */
    boolean addNew() {
        int count = reader.splitCount();
        int before = lastRowsNanos.length;
        if (count <= before) {
            return false;
        }
        lastRowsNanos = Arrays.copyOf(lastRowsNanos, count);
        Arrays.fill(lastRowsNanos, before, count, activeNanos.getAsLong());
        long current = merger.current();
        return merger.grow(count, split -> restored.getOrDefault(reader.splitId(split), current));
    }

    /**
     * A split has rows.
     *
     * @param greatest of their times, or {@link Watermark#NONE}.
     * @return whether {@link #current} has grown
     */
    boolean rows(int split, long greatest) {
        lastRowsNanos[split] = activeNanos.getAsLong();
        boolean grew = greatest > Watermark.NONE && merger.advance(split, greatest);
        merger.activate(split);
        return grew;
    }

    /**
     * Makes idle what has been quiet for long enough.
     *
     * @return whether {@link #current} has grown
     */
    boolean checkIdle() {
        long now = activeNanos.getAsLong();
        boolean grew = false;
        for (int split = 0; split < lastRowsNanos.length; split++) {
            boolean isQuiet = idleTimeoutNanos > 0 && now - lastRowsNanos[split] >= idleTimeoutNanos;
            if (!merger.isIdle(split) && (isQuiet || reader.isSplitFinished(split))) {
                grew |= merger.idle(split);
            }
        }
        return grew;
    }

    /** In how much active time the next split may be idle; {@link Long#MAX_VALUE} if none will be by itself. */
    long nextIdleNanos() {
        long next = Long.MAX_VALUE;
        if (idleTimeoutNanos > 0) {
            long now = activeNanos.getAsLong();
            for (int split = 0; split < lastRowsNanos.length; split++) {
                if (!merger.isIdle(split)) {
                    next = Math.min(next, idleTimeoutNanos - (now - lastRowsNanos[split]));
                }
            }
        }
        return next;
    }

    /** Where each split stands that has not been read to its end, by id. */
    Map<String, Long> snapshot() {
        checkState(
                reader.splitCount() >= lastRowsNanos.length,
                "a reader has %s splits after %s",
                reader.splitCount(),
                lastRowsNanos.length);
        Map<String, Long> watermarks = new TreeMap<>();
        for (int split = 0; split < lastRowsNanos.length; split++) {
            if (!reader.isSplitFinished(split)) {
                watermarks.put(reader.splitId(split), merger.watermark(split));
            }
        }
        return watermarks;
    }
}
