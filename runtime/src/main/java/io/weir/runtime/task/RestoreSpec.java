package io.weir.runtime.task;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a job starts from.
 *
 * @param path for PATH, and for LATEST if the job began with a savepoint
 * @param checkpointId for CHECKPOINT
 * @param allowUnclaimedState whether state in the snapshot that no operator of the graph claims is dropped; otherwise
 *     it is an error that names the operators
 */
public record RestoreSpec(Mode mode, @Nullable String path, long checkpointId, boolean allowUnclaimedState) {
    /** Which snapshot. */
    public enum Mode {
        /** None: from the beginning. */
        FRESH,
        /**
         * The latest completed checkpoint of this job; if there is none, what {@code path} names; without a path, from
         * the beginning.
         */
        LATEST,
        /**
         * One checkpoint of this job, on explicit request: newer ones are given up, and what their sinks committed may
         * be written again.
         */
        CHECKPOINT,
        /** A savepoint, or a checkpoint of another job, by its path. It is only read, never deleted. */
        PATH
    }

    public RestoreSpec {
        requireNonNull(mode, "mode is null");
        checkArgument(
                mode == Mode.LATEST || (mode == Mode.PATH) == (path != null), "mode %s and its path do not fit", mode);
    }

    public static RestoreSpec fresh() {
        return new RestoreSpec(Mode.FRESH, null, 0, false);
    }

    public static RestoreSpec latest() {
        return new RestoreSpec(Mode.LATEST, null, 0, false);
    }

    /** For a job that began with a savepoint and may have completed checkpoints since. */
    public static RestoreSpec latestOr(String path) {
        return new RestoreSpec(Mode.LATEST, path, 0, false);
    }

    public static RestoreSpec ofCheckpoint(long checkpointId) {
        return new RestoreSpec(Mode.CHECKPOINT, null, checkpointId, false);
    }

    public static RestoreSpec ofPath(String path) {
        return new RestoreSpec(Mode.PATH, path, 0, false);
    }

    public RestoreSpec withUnclaimedState(boolean allow) {
        return new RestoreSpec(mode, path, checkpointId, allow);
    }
}
