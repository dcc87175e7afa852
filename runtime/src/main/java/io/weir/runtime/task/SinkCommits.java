package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.checkpoint.CoordinatorAction;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the sinks of a job commit, on I/O threads, again and again with growing pauses if that fails; then the job does.
 * Used by the job's task.
 */
final class SinkCommits {
    private static final Logger LOG = LoggerFactory.getLogger(SinkCommits.class);
    private static final int MAX_TRIES = 8;
    private static final long FIRST_DELAY_MILLIS = 200;

    private final RuntimeEnvironment environment;
    private final JobCalls calls;
    private final CheckpointEffects.Job job;
    private final LongConsumer onCommitted;

    /** @param onCommitted takes the id of a checkpoint all of whose rows are committed */
    SinkCommits(RuntimeEnvironment environment, JobCalls calls, CheckpointEffects.Job job, LongConsumer onCommitted) {
        this.environment = environment;
        this.calls = calls;
        this.job = job;
        this.onCommitted = onCommitted;
    }

    void commit(JobAttempt of, CoordinatorAction.Commit commit) {
        commit(of, commit, 1);
    }

    private void commit(JobAttempt of, CoordinatorAction.Commit commit, int tries) {
        JobCommitters committers = requireNonNull(of.committers);
        long id = commit.checkpointId();
        calls.call(
                of,
                () -> {
                    committers.commit(id, commit.committables());
                    return id;
                },
                committed -> {
                    if (isCurrent(of)) {
                        onCommitted.accept(committed);
                    }
                },
                cause -> {
                    if (isCurrent(of)) {
                        failed(of, commit, tries, cause);
                    }
                });
    }

    private boolean isCurrent(JobAttempt of) {
        return of == job.attempt() && !of.closing;
    }

    private void failed(JobAttempt of, CoordinatorAction.Commit commit, int tries, Throwable cause) {
        if (tries >= MAX_TRIES || Failures.isFinal(cause)) {
            job.fail(new WeirException(
                    ErrorCode.CONNECTOR_FAILURE,
                    "the rows of checkpoint " + commit.checkpointId() + " could not be committed in " + tries
                            + " tries: " + cause.getMessage(),
                    cause));
            return;
        }
        LOG.warn(
                "commit failed job={} checkpoint={} try={}", job.config().jobId(), commit.checkpointId(), tries, cause);
        long delay = FIRST_DELAY_MILLIS << (tries - 1);
        environment
                .timers()
                .at(
                        environment.clock().currentTimeMillis() + delay,
                        () -> calls.post(() -> {
                            if (isCurrent(of)) {
                                commit(of, commit, tries + 1);
                            }
                        }));
    }
}
