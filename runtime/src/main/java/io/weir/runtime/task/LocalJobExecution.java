package io.weir.runtime.task;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.spi.storage.CheckpointStorage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A job as others see it: what they ask for goes to the job's task as mail, what they look at is what that has
 * published last.
 */
final class LocalJobExecution implements JobExecution {
    private final String jobId;
    private final Executor io;
    private final JobTask task;

    LocalJobExecution(
            RuntimeEnvironment environment,
            JobGraph graph,
            ExecutionConfig config,
            RestoreSpec restore,
            JobListener listener) {
        jobId = config.jobId();
        io = environment.io();
        task = new JobTask(environment, graph, config, restore, listener);
    }

    void start() {
        task.start();
    }

    @Override
    public String jobId() {
        return jobId;
    }

    @Override
    public JobStatus status() {
        return task.report().status();
    }

    @Override
    public CompletableFuture<JobStatus> termination() {
        return task.termination();
    }

    @Override
    public CompletableFuture<JobStatus> cancel() {
        task.post(() -> task.end(JobStatus.CANCELLED));
        return termination();
    }

    @Override
    public CompletableFuture<JobStatus> suspend() {
        task.post(() -> task.end(JobStatus.SUSPENDED));
        return termination();
    }

    @Override
    public CompletableFuture<CheckpointStats> triggerCheckpoint() {
        CompletableFuture<CheckpointStats> future = new CompletableFuture<>();
        task.post(() -> task.request(Barrier.Kind.CHECKPOINT, future, null, null));
        return future;
    }

    @Override
    public CompletableFuture<CheckpointStats> triggerSavepoint(SavepointRequest savepoint) {
        return savepoint(Barrier.Kind.SAVEPOINT, savepoint);
    }

    @Override
    public CompletableFuture<CheckpointStats> stop(SavepointRequest savepoint, boolean drain) {
        return savepoint(drain ? Barrier.Kind.DRAIN : Barrier.Kind.STOP, savepoint);
    }

    private CompletableFuture<CheckpointStats> savepoint(Barrier.Kind kind, SavepointRequest savepoint) {
        CompletableFuture<CheckpointStats> future = new CompletableFuture<>();
        io.execute(() -> {
            try {
                CheckpointStorage opened =
                        task.storageProvider().openSavepoint(savepoint.directory(), savepoint.name());
                task.post(() -> task.request(kind, future, savepoint, opened));
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    @Override
    public CompletableFuture<Long> triggerEpoch() {
        CompletableFuture<Long> future = new CompletableFuture<>();
        task.post(() -> task.requestEpoch(future));
        return future;
    }

    @Override
    public void reconfigure(CheckpointConfig checkpoints) {
        task.post(() -> task.reconfigure(checkpoints));
    }

    @Override
    public JobStats stats() {
        return task.report().stats();
    }

    @Override
    public String toString() {
        return "job " + jobId;
    }
}
