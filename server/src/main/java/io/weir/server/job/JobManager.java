package io.weir.server.job;

import io.weir.planner.PlannedStatement;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.task.SavepointRequest;
import io.weir.runtime.time.Clock;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.Change;
import io.weir.server.catalog.EntryKind;
import io.weir.server.config.ConfigOption;
import io.weir.server.config.ConfigOptions;
import io.weir.server.config.JobSettings;
import io.weir.server.job.JobRecord.OwnSavepoint;
import io.weir.server.job.JobRecord.RestoreRequest;
import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All jobs. What the user has asked for is in the catalog before the runtime is told, so that a server that dies in between does it at its next
 * start; what happened to a job by itself is written down afterwards.
 *
 * <p>Methods block until the job has done what was asked; they throw {@link WeirException} and leave the job as it was if it cannot. One
 * bad job never takes the server down: what fails about it is its state.
 */
public final class JobManager implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobManager.class);
    private static final int MAX_NAME_LENGTH = 300;
    private static final long SHUTDOWN_SECONDS = 30;
    private static final long RETRY_MILLIS = 5_000;
    private static final long END_SECONDS = 60;

    private final CatalogLog log;
    private final JobPlanner planner;
    private final JobRunner runner;
    private final RestorePoints restorePoints;
    private final JobDefaults defaults;
    private final Clock clock;
    private final Supplier<String> randomIds;
    private final ScheduledExecutorService background;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /**
     * @param randomIds 128 random bits each, {@code [A-Za-z0-9_-]{1,64}}
     * @param background runs what follows from events, in order, on one thread; blocks briefly. Belongs to the caller
     */
    public JobManager(
            CatalogLog log,
            JobPlanner planner,
            JobRunner runner,
            CheckpointStorageProvider storage,
            JobDefaults defaults,
            Clock clock,
            Supplier<String> randomIds,
            ScheduledExecutorService background) {
        this.log = log;
        this.planner = planner;
        this.runner = runner;
        this.restorePoints = new RestorePoints(storage);
        this.defaults = defaults;
        this.clock = clock;
        this.randomIds = randomIds;
        this.background = background;
    }

    // Start

    /** Reads the jobs of the catalog and starts those that were at work when the server ended. Returns before they run. */
    public void start() {
        log.all(EntryKind.JOB).forEach((id, json) -> {
            JobRecord record = JobRecord.fromJson(json);
            jobs.put(key(record.name()), new Job(record));
        });
        for (Job job : jobs.values()) {
            if (job.record().state().isActive()) {
                job.setRecord(job.record().withState(JobState.STARTING, clock.currentTimeMillis()));
                background.execute(() -> resume(job));
            }
        }
    }

    /** Starts a job again from where it was; what stands against it becomes its state. */
    private void resume(Job job) {
        if (closing || job.isDropped() || job.record().state() != JobState.STARTING) {
            return;
        }
        JobRecord record = job.record();
        try {
            JobSettings settings = defaults.settings(record.options());
            PlannedStatement planned = planner.plan(record.sql(), record.user(), settings);
            checkSamePlan(record, planned.graph());
            RestoreSpec restore = restorePoints.of(record, settings.checkpoints(), settings.ignoresUnclaimedState());
            launch(job, planned.graph(), settings, restore);
        } catch (WeirException e) {
            if (e.code().errorClass() == ErrorClass.EXTERNAL) {
                LOG.warn("job not started yet job={} id={} cause={}", record.name(), record.id(), e.getMessage());
                job.setRecord(record.withError(text(e), clock.currentTimeMillis()));
                ScheduledFuture<?> unused = background.schedule(() -> resume(job), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                quarantine(job, text(e));
            }
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("job not started job={} id={}", record.name(), record.id(), e);
            quarantine(job, "internal error: " + e);
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

    private static List<String> operatorIds(JobGraph graph) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.chain().stream())
                .map(operator -> operator.operatorId())
                .sorted()
                .toList();
    }

    private void quarantine(Job job, String why) {
        LOG.error(
                "job quarantined job={} id={} cause={}",
                job.record().name(),
                job.record().id(),
                why);
        long now = clock.currentTimeMillis();
        save(job, job.record().withState(JobState.QUARANTINED, now).withError(why, now));
    }

    private void launch(Job job, JobGraph graph, JobSettings settings, RestoreSpec restore) {
        JobExecution execution =
                runner.start(graph, settings.execution(job.record().id()), restore, new Listener(job));
        job.setExecution(execution);
        CompletableFuture<Void> unused =
                execution.termination().thenAccept(status -> later(() -> ended(job, execution, status)));
    }

    // What happens to a job

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

    /** With a new checkpoint a request to start from somewhere else has been carried out, and savepoints of the job's own may be done with. */
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
        if (isCarriedOut || !done.isEmpty()) {
            save(job, job.record().withRestore(isCarriedOut ? null : request).withOwnSavepoints(needed));
            done.forEach(own -> restorePoints.delete(own.path()));
        }
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
        // Other endings are answers to commands, which write down what they mean.
    }

    static String text(Throwable cause) {
        if (cause instanceof WeirException known) {
            return String.valueOf(known.getMessage());
        }
        return "internal error: " + cause;
    }

    private void save(Job job, JobRecord record, Change... others) {
        List<Change> changes = new ArrayList<>(List.of(others));
        changes.add(Change.put(EntryKind.JOB, record.id(), record.toJson()));
        log.commit(changes);
        synchronized (job) {
            job.setRecord(record);
        }
    }

    // Commands

    /**
     * Creates a job and starts it. It is durable when this returns.
     *
     * @throws WeirException (DUPLICATE_OBJECT)
     */
    public void create(NewJob newJob) {
        if (newJob.name().length() > MAX_NAME_LENGTH) {
            throw new WeirException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "job name has " + newJob.name().length() + " characters, more than " + MAX_NAME_LENGTH);
        }
        JobSettings settings = defaults.settings(newJob.options());
        long now = clock.currentTimeMillis();
        RestoreSpec restore = newJob.restore();
        JobRecord record = new JobRecord(
                randomIds.get(),
                newJob.name(),
                newJob.sql(),
                newJob.user(),
                now,
                newJob.options(),
                JobState.STARTING,
                now,
                operatorIds(newJob.planned().graph()),
                restore.path() != null ? new RestoreRequest(restore.path(), 0, 0) : null,
                List.of(),
                null,
                0);
        Job job = new Job(record);
        job.lock();
        try {
            Job present = jobs.putIfAbsent(key(newJob.name()), job);
            if (present != null) {
                throw new WeirException(
                                ErrorCode.DUPLICATE_OBJECT,
                                "job \"" + present.record().name() + "\" exists already")
                        .withHint("Choose another name, or DROP JOB first.");
            }
            try {
                save(job, record);
            } catch (RuntimeException e) {
                jobs.remove(key(newJob.name()));
                throw e;
            }
            LOG.info("job created job={} id={} user={}", record.name(), record.id(), record.user());
            launch(job, newJob.planned().graph(), settings, restore);
        } finally {
            job.unlock();
        }
    }

    /** Ends a job; its checkpoints are kept or not as its options say. */
    public void stop(String name) {
        command(name, "STOP JOB", job -> {
            JobRecord record = job.record();
            if (record.state() == JobState.STOPPED) {
                return;
            }
            if (!record.state().canGoTo(JobState.STOPPED)) {
                throw record.state().refuse(record.name(), "STOP JOB");
            }
            save(job, record.withState(JobState.STOPPED, clock.currentTimeMillis()));
            cancel(job);
        });
    }

    /**
     * Takes a last savepoint and ends the job.
     *
     * @param savepointName its name; null for one of the server's choice
     * @param directory where to; null for the job's {@code savepoint-dir}
     */
    public SavepointRecord stopWithSavepoint(
            String name, @Nullable String savepointName, @Nullable String directory, boolean drain) {
        return commandFor(name, "STOP JOB", job -> {
            JobRecord record = job.record();
            JobExecution execution = running(job, "STOP JOB ... WITH SAVEPOINT");
            SavepointRequest request = savepointRequest(record, savepointName, directory, FreezeRequest.Form.CANONICAL);
            String savepoint = savepointName == null ? record.name() + "-" + clock.currentTimeMillis() : savepointName;
            checkSavepointIsNew(savepoint);
            CheckpointStats taken = end(job, execution, request, drain, JobState.STOPPING);
            SavepointRecord saved = savepoint(savepoint, record, request, taken);
            save(
                    job,
                    job.record()
                            .withState(JobState.STOPPED, clock.currentTimeMillis())
                            .withRestore(null),
                    Change.put(EntryKind.SAVEPOINT, key(savepoint), saved.toJson()));
            return saved;
        });
    }

    /** Ends the job with a savepoint of its own, from which RESUME goes on. */
    public void suspend(String name) {
        command(name, "ALTER JOB ... SUSPEND", job -> {
            JobRecord record = job.record();
            if (record.state() == JobState.SUSPENDED) {
                return;
            }
            if (!record.state().isActive()) {
                throw record.state().refuse(record.name(), "ALTER JOB ... SUSPEND");
            }
            save(job, suspended(job).withState(JobState.SUSPENDED, clock.currentTimeMillis()));
        });
    }

    /** Ends the job so that it can go on exactly there; the record then says from where. */
    private JobRecord suspended(Job job) {
        JobRecord record = job.record();
        JobExecution execution = job.execution();
        if (execution != null && execution.status() == JobStatus.RUNNING) {
            SavepointRequest request = savepointRequest(record, null, null, FreezeRequest.Form.CANONICAL);
            CheckpointStats taken = end(job, execution, request, false, JobState.SUSPENDING);
            List<OwnSavepoint> own = new ArrayList<>(job.record().ownSavepoints());
            own.add(new OwnSavepoint(path(request, taken), taken.checkpointId()));
            return job.record().withRestore(null).withOwnSavepoints(own);
        }
        // It does not run, so there is nothing to save but what its latest checkpoint has.
        if (execution != null && !execution.status().isTerminal()) {
            await(execution.suspend(), END_SECONDS, "job \"" + record.name() + "\" did not end in time");
        }
        return job.record();
    }

    /** Starts a job that is suspended, stopped, failed or finished from where it ended. */
    public void resume(String name) {
        command(name, "ALTER JOB ... RESUME", job -> {
            if (job.record().state().isActive()) {
                throw job.record().state().refuse(job.record().name(), "ALTER JOB ... RESUME");
            }
            startAgain(job, job.record(), true);
        });
    }

    /** Ends the job if it runs, and starts it from its latest checkpoint. A plan that has changed is accepted. */
    public void restart(String name) {
        command(name, "ALTER JOB ... RESTART", job -> {
            JobExecution execution = job.execution();
            if (execution != null && !execution.status().isTerminal()) {
                await(execution.suspend(), END_SECONDS, "job \"" + job.record().name() + "\" did not end in time");
            }
            startAgain(job, job.record(), false);
        });
    }

    private void startAgain(Job job, JobRecord record, boolean samePlan) {
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

    /** Starts the job from another of its checkpoints (a number) or from a path. */
    public void restoreFrom(String name, @Nullable String path, long checkpointId) {
        command(name, "ALTER JOB ... RESTORE FROM", job -> {
            JobExecution execution = job.execution();
            if (execution != null && !execution.status().isTerminal()) {
                await(execution.suspend(), END_SECONDS, "job \"" + job.record().name() + "\" did not end in time");
            }
            JobSettings settings = defaults.settings(job.record().options());
            long newest = restorePoints.newest(job.record().id(), settings.checkpoints());
            startAgain(job, job.record().withRestore(new RestoreRequest(path, checkpointId, newest)), true);
        });
    }

    /**
     * Changes options of a job: at once where that can be, otherwise by a restart from a savepoint.
     *
     * @param set by key; checked
     * @param reset keys that go back to the server's value
     */
    public void changeOptions(String name, Map<String, String> set, Collection<String> reset) {
        command(name, "ALTER JOB ... SET", job -> {
            JobRecord record = job.record();
            Map<String, String> options = new TreeMap<>(record.options());
            options.putAll(set);
            reset.forEach(options::remove);
            JobSettings settings = defaults.settings(options);
            boolean restarts = needsRestart(record.name(), changedKeys(record.options(), options));
            JobExecution execution = job.execution();
            boolean isRunning = execution != null && !execution.status().isTerminal();
            if (restarts && isRunning) {
                planner.plan(record.sql(), record.user(), settings); // refused before anything is ended
                startAgain(job, suspended(job).withOptions(options), false);
                return;
            }
            save(job, record.withOptions(options));
            if (execution != null && isRunning) {
                execution.reconfigure(settings.checkpoints());
            }
        });
    }

    private static List<String> changedKeys(Map<String, String> before, Map<String, String> after) {
        List<String> keys = new ArrayList<>(new TreeMap<>(before).keySet());
        after.keySet().stream().filter(key -> !before.containsKey(key)).forEach(keys::add);
        keys.removeIf(key -> java.util.Objects.equals(before.get(key), after.get(key)));
        return keys;
    }

    private static boolean needsRestart(String job, List<String> keys) {
        boolean restarts = false;
        for (String key : keys) {
            ConfigOption option = ConfigOptions.get(key);
            if (option.change() == ConfigOption.Change.FIXED) {
                throw new WeirException(
                                ErrorCode.OPTION_VALUE,
                                "option '" + key + "' is fixed for the life of a job and cannot be changed for job \""
                                        + job + "\"")
                        .withHint("Stop the job with a savepoint and create another from it.");
            }
            restarts |= option.change() == ConfigOption.Change.RESTART;
        }
        return restarts;
    }

    /** Removes a job, and ends it if it runs. */
    public void drop(String name) {
        command(name, "DROP JOB", job -> {
            JobRecord record = job.record();
            // First the catalog: a job that was cancelled but comes back would begin anew and write everything twice.
            log.commit(List.of(Change.remove(EntryKind.JOB, record.id())));
            job.setDropped();
            jobs.remove(key(record.name()));
            LOG.info("job dropped job={} id={}", record.name(), record.id());
            cancel(job);
        });
    }

    private void cancel(Job job) {
        JobExecution execution = job.execution();
        if (execution != null && !execution.status().isTerminal()) {
            await(execution.cancel(), END_SECONDS, "job \"" + job.record().name() + "\" did not end in time");
        }
    }

    /** Takes a savepoint; the job runs on. */
    public SavepointRecord createSavepoint(
            String name, String savepointName, @Nullable String directory, FreezeRequest.Form form) {
        return commandFor(name, "CREATE SAVEPOINT", job -> {
            checkSavepointIsNew(savepointName);
            JobExecution execution = running(job, "CREATE SAVEPOINT");
            SavepointRequest request = savepointRequest(job.record(), savepointName, directory, form);
            CheckpointStats taken = await(
                    execution.triggerSavepoint(request), savepointSeconds(job), "savepoint was not complete in time");
            SavepointRecord saved = savepoint(savepointName, job.record(), request, taken);
            log.commit(List.of(Change.put(EntryKind.SAVEPOINT, key(savepointName), saved.toJson())));
            return saved;
        });
    }

    private CheckpointStats end(
            Job job, JobExecution execution, SavepointRequest request, boolean drain, JobState meanwhile) {
        JobRecord record = job.record();
        job.setRecord(record.withState(record.state().to(meanwhile), clock.currentTimeMillis()));
        try {
            CheckpointStats taken =
                    await(execution.stop(request, drain), savepointSeconds(job), "savepoint was not complete in time");
            await(execution.termination(), END_SECONDS, "job \"" + record.name() + "\" did not end in time");
            LOG.info("job ended with savepoint job={} id={} path={}", record.name(), record.id(), taken.externalPath());
            return taken;
        } catch (WeirException e) {
            JobState now = execution.status() == JobStatus.RUNNING ? JobState.RUNNING : JobState.RESTARTING;
            if (execution.status() == JobStatus.FAILED) {
                now = JobState.FAILED;
            }
            save(job, job.record().withState(now, clock.currentTimeMillis()));
            throw e;
        }
    }

    private SavepointRequest savepointRequest(
            JobRecord record, @Nullable String savepointName, @Nullable String directory, FreezeRequest.Form form) {
        JobSettings settings = defaults.settings(record.options());
        String target = directory != null ? directory : settings.checkpoints().savepointDirectory();
        if (target == null) {
            throw new WeirException(
                    ErrorCode.MISSING_OPTION, "option 'execution.checkpointing.savepoint-dir' is missing");
        }
        // The folder's name need not be the savepoint's, which may have any characters and be used again after a drop.
        String base = (savepointName == null ? record.name() : savepointName).replaceAll("[^A-Za-z0-9_-]", "_");
        String folder = base.substring(0, Math.min(base.length(), 30)) + "-" + randomIds.get();
        return new SavepointRequest(target, folder.substring(0, Math.min(folder.length(), 64)), form);
    }

    private SavepointRecord savepoint(String name, JobRecord record, SavepointRequest request, CheckpointStats taken) {
        return new SavepointRecord(
                name,
                record.name(),
                record.id(),
                path(request, taken),
                request.form().name().toLowerCase(Locale.ROOT),
                taken.checkpointId(),
                clock.currentTimeMillis(),
                taken.durationMillis(),
                taken.fullBytes());
    }

    private static String path(SavepointRequest request, CheckpointStats taken) {
        String path = taken.externalPath();
        return path != null ? path : path(request);
    }

    private static String path(SavepointRequest request) {
        String directory = request.directory();
        return directory + (directory.endsWith("/") ? "" : "/") + "savepoint-" + request.name();
    }

    private void checkSavepointIsNew(String name) {
        if (log.get(EntryKind.SAVEPOINT, key(name)).isPresent()) {
            throw new WeirException(ErrorCode.DUPLICATE_OBJECT, "savepoint \"" + name + "\" exists already");
        }
    }

    private long savepointSeconds(Job job) {
        return defaults.settings(job.record().options()).checkpoints().timeoutMillis() / 1000 + END_SECONDS;
    }

    private static JobExecution running(Job job, String command) {
        JobExecution execution = job.execution();
        if (execution == null || execution.status() != JobStatus.RUNNING) {
            throw job.record().state().refuse(job.record().name(), command);
        }
        return execution;
    }

    // Savepoints

    public List<SavepointRecord> savepoints() {
        return log.all(EntryKind.SAVEPOINT).values().stream()
                .map(SavepointRecord::fromJson)
                .toList();
    }

    /** @throws WeirException (UNKNOWN_OBJECT) with the nearest name */
    public SavepointRecord savepoint(String name) {
        return log.get(EntryKind.SAVEPOINT, key(name))
                .map(SavepointRecord::fromJson)
                .orElseThrow(() -> unknown(
                        "savepoint",
                        name,
                        savepoints().stream().map(SavepointRecord::name).toList()));
    }

    /** Removes a savepoint and its files. */
    public void dropSavepoint(String name) {
        SavepointRecord savepoint = savepoint(name);
        for (Job job : jobs.values()) {
            checkNotNeeded(savepoint, job.record());
        }
        log.commit(List.of(Change.remove(EntryKind.SAVEPOINT, key(name))));
        restorePoints.delete(savepoint.path());
    }

    /** A job that was stopped with it goes on from it, until it has a newer checkpoint. */
    private void checkNotNeeded(SavepointRecord savepoint, JobRecord job) {
        RestoreRequest request = job.restore();
        boolean isAsked = request != null && savepoint.path().equals(request.path());
        boolean isOwn = savepoint.jobId().equals(job.id())
                && !job.state().isActive()
                && restorePoints.newest(
                                job.id(), defaults.settings(job.options()).checkpoints())
                        == savepoint.checkpointId();
        if (isAsked || isOwn) {
            throw new WeirException(
                            ErrorCode.OBJECT_IN_USE,
                            "savepoint \"" + savepoint.name() + "\" is what job \"" + job.name() + "\" goes on from")
                    .withHint("Drop the job first, or start it and wait for its next checkpoint.");
        }
    }

    // Questions

    public List<JobInfo> list() {
        return jobs.values().stream()
                .map(Job::info)
                .sorted(Comparator.comparing((JobInfo job) -> job.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    public Optional<JobInfo> find(String name) {
        return Optional.ofNullable(jobs.get(key(name))).map(Job::info);
    }

    /** @throws WeirException (UNKNOWN_OBJECT) with the nearest name */
    public JobInfo get(String name) {
        return find(name).orElseThrow(() -> unknownJob(name));
    }

    private WeirException unknownJob(String name) {
        return unknown(
                "job",
                name,
                jobs.values().stream().map(job -> job.record().name()).toList());
    }

    private static WeirException unknown(String kind, String name, List<String> names) {
        WeirException unknown = new WeirException(ErrorCode.UNKNOWN_OBJECT, kind + " \"" + name + "\" does not exist");
        String hint = NearestName.hint(name, names);
        return hint.isEmpty() ? unknown : unknown.withHint(hint);
    }

    // Helpers

    private interface Command {
        void run(Job job);
    }

    private interface CommandFor<T> {
        T run(Job job);
    }

    private void command(String name, String statement, Command command) {
        commandFor(name, statement, job -> {
            command.run(job);
            return true;
        });
    }

    private <T> T commandFor(String name, String statement, CommandFor<T> command) {
        Job job = jobs.get(key(name));
        if (job == null) {
            throw unknownJob(name);
        }
        if (closing) {
            throw new WeirException(
                    ErrorCode.SERVER_SHUTTING_DOWN, "server is shutting down, " + statement + " comes too late");
        }
        job.lock();
        try {
            if (job.isDropped()) {
                throw unknownJob(name);
            }
            return command.run(job);
        } finally {
            job.unlock();
        }
    }

    private static <T> T await(CompletableFuture<T> future, long seconds, String tooLate) {
        try {
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WeirException known) {
                throw known;
            }
            throw new WeirException(ErrorCode.INTERNAL_ERROR, "internal error: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new WeirException(ErrorCode.QUERY_TIMEOUT, tooLate, e).withDetail("Waited for " + seconds + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "statement was cancelled", e);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Suspends all jobs: they go on with the next start. Waits for them, with a bound. */
    @Override
    public void close() {
        closing = true;
        List<CompletableFuture<JobStatus>> ending = new ArrayList<>();
        for (Job job : jobs.values()) {
            JobExecution execution = job.execution();
            if (execution != null && !execution.status().isTerminal()) {
                ending.add(execution.suspend());
            }
        }
        try {
            CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new)).get(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "not all jobs ended in time; they go on from their latest checkpoints cause={}",
                    String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
