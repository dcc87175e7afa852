package io.weir.server.job;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.time.Clock;
import io.weir.server.config.JobSettings;
import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.WeirException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans jobs and starts them: for a statement, while it waits; or soon, for those that were at work when the server ended. */
final class JobStarts {
    private static final Logger LOG = LoggerFactory.getLogger(JobStarts.class);
    private static final long RETRY_MILLIS = 5_000;

    private final JobPlanner planner;
    private final JobRunner runner;
    private final RestorePoints restorePoints;
    private final JobEvents events;
    private final JobDefaults defaults;
    private final Clock clock;
    private final ScheduledExecutorService background;
    private final Executor starters;
    private final BooleanSupplier closing;

    /**
     * @param background only hands over to {@code starters}
     * @param starters plan and start jobs at the server's start, side by side
     * @param closing whether the server goes down: nothing is started any more
     */
    JobStarts(
            JobPlanner planner,
            JobRunner runner,
            RestorePoints restorePoints,
            JobEvents events,
            JobDefaults defaults,
            Clock clock,
            ScheduledExecutorService background,
            Executor starters,
            BooleanSupplier closing) {
        this.planner = planner;
        this.runner = runner;
        this.restorePoints = restorePoints;
        this.events = events;
        this.defaults = defaults;
        this.clock = clock;
        this.background = background;
        this.starters = starters;
        this.closing = closing;
    }

    // For a statement

    /** Starts a job as planned; the command's lock is held. */
    void launch(Job job, JobGraph graph, JobSettings settings, RestoreSpec restore) {
        JobExecution execution =
                runner.start(graph, settings.execution(job.record().id()), restore, events.listener(job));
        job.setExecution(execution);
        if (closing.getAsBoolean()) { // too late for whoever ends all jobs to see it
            CompletableFuture<JobStatus> unusedEnd = execution.suspend();
        }
        CompletableFuture<Void> unused =
                execution.termination().thenAccept(status -> events.ended(job, execution, status));
    }

    /**
     * Plans a job and starts it from where its record says. If that cannot be, a job that ran until now does no more,
     * and says so.
     *
     * @param change what is written down with the start, if there is one
     * @param samePlan whether another plan than that of its state is refused
     */
    void startAgain(Job job, UnaryOperator<JobRecord> change, boolean samePlan) {
        try {
            startFrom(job, change, samePlan);
        } catch (RuntimeException | StackOverflowError e) {
            if (job.record().state().isActive()) {
                quarantine(job, e);
            }
            throw e;
        }
    }

    private void startFrom(Job job, UnaryOperator<JobRecord> change, boolean samePlan) {
        JobRecord wanted = change.apply(job.record());
        JobSettings settings = defaults.settings(wanted.options());
        PlannedStatement planned = planner.plan(wanted.sql(), wanted.user(), settings);
        if (samePlan) {
            OperatorIds.checkSame(wanted, planned.graph());
        }
        RestoreSpec restore =
                restorePoints.of(wanted, settings.checkpoints(), settings.ignoresUnclaimedState() || !samePlan);
        job.save(record -> change.apply(record).toBuilder()
                .state(record.state().to(JobState.STARTING), clock.currentTimeMillis())
                .operatorIds(OperatorIds.of(planned.graph()))
                .noError()
                .build());
        launch(job, planned.graph(), settings, restore);
    }

    private void quarantine(Job job, Throwable cause) {
        long now = clock.currentTimeMillis();
        job.save(record -> record.toBuilder()
                .state(JobState.QUARANTINED, now)
                .error(JobFailure.text(cause), now)
                .build());
    }

    // At the start of the server

    /** Has a job started again from where it was, soon, side by side with others: one that waits for a broker or a NameNode holds up none of them. */
    void resume(Job job) {
        starters.execute(() -> {
            try {
                JobRecord record = job.record();
                if (isToBeResumed(job, record)) {
                    afterPlanning(job, record, planned(job, record));
                }
            } catch (RuntimeException e) {
                // Not the job's fault: a statement holds it for long, or the catalog cannot be written.
                LOG.warn(
                        "job not started yet job={} id={}",
                        job.record().name(),
                        job.record().id(),
                        e);
                resumeLater(job);
            }
        });
    }

    private void resumeLater(Job job) {
        ScheduledFuture<?> unused = background.schedule(() -> resume(job), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Plans a job, without its lock: DROP JOB need not wait for a system that does not answer.
     *
     * @return what is to be done then: what stands against the start becomes the job's state
     */
    private Runnable planned(Job job, JobRecord record) {
        try {
            JobSettings settings = defaults.settings(record.options());
            PlannedStatement planned = planner.plan(record.sql(), record.user(), settings);
            OperatorIds.checkSame(record, planned.graph());
            RestoreSpec restore = restorePoints.of(record, settings.checkpoints(), settings.ignoresUnclaimedState());
            return () -> {
                try {
                    launch(job, planned.graph(), settings, restore);
                } catch (RuntimeException e) {
                    refused(job, e);
                }
            };
        } catch (RuntimeException | StackOverflowError e) {
            return () -> refused(job, e);
        }
    }

    private void refused(Job job, Throwable cause) {
        JobRecord record = job.record();
        if (cause instanceof WeirException known && known.code().errorClass() == ErrorClass.EXTERNAL) {
            LOG.warn("job not started yet job={} id={} cause={}", record.name(), record.id(), cause.getMessage());
            long now = clock.currentTimeMillis();
            job.update(before ->
                    before.toBuilder().error(JobFailure.text(cause), now).build());
            resumeLater(job);
        } else {
            LOG.error(
                    "job quarantined job={} id={} cause={}", record.name(), record.id(), JobFailure.text(cause), cause);
            quarantine(job, cause);
        }
    }

    private boolean isToBeResumed(Job job, JobRecord record) {
        return !closing.getAsBoolean()
                && !job.isDropped()
                && record.state() == JobState.STARTING
                && job.execution() == null;
    }

    /** Does what follows from the planning of {@code record}, unless a statement has changed the job meanwhile: then it is planned anew, if it is still to be started. */
    private void afterPlanning(Job job, JobRecord record, Runnable action) {
        job.lock();
        try {
            if (!isToBeResumed(job, job.record())) {
                return;
            }
            if (job.record().equals(record)) {
                action.run();
            } else {
                resume(job);
            }
        } finally {
            job.unlock();
        }
    }
}
