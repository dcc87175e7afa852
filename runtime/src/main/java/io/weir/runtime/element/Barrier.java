package io.weir.runtime.element;

import static java.util.Objects.requireNonNull;

/**
 * Cuts the stream: everything before it belongs to the epoch that it ends.
 *
 * @param id ascending in a job over all kinds and over restarts
 * @param triggerTimeMillis when the coordinator triggered it, milliseconds since the epoch
 * @param alignedTimeoutMillis UNALIGNED applies after this time of waiting; 0: at once
 */
public record Barrier(long id, Kind kind, Alignment alignment, long triggerTimeMillis, long alignedTimeoutMillis)
        implements StreamElement {
    public Barrier {
        requireNonNull(kind, "kind is null");
        requireNonNull(alignment, "alignment is null");
    }

    /** What happens at the cut. */
    public enum Kind {
        /** Results become visible; nothing is written to storage. */
        EPOCH,
        /** State becomes durable. */
        CHECKPOINT,
        /** A checkpoint that belongs to the user; always aligned. */
        SAVEPOINT,
        /** A savepoint after which the job stops: sources emit nothing behind it. */
        STOP,
        /** As STOP, but sources end first: watermarks go to the end, windows fire. */
        DRAIN;

        /** Whether the state of all subtasks is written. */
        public boolean isDurable() {
            return this != EPOCH;
        }
    }

    /** What inputs do that are past the barrier, while others are not. */
    public enum Alignment {
        /** They wait: exactly once. */
        ALIGNED,
        /** They go on: at least once. */
        AT_LEAST_ONCE,
        /** The barrier overtakes what is queued, and that becomes part of the snapshot: exactly once. */
        UNALIGNED
    }
}
