package io.weir.runtime.operator;

import io.weir.spi.data.Batch;

/**
 * Takes what an operator emits, in order. Always accepts: the subtask calls an operator only when there is room for a
 * batch.
 */
public interface Output {
    /** Hands rows on; a batch without rows is dropped. */
    void emit(Batch batch);

    /**
     * Hands rows on to a side output of the vertex: late rows, records that cannot be read. Dropped if no edge starts
     * there.
     *
     * @param port from 1; the planner gives each operator of a chain its own
     */
    void emitSide(int port, Batch batch);

    /**
     * Hands an event-time watermark on (microseconds since the epoch); one that is not greater than the last is
     * dropped.
     */
    void watermark(long timeMicros);
}
