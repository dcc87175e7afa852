package io.weir.server.job;

import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.SavepointRequest;
import io.weir.runtime.time.Clock;
import io.weir.spi.error.WeirException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what runs of a job, and waits for it with a bound. Called by commands, which hold the job's lock and write down what the end means. */
final class JobEndings {
    private static final Logger LOG = LoggerFactory.getLogger(JobEndings.class);
    private static final long END_SECONDS = 60;

    private final JobDefaults defaults;
    private final Clock clock;

    JobEndings(JobDefaults defaults, Clock clock) {
        this.defaults = defaults;
        this.clock = clock;
    }

    /** Ends a job for good. */
    void cancel(Job job) {
        end(job, JobExecution::cancel);
    }

    /** Ends a job that goes on from its latest checkpoint. */
    void suspend(Job job) {
        end(job, JobExecution::suspend);
    }

    private static void end(Job job, Function<JobExecution, CompletableFuture<JobStatus>> how) {
        JobExecution execution = job.execution();
        if (execution != null && !execution.status().isTerminal()) {
            awaitEnd(job, how.apply(execution));
        }
    }

    private static void awaitEnd(Job job, CompletableFuture<JobStatus> end) {
        Waiting.await(end, END_SECONDS, "job \"" + job.record().name() + "\" did not end in time");
    }

    /**
     * Ends a job that runs with a savepoint. If that fails the job runs on, if it can.
     *
     * @param drain whether event time is brought to its end
     * @param meanwhile what is seen of the job while it ends
     */
    CheckpointStats withSavepoint(
            Job job, JobExecution execution, SavepointRequest request, boolean drain, JobState meanwhile) {
        job.update(record -> record.toBuilder()
                .state(record.state().to(meanwhile), clock.currentTimeMillis())
                .build());
        try {
            CheckpointStats taken = awaitSavepoint(job, execution.stop(request, drain));
            awaitEnd(job, execution.termination());
            JobRecord record = job.record();
            LOG.info("job ended with savepoint job={} id={} path={}", record.name(), record.id(), taken.externalPath());
            return taken;
        } catch (WeirException e) {
            JobState now = stateAfterFailure(execution.status());
            job.save(record ->
                    record.toBuilder().state(now, clock.currentTimeMillis()).build());
            throw e;
        }
    }

    private static JobState stateAfterFailure(JobStatus status) {
        return switch (status) {
            case RUNNING -> JobState.RUNNING;
            case FAILED -> JobState.FAILED;
            default -> JobState.RESTARTING;
        };
    }

    /** Waits as long as a checkpoint of the job may take. */
    CheckpointStats awaitSavepoint(Job job, CompletableFuture<CheckpointStats> savepoint) {
        long timeoutMillis =
                defaults.settings(job.record().options()).checkpoints().timeoutMillis();
        return Waiting.await(savepoint, timeoutMillis / 1000 + END_SECONDS, "savepoint was not complete in time");
    }
}
