package io.weir.server.job;

import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.task.JobStats;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands, for people.
 *
 * @param error why it failed, restarted or was quarantined last; null if there was nothing
 * @param stats of the running job; null if it does not run
 * @param checkpoints the latest ones, newest first, those of earlier servers too
 * @param failures the latest ones, newest first, those under earlier servers too
 */
public record JobInfo(
        String id,
        String name,
        String sql,
        String user,
        JobState state,
        long createdMillis,
        long stateMillis,
        Map<String, String> options,
        @Nullable String error,
        long errorMillis,
        @Nullable JobStats stats,
        List<CheckpointStats> checkpoints,
        List<JobFailure> failures) {
    public JobInfo {
        checkpoints = List.copyOf(checkpoints);
        failures = List.copyOf(failures);
    }
}
