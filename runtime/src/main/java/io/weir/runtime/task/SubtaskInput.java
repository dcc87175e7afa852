package io.weir.runtime.task;

import io.weir.runtime.element.Barrier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a subtask takes what it works on: a source's reader, or its input gate. Used by the subtask's worker. */
interface SubtaskInput {
    /**
     * Takes one element and hands it to the chain, which is settled, ready, and has room.
     *
     * @return whether there was one
     */
    boolean take();

    /** Whether nothing is taken for the moment though there may be something: back-pressure. */
    default boolean isHeldBack() {
        return false;
    }

    /** Whether nothing more will come but barriers. */
    boolean hasEnded();

    /** The coordinator's barrier; for inputs without channels. The chain is settled. */
    void inject(Barrier barrier);

    /** The coordinator has given a checkpoint up. */
    default void aborted(long checkpointId) {}

    /** A checkpoint is durable. */
    default void completed(long checkpointId) {}

    /** An unaligned barrier that waits to overtake, or null. */
    default @Nullable Barrier waitingToOvertake() {
        return null;
    }

    /** The barrier's time to overtake has come. The chain is settled. */
    default void overtake(Barrier barrier) {}

    /** What the input itself keeps, under the first operator of the chain. */
    Map<String, byte[]> snapshot(Barrier barrier);

    /**
     * For inputs that are an operator by themselves, sources: its id. Null: what {@link #snapshot} gives belongs to the
     * first operator of the chain.
     */
    default @Nullable String operatorId() {
        return null;
    }

    default String operatorName() {
        return "";
    }

    /** Counters by operator id. Any thread. */
    default Map<String, Map<String, Long>> counters() {
        return Map.of();
    }

    long watermarkMicros();

    /** Elements that wait. Any thread. */
    int queuedElements();

    default void close() {}
}
