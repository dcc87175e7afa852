package io.weir.server.query;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.RestoreSpec;
import io.weir.tables.TableSource;

/**
 * Starts the jobs of statements. One that ends and reads nothing but Weir's own tables is worked on by the thread that
 * starts it, for some milliseconds: most are done then. Others may wait for somebody, and are run by the workers from
 * the beginning.
 */
public final class StatementJobs {
    private final JobRunner workers;
    private final JobRunner callerFirst;

    /** @param callerFirst as {@link io.weir.runtime.adapter.CallerFirstJobRunner} */
    public StatementJobs(JobRunner workers, JobRunner callerFirst) {
        this.workers = workers;
        this.callerFirst = callerFirst;
    }

    public JobExecution start(PlannedStatement planned, ExecutionConfig config) {
        boolean isShort = planned.isBounded()
                && planned.sources().stream().allMatch(source -> source.source() instanceof TableSource);
        return (isShort ? callerFirst : workers).start(planned.graph(), config, RestoreSpec.fresh(), JobListener.NONE);
    }
}
