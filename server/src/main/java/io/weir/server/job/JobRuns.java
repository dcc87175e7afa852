package io.weir.server.job;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.time.Clock;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.Change;
import io.weir.server.catalog.EntryKind;
import io.weir.server.config.JobSettings;
import io.weir.server.job.JobRecord.OwnSavepoint;
import io.weir.server.job.JobRecord.RestoreRequest;
import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts jobs, and writes down what becomes of them. What the runtime tells is taken over on the background thread, one event after the other.
 */
final class JobRuns {
    private static final Logger LOG = LoggerFactory.getLogger(JobRuns.class);
    private static final long RETRY_MILLIS = 5_000;

    private final CatalogLog log;
    private final JobPlanner planner;
    private final JobRunner runner;
    private final RestorePoints restorePoints;
    private final JobDefaults defaults;
    private final Clock clock;
    private final ScheduledExecutorService background;
    private final Executor starters;
    private final BooleanSupplier closing;

    /**
     * @param starters plan and start jobs at the server's start, side by side
     * @param closing whether the server goes down: nothing is started any more
     */
    JobRuns(
            CatalogLog log,
            JobPlanner planner,
            JobRunner runner,
            RestorePoints restorePoints,
            JobDefaults defaults,
            Clock clock,
            ScheduledExecutorService background,
            Executor starters,
            BooleanSupplier closing) {
        this.log = log;
        this.planner = planner;
        this.runner = runner;
        this.restorePoints = restorePoints;
        this.defaults = defaults;
        this.clock = clock;
        this.background = background;
        this.starters = starters;
        this.closing = closing;
    }

