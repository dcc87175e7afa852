package io.weir.server.job;

import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.time.Clock;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.Change;
import io.weir.server.catalog.EntryKind;
import io.weir.server.job.JobRecord.OwnSavepoint;
import io.weir.server.job.JobRecord.RestoreRequest;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what becomes of jobs. What the runtime tells, on any thread, is taken over on the background thread, one event after the other. */
final class JobEvents {
    private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);
    private static final long RETRY_MILLIS = 5_000;

    /** Of writing down how a job has ended: an hour, in which somebody may make room on the disk. */
    private static final int END_TRIES = 720;

    private final CatalogLog log;
    private final RestorePoints restorePoints;
    private final JobDefaults defaults;
    private final Clock clock;
    private final ScheduledExecutorService background;
    private final BooleanSupplier closing;

    /** @param closing whether the server goes down: the jobs that end then go on with its next start */
    JobEvents(
            CatalogLog log,
            RestorePoints restorePoints,
            JobDefaults defaults,
            Clock clock,
            ScheduledExecutorService background,
            BooleanSupplier closing) {
        this.log = log;
        this.restorePoints = restorePoints;
        this.defaults = defaults;
        this.clock = clock;
        this.background = background;
        this.closing = closing;
    }

    // From any thread

    JobListener listener(Job job) {
        return new Listener(job);
    }

    /** An execution of the job has ended. */
    void ended(Job job, JobExecution execution, JobStatus status) {
        later(() -> takeOverEnd(job, execution, status, END_TRIES));
    }

    /** The job is dropped: its history goes, behind what its last checkpoints have to say. */
    void forget(Job job) {
        later(job.history()::delete);
    }

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

    // On the background thread

    private void changed(Job job, JobStatus status, @Nullable Throwable cause) {
        JobState next = switch (status) {
            case STARTING -> JobState.STARTING;
            case RUNNING -> JobState.RUNNING;
            case RESTARTING -> JobState.RESTARTING;
            case STOPPING, CANCELLING, FINISHED, STOPPED, CANCELLED, FAILED, SUSPENDED -> null;
        };
        long now = clock.currentTimeMillis();
        if ((status == JobStatus.RESTARTING || status == JobStatus.FAILED) && cause != null) {
            job.history().add(new JobFailure(now, JobFailure.text(cause)));
        }
        // In memory only: whether it runs or restarts at this moment is found out anew after a start of the server.
        job.update(record -> changed(record, next, cause, now));
    }

    private static JobRecord changed(JobRecord record, @Nullable JobState next, @Nullable Throwable cause, long now) {
        JobRecord.Builder changed = record.toBuilder();
        if (next == JobState.RESTARTING && cause != null) {
            LOG.warn("job restarts job={} id={} cause={}", record.name(), record.id(), JobFailure.text(cause));
            changed.error(JobFailure.text(cause), now);
        }
        // A command under way has the say: SUSPENDING and STOPPING stay until it has ended.
        if (next != null
                && record.state().isActive()
                && record.state().canGoTo(next)
                && record.state() != JobState.SUSPENDING
                && record.state() != JobState.STOPPING) {
            changed.state(next, now);
        }
        return changed.build();
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
        RestoreRequest carriedOut =
                request != null && checkpoint.checkpointId() > request.newestThen() ? request : null;
        List<OwnSavepoint> done = doneWith(record);
        if (!record.hasCheckpoints() || carriedOut != null || !done.isEmpty()) {
            job.save(before -> {
                List<OwnSavepoint> needed = new ArrayList<>(before.ownSavepoints());
                needed.removeAll(done);
                RestoreRequest asked = before.restore();
                return before.toBuilder()
                        .restore(asked == null || asked.equals(carriedOut) ? null : asked)
                        .ownSavepoints(needed)
                        .hasCheckpoints(true)
                        .build();
            });
            done.forEach(own -> restorePoints.delete(own.path()));
        }
        String from = request == null ? null : request.path();
        if (carriedOut != null && from != null) {
            claim(record, from);
        }
    }

    /** Savepoints of the job's own to which no checkpoint refers any more. */
    private List<OwnSavepoint> doneWith(JobRecord record) {
        if (record.ownSavepoints().isEmpty()) {
            return List.of();
        }
        List<Long> there = restorePoints.list(
                record.id(), defaults.settings(record.options()).checkpoints());
        return record.ownSavepoints().stream()
                .filter(own -> !there.contains(own.checkpointId()))
                .toList();
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

    /**
     * Until it is written down, the job is shown as one that runs, and would be one with the next start of the server;
     * so it is tried again.
     */
    private void takeOverEnd(Job job, JobExecution execution, JobStatus status, int tries) {
        try {
            takeOverEnd(job, execution, status);
        } catch (WeirException e) {
            if (tries <= 1 || background.isShutdown()) {
                throw e;
            }
            LOG.warn("end of a job not written down, is tried again status={} tries={}", status, tries - 1, e);
            ScheduledFuture<?> unused = background.schedule(
                    () -> later(() -> takeOverEnd(job, execution, status, tries - 1)),
                    RETRY_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Endings that are not written down here are answers to commands, which write down what they mean. */
    private void takeOverEnd(Job job, JobExecution execution, JobStatus status) {
        JobRecord record = job.record();
        if (job.execution() != execution || job.isDropped() || !record.state().isActive()) {
            return;
        }
        long now = clock.currentTimeMillis();
        if (status == JobStatus.FINISHED) {
            LOG.info("job finished job={} id={}", record.name(), record.id());
            job.save(before -> ifActive(before, before.toBuilder().state(JobState.FINISHED, now)));
        } else if (status == JobStatus.FAILED) {
            Throwable cause = execution.stats().failures().isEmpty()
                    ? null
                    : execution.stats().failures().get(0).cause();
            LOG.error("job failed job={} id={}", record.name(), record.id(), cause);
            String text = cause == null ? "unknown" : JobFailure.text(cause);
            job.save(before -> ifActive(
                    before, before.toBuilder().state(JobState.FAILED, now).error(text, now)));
        } else if (status == JobStatus.STOPPED) {
            endedWithoutAWord(job, execution, JobState.STOPPED);
        } else if (status == JobStatus.SUSPENDED && !closing.getAsBoolean()) {
            endedWithoutAWord(job, execution, JobState.SUSPENDED);
        }
    }

    /** A command may have ended the job in the same moment, and has written that down. */
    private static JobRecord ifActive(JobRecord before, JobRecord.Builder changed) {
        return before.state().isActive() ? changed.build() : before;
    }

    /**
     * Sees to it that a job is not shown as one that runs when it has ended: the command that ended it may have been
     * cancelled, or have failed, before it could write that down.
     */
    private void endedWithoutAWord(Job job, JobExecution execution, JobState state) {
        if (!job.tryLock()) {
            // A command is under way, and has the say.
            ScheduledFuture<?> unused = background.schedule(
                    () -> ended(job, execution, execution.status()), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        try {
            JobRecord record = job.record();
            if (job.execution() == execution
                    && !job.isDropped()
                    && record.state().isActive()) {
                LOG.warn(
                        "job ended by a statement that did not come to its end job={} id={}",
                        record.name(),
                        record.id());
                long now = clock.currentTimeMillis();
                job.save(before -> before.toBuilder().state(state, now).build());
            }
        } finally {
            job.unlock();
        }
    }
}
