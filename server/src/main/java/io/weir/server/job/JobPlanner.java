package io.weir.server.job;

import io.weir.planner.PlannedStatement;
import io.weir.server.config.JobSettings;

/** Plans the statement of a job against the catalog as it is now. Blocks for as long as planning takes. Thread-safe. */
@FunctionalInterface
public interface JobPlanner {
    /**
     * @param sql a CREATE JOB statement
     * @throws io.weir.spi.error.WeirException if the statement has no plan (any more)
     */
    PlannedStatement plan(String sql, String user, JobSettings settings);
}
