package io.weir.runtime.task;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointStats;
import java.util.concurrent.CompletableFuture;

/**
 * A job that runs, with all its attempts, until it has ended. All methods may be called from any thread and return at
 * once; futures complete on a worker, so what depends on them must not block or must run elsewhere.
 */
public interface JobExecution {
    String jobId();

    JobStatus status();

    /**
     * Completes with the terminal status once everything is closed; never exceptionally. For the cause see
     * {@link #stats}.
     */
    CompletableFuture<JobStatus> termination();

    /**
     * Ends the job without a savepoint. Its checkpoints are kept or deleted as
     * {@code externalized-checkpoint-retention} says.
     */
    CompletableFuture<JobStatus> cancel();

    /** Ends the job because the server goes down: nothing is deleted, transactions that are pre-committed stay so. */
    CompletableFuture<JobStatus> suspend();

    /**
     * Takes a savepoint and, when it and its commits are complete, ends the job with {@link JobStatus#STOPPED}.
     *
     * @param drain whether event time is moved to its end first, so that all windows fire; such a savepoint is for
     *     reading results, not for going on
     * @return fails, with the job running on, if the savepoint could not be completed
     */
    CompletableFuture<CheckpointStats> stop(SavepointRequest savepoint, boolean drain);

    /** Takes a checkpoint now. Fails if the job is not running or the checkpoint fails. */
    CompletableFuture<CheckpointStats> triggerCheckpoint();

    CompletableFuture<CheckpointStats> triggerSavepoint(SavepointRequest savepoint);

    /** Ends an epoch now; completes when every sink has seen its end. */
    CompletableFuture<Long> triggerEpoch();

    /** Takes over what can change on a running job: everything but the directory. */
    void reconfigure(CheckpointConfig checkpoints);

    /** The state of affairs now; consistent enough for people. */
    JobStats stats();
}
