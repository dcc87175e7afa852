package io.weir.spi.connector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the splits of one source subtask.
 *
 * <p>All methods are called on the subtask's worker (not always the same thread, never two at once) and never block:
 * readers that must wait for a system do so on {@link SourceContext#io()} and hand over through a bounded queue. The
 * order of calls: any number of {@link #poll}, {@link #snapshot}, {@link #checkpointCompleted}; {@link #close} last, in
 * every case.
 */
public interface SourceReader extends AutoCloseable {
    /**
     * The next rows, all of one split, in the split's order; hands over what is there rather than wait for more.
     *
     * @param maxRows a wish; a reader may go a little over it
     * @return null if there is nothing at the moment. A reader that returned null calls {@link SourceContext#wakeUp}
     *     when that changes
     * @throws io.weir.spi.error.WeirException if reading failed; the job restarts or fails
     */
    @Nullable SplitBatch poll(int maxRows);

    /**
     * Whether nothing is to be taken from it for a while, though there may be rows, because what was read before is not
     * worked off. It is not polled then; that is back-pressure, not idleness, and barriers pass. A reader that said so
     * calls {@link SourceContext#wakeUp} when that changes.
     */
    default boolean isHeldBack() {
        return false;
    }

    /**
     * How many splits this reader has had so far; they are numbered from 0 in {@link SplitBatch#split}. Grows when
     * splits are discovered. A split counts from the moment it is known, before its first row: until then it holds back
     * the watermark.
     */
    int splitCount();

    /**
     * The id of a split, the one under which {@link #snapshot} gives its position. Splits that were restored are known
     * from the first call on.
     */
    String splitId(int split);

    /** Whether this split will yield no more rows. */
    boolean isSplitFinished(int split);

    /** Whether all is read: bounded, all splits finished, nothing more will be discovered. */
    boolean isFinished();

    /** The positions of all splits behind the last batch that {@link #poll} returned, finished ones included. */
    List<SplitPosition> snapshot(long checkpointId);

    /**
     * A checkpoint that this reader took part in is durable; positions up to it may be told to the external system.
     * Only a hint.
     */
    default void checkpointCompleted(long checkpointId) {}

    /** Frees everything; idempotent. May be called while I/O of this reader is under way. */
    @Override
    void close();
}
