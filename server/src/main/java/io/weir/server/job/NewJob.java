package io.weir.server.job;

import static java.util.Objects.requireNonNull;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.task.RestoreSpec;
import java.util.Map;

/**
 * A job to be created.
 *
 * @param sql the CREATE JOB statement, as it is kept
 * @param options all that is set for it, by key; checked
 * @param planned what it will run
 * @param restore what it starts from
 */
public record NewJob(
        String name,
        String sql,
        String user,
        Map<String, String> options,
        PlannedStatement planned,
        RestoreSpec restore) {
    public NewJob {
        requireNonNull(name, "name is null");
        requireNonNull(sql, "sql is null");
        requireNonNull(user, "user is null");
        options = Map.copyOf(options);
        requireNonNull(planned, "planned is null");
        requireNonNull(restore, "restore is null");
    }
}
