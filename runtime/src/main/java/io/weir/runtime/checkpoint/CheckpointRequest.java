package io.weir.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.element.Barrier;

/**
 * A checkpoint that somebody asks for, beside the periodic ones.
 *
 * @param token names the request to whoever made it; positive
 * @param kind CHECKPOINT, SAVEPOINT, STOP, DRAIN or EPOCH
 */
public record CheckpointRequest(long token, Barrier.Kind kind) {
    /** Of what the coordinator triggers by itself. */
    public static final long NO_TOKEN = 0;

    public CheckpointRequest {
        requireNonNull(kind, "kind is null");
    }
}
