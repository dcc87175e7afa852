package io.weir.server.job;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.SavepointRequest;
import io.weir.runtime.time.Clock;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.Change;
import io.weir.server.catalog.EntryKind;
import io.weir.server.config.JobSettings;
import io.weir.server.job.JobRecord.OwnSavepoint;
import io.weir.server.job.JobRecord.RestoreRequest;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What statements do with a job: one method each. The caller holds the job's lock ({@link CommandTurns}). Methods block until the job has done what was asked; they throw {@link
 * io.weir.spi.error.WeirException} and leave the job as it was if it cannot.
 */
final class JobCommands {
    private static final Logger LOG = LoggerFactory.getLogger(JobCommands.class);

    private final CatalogLog log;
    private final JobPlanner planner;
    private final RestorePoints restorePoints;
    private final Savepoints savepoints;
    private final JobStarts starts;
    private final JobEndings endings;
    private final JobDefaults defaults;
    private final Clock clock;

    JobCommands(
            CatalogLog log,
            JobPlanner planner,
            RestorePoints restorePoints,
            Savepoints savepoints,
            JobStarts starts,
            JobEndings endings,
            JobDefaults defaults,
            Clock clock) {
        this.log = log;
        this.planner = planner;
        this.restorePoints = restorePoints;
        this.savepoints = savepoints;
        this.starts = starts;
        this.endings = endings;
        this.defaults = defaults;
        this.clock = clock;
    }

    // Ending

    void stop(Job job) {
        JobRecord record = job.record();
        if (record.state() == JobState.STOPPED) {
            return;
        }
        if (!record.state().canGoTo(JobState.STOPPED)) {
            throw record.state().refuse(record.name(), "STOP JOB");
        }
        boolean keepsCheckpoints =
                defaults.settings(record.options()).checkpoints().retention()
                        == CheckpointConfig.Retention.RETAIN_ON_CANCELLATION;
        job.save(before -> before.toBuilder()
                .state(JobState.STOPPED, clock.currentTimeMillis())
                .hasCheckpoints(before.hasCheckpoints() && keepsCheckpoints)
                .build());
        endings.cancel(job);
    }

    SavepointRecord stopWithSavepoint(
            Job job, @Nullable String savepointName, @Nullable String directory, boolean drain) {
        JobRecord record = job.record();
        JobExecution execution = running(job, "STOP JOB ... WITH SAVEPOINT");
        SavepointRequest request = savepoints.request(record, savepointName, directory, FreezeRequest.Form.CANONICAL);
        String savepoint = savepointName == null ? record.name() + "-" + clock.currentTimeMillis() : savepointName;
        savepoints.checkIsNew(savepoint);
        CheckpointStats taken = endings.withSavepoint(job, execution, request, drain, JobState.STOPPING);
        SavepointRecord saved = savepoints.record(savepoint, record, request, taken);
        job.save(
                before -> before.toBuilder()
                        .state(JobState.STOPPED, clock.currentTimeMillis())
                        .restore(null)
                        .hasCheckpoints(true)
                        .build(),
                Change.put(EntryKind.SAVEPOINT, Unknown.key(savepoint), saved.toJson()));
        return saved;
    }

    void suspend(Job job) {
        JobRecord record = job.record();
        if (record.state() == JobState.SUSPENDED) {
            return;
        }
        if (!record.state().isActive()) {
            throw record.state().refuse(record.name(), "ALTER JOB ... SUSPEND");
        }
        UnaryOperator<JobRecord> whereFrom = endToGoOn(job);
        job.save(before -> whereFrom.apply(before).toBuilder()
                .state(JobState.SUSPENDED, clock.currentTimeMillis())
                .build());
    }

    /** Ends the job so that it can go on exactly there. @return what says from where, to be written down */
    private UnaryOperator<JobRecord> endToGoOn(Job job) {
        JobExecution execution = job.execution();
        if (execution == null || execution.status() != JobStatus.RUNNING) {
            endings.suspend(job); // there is nothing to save but what its latest checkpoint has
            return UnaryOperator.identity();
        }
        SavepointRequest request = savepoints.request(job.record(), null, null, FreezeRequest.Form.CANONICAL);
        CheckpointStats taken = endings.withSavepoint(job, execution, request, false, JobState.SUSPENDING);
        OwnSavepoint savepoint = new OwnSavepoint(Savepoints.path(request, taken), taken.checkpointId());
        return before -> {
            List<OwnSavepoint> own = new ArrayList<>(before.ownSavepoints());
            own.add(savepoint);
            return before.toBuilder()
                    .restore(null)
                    .ownSavepoints(own)
                    .hasCheckpoints(true)
                    .build();
        };
    }

