package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.jobgraph.JobGraph;

/** Runs jobs in this process. */
public final class LocalJobRunner implements JobRunner {
    private final RuntimeEnvironment environment;

    public LocalJobRunner(RuntimeEnvironment environment) {
        this.environment = requireNonNull(environment, "environment is null");
    }

    @Override
    public JobExecution start(JobGraph graph, ExecutionConfig config, RestoreSpec restore, JobListener listener) {
        LocalJobExecution job = new LocalJobExecution(environment, graph, config, restore, listener);
        job.start();
        return job;
    }
}
