package io.weir.runtime.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a job at a glance.
 *
 * @param triggered {@code totalNumberOfCheckpoints}
 * @param inProgress {@code numberOfInProgressCheckpoints}
 * @param completed {@code numberOfCompletedCheckpoints}
 * @param failed {@code numberOfFailedCheckpoints}
 * @param restored how often the job was restored
 * @param consecutiveFailures counted against {@code tolerable-failed-checkpoints}
 * @param lastCompletedId 0 if none
 * @param restoredId the checkpoint that the current attempt started from; 0 if none
 * @param restoredPath where from; null if none
 * @param restoreTimeMillis since the epoch; 0 if none
 * @param history newest first, bounded
 */
public record CheckpointOverview(
        long triggered,
        int inProgress,
        long completed,
        long failed,
        long restored,
        int consecutiveFailures,
        long lastCompletedId,
        long restoredId,
        @Nullable String restoredPath,
        long restoreTimeMillis,
        List<CheckpointStats> history) {
    public CheckpointOverview {
        history = List.copyOf(history);
    }
}