    void drop(Job job, JobRegistry jobs) {
        // First the catalog: a job that was cancelled but comes back would begin anew and write everything twice.
        job.drop();
        jobs.remove(job);
        LOG.info("job dropped job={} id={}", job.record().name(), job.record().id());
        endings.cancel(job);
        restorePoints.retainLocalCopies(jobs.all());
    }

    // Starting again

    void resume(Job job) {
        if (job.record().state().isActive()) {
            throw job.record().state().refuse(job.record().name(), "ALTER JOB ... RESUME");
        }
        starts.startAgain(job, UnaryOperator.identity(), true);
    }

    void restart(Job job) {
        endings.suspend(job);
        starts.startAgain(job, UnaryOperator.identity(), false);
    }

    void restoreFrom(Job job, @Nullable String path, long checkpointId) {
        JobSettings settings = defaults.settings(job.record().options());
        if (path == null) {
            restorePoints.check(job.record(), settings.checkpoints(), checkpointId); // refused before anything is ended
        }
        endings.suspend(job);
        long newest = restorePoints.newest(job.record().id(), settings.checkpoints());
        RestoreRequest request = new RestoreRequest(path, checkpointId, newest);
        starts.startAgain(job, record -> record.toBuilder().restore(request).build(), true);
    }

    void changeOptions(Job job, Map<String, String> set, Collection<String> reset) {
        JobRecord record = job.record();
        Map<String, String> options = new TreeMap<>(record.options());
        options.putAll(set);
        reset.forEach(options::remove);
        JobSettings settings = defaults.settings(options);
        boolean restarts =
                OptionChanges.needsRestart(record.name(), OptionChanges.changedKeys(record.options(), options));
        JobExecution execution = job.execution();
        boolean isRunning = execution != null && !execution.status().isTerminal();
        if (restarts && isRunning) {
            planner.plan(record.sql(), record.user(), settings); // refused before anything is ended
            UnaryOperator<JobRecord> whereFrom = endToGoOn(job);
            starts.startAgain(
                    job,
                    before ->
                            whereFrom.apply(before).toBuilder().options(options).build(),
                    false);
            return;
        }
        job.save(before -> before.toBuilder().options(options).build());
        if (execution != null && isRunning) {
            execution.reconfigure(settings.checkpoints());
        }
    }

    // Running on

    SavepointRecord createSavepoint(
            Job job, String savepointName, @Nullable String directory, FreezeRequest.Form form) {
        savepoints.checkIsNew(savepointName);
        JobExecution execution = running(job, "CREATE SAVEPOINT");
        SavepointRequest request = savepoints.request(job.record(), savepointName, directory, form);
        CheckpointStats taken = endings.awaitSavepoint(job, execution.triggerSavepoint(request));
        commitSavepoint(job, execution, Savepoints.path(request, taken));
        SavepointRecord saved = savepoints.record(savepointName, job.record(), request, taken);
        log.commit(List.of(Change.put(EntryKind.SAVEPOINT, Unknown.key(savepointName), saved.toJson())));
        return saved;
    }

    /**
     * A savepoint names rows that the sinks have pre-committed, and commits nothing itself: the job may yet go back to
     * an older checkpoint, and write them again. Nobody who begins from the savepoint could tell whether they are there.
     * So a checkpoint of the job's own follows, behind which they are, whatever becomes of the job.
     */
    private void commitSavepoint(Job job, JobExecution execution, String path) {
        try {
            endings.awaitSavepoint(job, execution.triggerCheckpoint());
        } catch (WeirException e) {
            if (execution.status() == JobStatus.FINISHED) {
                return; // everything is committed
            }
            restorePoints.delete(path);
            throw new WeirException(
                    e.code(),
                    "savepoint was given up, because the checkpoint of job \""
                            + job.record().name() + "\" behind it failed: " + e.getMessage(),
                    e);
        }
    }

    private static JobExecution running(Job job, String command) {
        JobExecution execution = job.execution();
        if (execution == null || execution.status() != JobStatus.RUNNING) {
            throw job.record().state().refuse(job.record().name(), command);
        }
        return execution;
    }
}
