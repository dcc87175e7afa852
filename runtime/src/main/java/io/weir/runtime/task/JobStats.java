package io.weir.runtime.task;

import io.weir.runtime.checkpoint.CheckpointOverview;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param attempt grows with each start
 * @param restarts {@code numRestarts}
 * @param statusSinceMillis when the status last changed
 * @param failures the latest causes, newest first, bounded
 */
public record JobStats(
        String jobId,
        JobStatus status,
        long statusSinceMillis,
        long attempt,
        long restarts,
        List<Failure> failures,
        CheckpointOverview checkpoints,
        List<SubtaskStats> subtasks) {
    public JobStats {
        failures = List.copyOf(failures);
        subtasks = List.copyOf(subtasks);
    }

    /**
     * A failure of the job.
     *
     * @param where the subtask, such as {@code count (2/4)}; null if it was not in one
     * @param cause as it was thrown
     */
    public record Failure(long timeMillis, @Nullable String where, Throwable cause) {}
}
