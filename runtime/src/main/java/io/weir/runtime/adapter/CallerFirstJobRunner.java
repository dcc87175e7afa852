package io.weir.runtime.adapter;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.LocalJobRunner;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.task.RuntimeEnvironment;

/**
 * Runs short jobs: {@link #start} works on the job itself for some milliseconds before it returns, and what is not done
 * then goes on as any other job does. For jobs whose sources do not keep a thread waiting. Thread-safe.
 */
public final class CallerFirstJobRunner implements JobRunner {
    private final RuntimeEnvironment environment;

    public CallerFirstJobRunner(RuntimeEnvironment environment) {
        this.environment = requireNonNull(environment, "environment is null");
    }

    @Override
    public JobExecution start(JobGraph graph, ExecutionConfig config, RestoreSpec restore, JobListener listener) {
        CallerFirst caller = new CallerFirst(environment.scheduler(), environment.io());
        RuntimeEnvironment own = new RuntimeEnvironment(
                caller,
                environment.timers(),
                environment.clock(),
                caller::execute,
                environment.storage(),
                environment.exchangeMemory(),
                environment.stateBackends(),
                environment.random());
        JobExecution job = new LocalJobRunner(own).start(graph, config, restore, listener);
        caller.run(() -> job.status().isTerminal());
        return job;
    }
}
