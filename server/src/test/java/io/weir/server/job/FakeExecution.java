package io.weir.server.job;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointOverview;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobStats;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.SavepointRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A job that runs until the test ends it. */
final class FakeExecution implements JobExecution {
    private final CompletableFuture<JobStatus> termination = new CompletableFuture<>();
    private final CountDownLatch suspending = new CountDownLatch(1);
    private volatile boolean suspendsAtOnce;

    void end(JobStatus status) {
        termination.complete(status);
    }

    void suspendsAtOnce() {
        suspendsAtOnce = true;
    }

    /** Until somebody wants it suspended. */
    void awaitSuspend() throws InterruptedException {
        suspending.await();
    }

    @Override
    public String jobId() {
        return "id";
    }

    @Override
    public JobStatus status() {
        return termination.getNow(JobStatus.RUNNING);
    }

    @Override
    public CompletableFuture<JobStatus> termination() {
        return termination;
    }

    @Override
    public CompletableFuture<JobStatus> cancel() {
        end(JobStatus.CANCELLED);
        return termination;
    }

    @Override
    public CompletableFuture<JobStatus> suspend() {
        suspending.countDown();
        if (suspendsAtOnce) {
            end(JobStatus.SUSPENDED);
        }
        return termination;
    }

    @Override
    public CompletableFuture<CheckpointStats> stop(SavepointRequest savepoint, boolean drain) {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<CheckpointStats> triggerCheckpoint() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<CheckpointStats> triggerSavepoint(SavepointRequest savepoint) {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Long> triggerEpoch() {
        return new CompletableFuture<>();
    }

    @Override
    public void reconfigure(CheckpointConfig checkpoints) {}

    @Override
    public JobStats stats() {
        return new JobStats(
                jobId(),
                status(),
                0,
                1,
                0,
                List.of(),
                new CheckpointOverview(0, 0, 0, 0, 0, 0, 0, 0, null, 0, List.of()),
                List.of());
    }
}
