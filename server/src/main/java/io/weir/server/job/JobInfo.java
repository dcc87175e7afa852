package io.weir.server.job;

import io.weir.runtime.task.JobStats;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands, for people.
 *
 * @param error why it failed, restarted or was quarantined last; null if there was nothing
 * @param stats of the running job; null if it does not run
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
        @Nullable JobStats stats) {}
