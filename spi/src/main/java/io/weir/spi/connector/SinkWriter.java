package io.weir.spi.connector;

import io.weir.spi.data.Batch;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Writes the rows of one sink subtask.
 *
 * <p>All methods are called on the subtask's worker and never block; blocking work goes to {@link SinkContext#io()}
 * through a bounded queue.
 */
public interface SinkWriter extends AutoCloseable {
    /**
     * Whether it takes a batch now. If not, the subtask waits for {@link SinkContext#wakeUp}: this is the
     * back-pressure.
     */
    boolean isReady();

    /** Takes rows; only called when ready. The batch is immutable and may be kept. */
    void write(Batch batch);

    /**
     * An epoch ends: rows written so far belong together. Sinks that show net changes consolidate and hand over here;
     * for the others a hint to flush.
     */
    default void endOfEpoch(long epoch) {}

    /**
     * The barrier of a checkpoint: pre-commits all rows written so far. Rows written after this call belong to the next
     * checkpoint.
     *
     * @return completes, on any thread, when everything is durable in the external system; fails if any row was
     *     refused, and then the checkpoint is declined
     */
    CompletionStage<SinkSnapshot> prepareCommit(long checkpointId);

    /**
     * All input has been written; the last {@link #prepareCommit} follows.
     */
    default void endOfInput() {}

    /** The attempt is over: frees everything. What is pre-committed stays as it is. */
    @Override
    void close();

    /**
     * Waits, with a bound, until nothing that this writer began can reach the external system any more. The next
     * attempt begins only behind that. Called once, behind {@link #close}, on an I/O thread; blocks.
     */
    default void awaitClosed() {}

    /**
     * What a sink subtask contributes to a checkpoint.
     *
     * @param committables what the committer has to commit when the checkpoint is complete; versioned by their first
     *     byte
     * @param writerState what the writers need when they are made again (any subtask may get it after a rescale)
     */
    record SinkSnapshot(List<byte[]> committables, List<byte[]> writerState) {
        public SinkSnapshot {
            committables = List.copyOf(committables);
            writerState = List.copyOf(writerState);
        }

        public static SinkSnapshot empty() {
            return new SinkSnapshot(List.of(), List.of());
        }
    }
}
