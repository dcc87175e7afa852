package io.weir.runtime.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one checkpoint, under way or ended; the names are those of Flink's pages.
 *
 * @param checkpointId ascending in a job
 * @param kind CHECKPOINT, UNALIGNED_CHECKPOINT, SAVEPOINT, SYNC_SAVEPOINT (stop)
 * @param triggerTimeMillis since the epoch
 * @param latestAckTimeMillis since the epoch; 0 before the first acknowledgement
 * @param endTimeMillis since the epoch; 0 while in progress
 * @param acknowledgedSubtasks out of {@code subtaskCount}
 * @param checkpointedBytes bytes written for this checkpoint (its increment)
 * @param fullBytes bytes of all state it refers to
 * @param persistedInFlightBytes in-flight data written by an unaligned checkpoint
 * @param externalPath where it can be restored from; null unless completed
 * @param failureCause null unless failed
 * @param subtasks one for each acknowledged subtask
 */
public record CheckpointStats(
        long checkpointId,
        Kind kind,
        Status status,
        long triggerTimeMillis,
        long latestAckTimeMillis,
        long endTimeMillis,
        int acknowledgedSubtasks,
        int subtaskCount,
        long checkpointedBytes,
        long fullBytes,
        long persistedInFlightBytes,
        @Nullable String externalPath,
        @Nullable String failureCause,
        List<SubtaskCheckpointStats> subtasks) {

    /** As Flink's REST interface names them. */
    public enum Kind {
        CHECKPOINT,
        UNALIGNED_CHECKPOINT,
        SAVEPOINT,
        SYNC_SAVEPOINT
    }

    /** Where it stands. */
    public enum Status {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    public CheckpointStats {
        subtasks = List.copyOf(subtasks);
    }

    /** End-to-end duration, up to the last acknowledgement while in progress. */
    public long durationMillis() {
        return Math.max(0, (endTimeMillis > 0 ? endTimeMillis : latestAckTimeMillis) - triggerTimeMillis);
    }
}
