package io.weir.spi.connector;

import java.util.List;

/**
 * Where a job writes to: an immutable description from which each subtask makes its writer.
 *
 * <p>Exactly-once by two-phase commit: at a barrier each {@link SinkWriter} makes what it has written durable but
 * invisible and names it by
 * <em>committables</em>, which become part of the checkpoint; when the checkpoint is complete, the
 * {@link SinkCommitter} makes them visible.
 */
public interface Sink {
    /** The row kinds it takes. UPSERT needs a primary key. */
    ChangelogKind changelog();

    /**
     * Whether its writers do something at {@link SinkWriter#endOfEpoch}. In a job where nobody does, no epochs end
     * between checkpoints.
     */
    default boolean needsEpochs() {
        return false;
    }

    /** As {@link Source#validate}. */
    default void validate() {}

    /**
     * As {@link #validate}, for a job with this time between checkpoints at most: a sink whose transactions time out
     * before the next checkpoint can be complete refuses, with both numbers in the message.
     */
    default void validate(long checkpointIntervalMillis, long checkpointTimeoutMillis) {
        validate();
    }

    /**
     * Makes the writer of one subtask. Called on an I/O thread, after {@link SinkCommitter#recover} has returned; may
     * block briefly.
     */
    SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState);

    /**
     * Makes the one committer of this sink in an attempt of a job. Called on an I/O thread. The committer of an attempt
     * that failed is dropped without being closed, so it holds nothing open between calls.
     */
    SinkCommitter createCommitter(SinkContext context);
}
