package io.weir.runtime.checkpoint;

import io.weir.runtime.element.Barrier;

/** A state of a {@link BarrierAligner}. Events are methods; each returns the next state. */
sealed interface AlignmentState permits Waiting, Aligning, Counting, Overtaking, Recording {
    /** A barrier has come, in its turn, on a channel that is not held. Never one that is stale or aborted. */
    AlignmentState barrier(Alignment alignment, int channel, Barrier barrier);

    /**
     * Whether a barrier that comes is older than the one under way. Then the channel that brought the newer one has
     * skipped the older, which was given up at its sender and can never be complete: it is dropped. To begin with it
     * would hold channels for a barrier that does not come, and lose the newer one.
     */
    static boolean isOutrun(Barrier barrier, Barrier underWay) {
        return barrier.id() < underWay.id();
    }

    /** An unaligned barrier waits in a channel, and its time to overtake has come. */
    AlignmentState overtakingDue(Alignment alignment, Barrier barrier);

    /** The coordinator has given a checkpoint up. */
    AlignmentState aborted(Alignment alignment, long checkpointId);

    /** Whether rows that are taken from a channel belong to the snapshot under way. */
    default boolean isRecording(int channel) {
        return false;
    }

    /** The barrier under way, for messages; empty in the first state. */
    String describe();
}