    /** Has a job started again from where it was, soon, side by side with others: one that waits for a broker or a NameNode holds up none of them. */
    void resume(Job job) {
        starters.execute(() -> {
            try {
                JobRecord record = job.record();
                if (isToBeResumed(job, record)) {
                    afterPlanning(job, record, planned(job, record));
                }
            } catch (
                    RuntimeException
                            e) { // not the job's fault: a statement holds it for long, or the catalog cannot be written
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
            checkSamePlan(record, planned.graph());
            RestoreSpec restore = restorePoints.of(record, settings.checkpoints(), settings.ignoresUnclaimedState());
            return () -> {
                try {
                    launch(job, planned.graph(), settings, restore);
                } catch (RuntimeException e) {
                    refused(job, record, e).run();
                }
            };
        } catch (RuntimeException | StackOverflowError e) {
            return refused(job, record, e);
        }
    }

    private Runnable refused(Job job, JobRecord record, Throwable cause) {
        if (cause instanceof WeirException known && known.code().errorClass() == ErrorClass.EXTERNAL) {
            return () -> {
                LOG.warn("job not started yet job={} id={} cause={}", record.name(), record.id(), cause.getMessage());
                job.setRecord(record.withError(text(cause), clock.currentTimeMillis()));
                resumeLater(job);
            };
        }
        return () -> {
            LOG.error("job quarantined job={} id={} cause={}", record.name(), record.id(), text(cause), cause);
            long now = clock.currentTimeMillis();
            save(job, record.withState(JobState.QUARANTINED, now).withError(text(cause), now));
        };
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

    private static void checkSamePlan(JobRecord record, JobGraph graph) {
        List<String> now = operatorIds(graph);
        if (record.operatorIds().isEmpty() || record.operatorIds().equals(now)) {
            return;
        }
        List<String> gone = new ArrayList<>(record.operatorIds());
        gone.removeAll(now);
        List<String> added = new ArrayList<>(now);
        added.removeAll(record.operatorIds());
        throw new WeirException(
                        ErrorCode.INCOMPATIBLE_STATE,
                        "job \"" + record.name() + "\" is planned differently now, and its state does not fit")
                .withDetail("Gone: " + gone + "; new: " + added + ".")
                .withHint(
                        "ALTER JOB ... RESTART starts it nevertheless, with the state that still fits; or drop it and create it again.");
    }

    static List<String> operatorIds(JobGraph graph) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.chain().stream())
                .map(operator -> operator.operatorId())
                .sorted()
                .toList();
    }

    void launch(Job job, JobGraph graph, JobSettings settings, RestoreSpec restore) {
        JobExecution execution =
                runner.start(graph, settings.execution(job.record().id()), restore, new Listener(job));
        job.setExecution(execution);
        if (closing.getAsBoolean()) { // too late for whoever ends all jobs to see it
            CompletableFuture<JobStatus> unusedEnd = execution.suspend();
        }
        CompletableFuture<Void> unused =
                execution.termination().thenAccept(status -> later(() -> ended(job, execution, status)));
    }

    /**
     * Plans a job and starts it from where its record says. If that cannot be, a job that ran until now does no more,
     * and says so.
     *
     * @param samePlan whether another plan than that of its state is refused
     */
    void startAgain(Job job, JobRecord record, boolean samePlan) {
        try {
            startFrom(job, record, samePlan);
        } catch (WeirException e) {
            JobRecord ended = job.record();
            if (ended.state().isActive()) {
                long now = clock.currentTimeMillis();
                save(job, ended.withState(JobState.QUARANTINED, now).withError(text(e), now));
            }
            throw e;
        }
    }

    private void startFrom(Job job, JobRecord record, boolean samePlan) {
        JobSettings settings = defaults.settings(record.options());
        PlannedStatement planned = planner.plan(record.sql(), record.user(), settings);
        if (samePlan) {
            checkSamePlan(record, planned.graph());
        }
        RestoreSpec restore =
                restorePoints.of(record, settings.checkpoints(), settings.ignoresUnclaimedState() || !samePlan);
        save(
                job,
                record.withState(record.state().to(JobState.STARTING), clock.currentTimeMillis())
                        .withOperatorIds(operatorIds(planned.graph()))
                        .withError(null, 0));
        launch(job, planned.graph(), settings, restore);
    }

    // What happens to a job

    /** The job is dropped: its history goes, behind what its last checkpoints have to say. */
    void forget(Job job) {
        later(job.history()::delete);
    }

    /** Hands what the runtime tells over to the background thread. */
    private final class Listener implements JobListener {
        private final Job job;

        private Listener(Job job) {
            this.job = job;
        }

        @Override
        public void statusChanged(JobStatus status, @Nullable Throwable cause) {
            later(() -> changed(job, status, cause));
        }

        @Override
        public void checkpointEnded(CheckpointStats checkpoint) {
            boolean isCheckpoint = checkpoint.kind() == CheckpointStats.Kind.CHECKPOINT
                    || checkpoint.kind() == CheckpointStats.Kind.UNALIGNED_CHECKPOINT;
            later(() -> job.history().add(checkpoint));
            if (isCheckpoint && checkpoint.status() == CheckpointStats.Status.COMPLETED && job.hasLeftovers()) {
                later(() -> checkpointed(job, checkpoint));
            }
        }
    }

    private void later(Runnable action) {
        if (!background.isShutdown()) {
            background.execute(() -> {
                try {
                    action.run();
                } catch (RuntimeException e) {
                    LOG.error("event of a job not handled", e);
                }
            });
        }
    }

    private void changed(Job job, JobStatus status, @Nullable Throwable cause) {
        JobState next = switch (status) {
            case STARTING -> JobState.STARTING;
            case RUNNING -> JobState.RUNNING;
            case RESTARTING -> JobState.RESTARTING;
            case STOPPING, CANCELLING, FINISHED, STOPPED, CANCELLED, FAILED, SUSPENDED -> null;
        };
        long now = clock.currentTimeMillis();
        if ((status == JobStatus.RESTARTING || status == JobStatus.FAILED) && cause != null) {
            job.history().add(new JobFailure(now, text(cause)));
        }
        synchronized (job) {
            job.setRecord(changed(job.record(), next, cause, now));
        }
    }

    // In memory only: whether it runs or restarts at this moment is found out anew after a start of the server.
    private static JobRecord changed(JobRecord before, @Nullable JobState next, @Nullable Throwable cause, long now) {
        JobRecord record = before;
        if (next == JobState.RESTARTING && cause != null) {
            LOG.warn("job restarts job={} id={} cause={}", record.name(), record.id(), text(cause));
            record = record.withError(text(cause), now);
        }
        // A command under way has the say: SUSPENDING and STOPPING stay until it has ended.
        if (next != null
                && record.state().isActive()
                && record.state().canGoTo(next)
                && record.state() != JobState.SUSPENDING
                && record.state() != JobState.STOPPING) {
            record = record.withState(record.state().to(next), now);
        }
        return record;
    }

    /**
     * The first checkpoint is written down, so that its loss is seen. With a new checkpoint a request to start from
     * somewhere else has been carried out, and savepoints of the job's own may be done with.
     */
    private void checkpointed(Job job, CheckpointStats checkpoint) {
        JobRecord record = job.record();
        if (!record.state().isActive()) {
            return;
        }
        RestoreRequest request = record.restore();
        boolean isCarriedOut = request != null && checkpoint.checkpointId() > request.newestThen();
        List<OwnSavepoint> needed = new ArrayList<>();
        List<OwnSavepoint> done = new ArrayList<>();
        if (!record.ownSavepoints().isEmpty()) {
            List<Long> there = restorePoints.list(
                    record.id(), defaults.settings(record.options()).checkpoints());
            record.ownSavepoints().forEach(own -> (there.contains(own.checkpointId()) ? needed : done).add(own));
        }
        if (!record.hasCheckpoints() || isCarriedOut || !done.isEmpty()) {
            save(
                    job,
                    job.record()
                            .withRestore(isCarriedOut ? null : request)
                            .withOwnSavepoints(needed)
                            .withCheckpoints(true));
            done.forEach(own -> restorePoints.delete(own.path()));
        }
        String from = request == null ? null : request.path();
        if (isCarriedOut && from != null) {
            claim(record, from);
        }
    }

    /** The savepoint a job was created from has become its own, and nothing of the job refers to it any more. */
    private void claim(JobRecord record, String path) {
        if (!defaults.settings(record.options()).claimsSavepoint()) {
            return;
        }
        List<Change> names = log.all(EntryKind.SAVEPOINT).entrySet().stream()
                .filter(entry ->
                        SavepointRecord.fromJson(entry.getValue()).path().equals(path))
                .map(entry -> Change.remove(EntryKind.SAVEPOINT, entry.getKey()))
                .toList();
        if (!names.isEmpty()) {
            log.commit(names);
        }
        LOG.info("savepoint claimed and deleted job={} id={} path={}", record.name(), record.id(), path);
        restorePoints.delete(path);
    }

    private void ended(Job job, JobExecution execution, JobStatus status) {
        if (job.execution() != execution || job.isDropped()) {
            return;
        }
        JobRecord record = job.record();
        long now = clock.currentTimeMillis();
        if (status == JobStatus.FINISHED && record.state().isActive()) {
            LOG.info("job finished job={} id={}", record.name(), record.id());
            save(job, record.withState(JobState.FINISHED, now));
        } else if (status == JobStatus.FAILED && record.state().isActive()) {
            Throwable cause = execution.stats().failures().isEmpty()
                    ? null
                    : execution.stats().failures().get(0).cause();
            LOG.error("job failed job={} id={}", record.name(), record.id(), cause);
            save(job, record.withState(JobState.FAILED, now).withError(cause == null ? "unknown" : text(cause), now));
        }
        if (status == JobStatus.STOPPED) {
            stopped(job, execution);
        }
        // Other endings are answers to commands, which write down what they mean.
    }

    /** Sees to it that a job has not ended without a word: whoever stopped it may have been cancelled before it had. */
    private void stopped(Job job, JobExecution execution) {
        if (!job.tryLock()) {
            // A command is under way, and has the say.
            ScheduledFuture<?> unused = background.schedule(
                    () -> later(() -> ended(job, execution, JobStatus.STOPPED)), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        try {
            JobRecord record = job.record();
            if (job.execution() == execution
                    && !job.isDropped()
                    && record.state().isActive()) {
                LOG.warn("job ended by a statement that was cancelled job={} id={}", record.name(), record.id());
                save(job, record.withState(JobState.STOPPED, clock.currentTimeMillis()));
            }
        } finally {
            job.unlock();
        }
    }

    static String text(Throwable cause) {
        if (cause instanceof WeirException known) {
            return String.valueOf(known.getMessage());
        }
        return "internal error: " + cause;
    }

    /** Writes a record down, with other changes; it is durable and in memory when this returns. */
    void save(Job job, JobRecord record, Change... others) {
        List<Change> changes = new ArrayList<>(List.of(others));
        changes.add(Change.put(EntryKind.JOB, record.id(), record.toJson()));
        log.commit(changes);
        synchronized (job) {
            job.setRecord(record);
        }
    }
}
