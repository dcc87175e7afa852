package io.weir.runtime.task;

import io.weir.runtime.jobgraph.JobGraph;

/** Starts jobs. Thread-safe. */
@FunctionalInterface
public interface JobRunner {
    /**
     * Starts a job and returns at once; what goes wrong from here on, opening its storage included, is told by its
     * status and the listener.
     *
     * @param restore what the first attempt starts from; later ones start from the latest completed checkpoint
     */
    JobExecution start(JobGraph graph, ExecutionConfig config, RestoreSpec restore, JobListener listener);
}
