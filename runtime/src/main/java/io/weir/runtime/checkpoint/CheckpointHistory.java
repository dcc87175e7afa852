package io.weir.runtime.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts of a job's checkpoints, and the latest ones in detail. */
final class CheckpointHistory {
    private static final int KEPT = 50;

    private final ArrayDeque<CheckpointStats> ended = new ArrayDeque<>();
    private long triggered;
    private long completed;
    private long failed;
    private long restored;
    private long lastCompletedId;
    private long restoredId;
    private @Nullable String restoredPath;
    private long restoreTimeMillis;

    void triggered() {
        triggered++;
    }

    void ended(CheckpointStats stats) {
        if (stats.status() == CheckpointStats.Status.COMPLETED) {
            completed++;
            lastCompletedId = stats.checkpointId();
        } else {
            failed++;
        }
        ended.addFirst(stats);
        if (ended.size() > KEPT) {
            ended.removeLast();
        }
    }

    void restored(long checkpointId, @Nullable String path, long nowMillis) {
        restored++;
        restoredId = checkpointId;
        restoredPath = path;
        restoreTimeMillis = nowMillis;
    }

    CheckpointOverview overview(List<CheckpointStats> inProgress, int consecutiveFailures) {
        List<CheckpointStats> all = new ArrayList<>(inProgress);
        all.addAll(ended);
        return new CheckpointOverview(
                triggered,
                inProgress.size(),
                completed,
                failed,
                restored,
                consecutiveFailures,
                lastCompletedId,
                restoredId,
                restoredPath,
                restoreTimeMillis,
                all);
    }
}
