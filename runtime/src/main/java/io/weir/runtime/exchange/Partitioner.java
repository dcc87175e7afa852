package io.weir.runtime.exchange;

import io.weir.spi.data.Batch;

/**
 * Chooses the receiving subtasks of rows. Called by the sender's worker; one for each edge and sending subtask; may
 * keep buffers.
 */
interface Partitioner {
    /** Hands views of a batch to their targets. */
    void partition(Batch batch, Targets targets);

    /** Where parts of a batch go. */
    @FunctionalInterface
    interface Targets {
        void add(int target, Batch part);
    }
}
