package io.weir.server.job;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.task.SavepointRequest;
import io.weir.runtime.time.Clock;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.Change;
import io.weir.server.catalog.EntryKind;
import io.weir.server.config.JobSettings;
import io.weir.server.job.JobRecord.OwnSavepoint;
import io.weir.server.job.JobRecord.RestoreRequest;
import io.weir.spi.error.ErrorCode;
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
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
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
    private static final long END_SECONDS = 60;
    /**
     * Half of the threads that carry out statements: however long jobs take, the other half is there for everybody
     * else.
     */
    private static final int MAX_COMMANDS = 32;

    private final CatalogLog log;
    private final JobPlanner planner;
    private final RestorePoints restorePoints;
    private final JobRuns runs;
    private final Savepoints savepoints;
    private final JobDefaults defaults;
    private final Clock clock;
    private final Supplier<String> randomIds;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Semaphore commandsUnderWay = new Semaphore(MAX_COMMANDS);
    private volatile boolean closing;

    /**
     * @param randomIds 128 random bits each, {@code [A-Za-z0-9_-]{1,64}}
     * @param background runs what follows from events, in order, on one thread; blocks briefly. Belongs to the caller
     * @param starters plan and start jobs side by side; may block long. Belongs to the caller
     */
    public JobManager(
            CatalogLog log,
            JobPlanner planner,
            JobRunner runner,
            CheckpointStorageProvider storage,
            JobDefaults defaults,
            Clock clock,
            Supplier<String> randomIds,
            ScheduledExecutorService background,
            Executor starters) {
        this.log = log;
        this.planner = planner;
        this.restorePoints = new RestorePoints(storage);
        this.runs =
                new JobRuns(log, planner, runner, restorePoints, defaults, clock, background, starters, () -> closing);
        this.savepoints = new Savepoints(log, restorePoints, defaults, clock, randomIds);
        this.defaults = defaults;
        this.clock = clock;
        this.randomIds = randomIds;
    }

    // Start

    /** Reads the jobs of the catalog and starts those that were at work when the server ended. Returns before they run. */
    public void start() {
        log.all(EntryKind.JOB).forEach((id, json) -> {
            JobRecord record = JobRecord.fromJson(json);
            JobHistory history = history(record);
            jobs.put(Unknown.key(record.name()), new Job(withLastFailure(record, history), history));
        });
        for (Job job : jobs.values()) {
            if (job.record().state().isActive()) {
                job.setRecord(job.record().withState(JobState.STARTING, clock.currentTimeMillis()));
                runs.resume(job);
            }
        }
    }

    private JobHistory history(JobRecord record) {
        return JobHistory.open(defaults.dataDirectory().resolve("history"), record.id());
    }

    /** Why a job restarted last is no reason to write the catalog, but is still known after a start of the server. */
    private static JobRecord withLastFailure(JobRecord record, JobHistory history) {
        boolean isNews = record.error() == null
                && record.state().isActive()
                && !history.failures().isEmpty();
        return isNews
                ? record.withError(
                        history.failures().get(0).cause(),
                        history.failures().get(0).timeMillis())
                : record;
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
                JobRuns.operatorIds(newJob.planned().graph()),
                restore.path() != null ? new RestoreRequest(restore.path(), 0, 0) : null,
                List.of(),
                false,
                null,
                0);
        Job job = new Job(record, history(record));
        job.lock();
        try {
            Job present = jobs.putIfAbsent(Unknown.key(newJob.name()), job);
            if (present != null) {
                throw new WeirException(
                                ErrorCode.DUPLICATE_OBJECT,
                                "job \"" + present.record().name() + "\" exists already")
                        .withHint("Choose another name, or DROP JOB first.");
            }
            try {
                runs.save(job, record);
            } catch (RuntimeException e) {
                jobs.remove(Unknown.key(newJob.name()));
                throw e;
            }
            LOG.info("job created job={} id={} user={}", record.name(), record.id(), record.user());
            runs.launch(job, newJob.planned().graph(), settings, restore);
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
            boolean keepsCheckpoints =
                    defaults.settings(record.options()).checkpoints().retention()
                            == CheckpointConfig.Retention.RETAIN_ON_CANCELLATION;
            runs.save(
                    job,
                    record.withState(JobState.STOPPED, clock.currentTimeMillis())
                            .withCheckpoints(record.hasCheckpoints() && keepsCheckpoints));
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
            SavepointRequest request =
                    savepoints.request(record, savepointName, directory, FreezeRequest.Form.CANONICAL);
            String savepoint = savepointName == null ? record.name() + "-" + clock.currentTimeMillis() : savepointName;
            savepoints.checkIsNew(savepoint);
            CheckpointStats taken = end(job, execution, request, drain, JobState.STOPPING);
            SavepointRecord saved = savepoints.record(savepoint, record, request, taken);
            runs.save(
                    job,
                    job.record()
                            .withState(JobState.STOPPED, clock.currentTimeMillis())
                            .withRestore(null)
                            .withCheckpoints(true),
                    Change.put(EntryKind.SAVEPOINT, Unknown.key(savepoint), saved.toJson()));
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
            runs.save(job, suspended(job).withState(JobState.SUSPENDED, clock.currentTimeMillis()));
        });
    }

    /** Ends the job so that it can go on exactly there; the record then says from where. */
    private JobRecord suspended(Job job) {
        JobRecord record = job.record();
        JobExecution execution = job.execution();
        if (execution != null && execution.status() == JobStatus.RUNNING) {
            SavepointRequest request = savepoints.request(record, null, null, FreezeRequest.Form.CANONICAL);
            CheckpointStats taken = end(job, execution, request, false, JobState.SUSPENDING);
            List<OwnSavepoint> own = new ArrayList<>(job.record().ownSavepoints());
            own.add(new OwnSavepoint(Savepoints.path(request, taken), taken.checkpointId()));
            return job.record().withRestore(null).withOwnSavepoints(own).withCheckpoints(true);
        }
        // It does not run, so there is nothing to save but what its latest checkpoint has.
        if (execution != null && !execution.status().isTerminal()) {
            Waiting.await(execution.suspend(), END_SECONDS, "job \"" + record.name() + "\" did not end in time");
        }
        return job.record();
    }

    /** Starts a job that is suspended, stopped, failed or finished from where it ended. */
    public void resume(String name) {
        command(name, "ALTER JOB ... RESUME", job -> {
            if (job.record().state().isActive()) {
                throw job.record().state().refuse(job.record().name(), "ALTER JOB ... RESUME");
            }
            runs.startAgain(job, job.record(), true);
        });
    }

    /** Ends the job if it runs, and starts it from its latest checkpoint. A plan that has changed is accepted. */
    public void restart(String name) {
        command(name, "ALTER JOB ... RESTART", job -> {
            JobExecution execution = job.execution();
            if (execution != null && !execution.status().isTerminal()) {
                Waiting.await(
                        execution.suspend(),
                        END_SECONDS,
                        "job \"" + job.record().name() + "\" did not end in time");
            }
            runs.startAgain(job, job.record(), false);
        });
    }

    /** Starts the job from another of its checkpoints (a number) or from a path. */
    public void restoreFrom(String name, @Nullable String path, long checkpointId) {
        command(name, "ALTER JOB ... RESTORE FROM", job -> {
            JobExecution execution = job.execution();
            if (execution != null && !execution.status().isTerminal()) {
                Waiting.await(
                        execution.suspend(),
                        END_SECONDS,
                        "job \"" + job.record().name() + "\" did not end in time");
            }
            JobSettings settings = defaults.settings(job.record().options());
            long newest = restorePoints.newest(job.record().id(), settings.checkpoints());
            runs.startAgain(job, job.record().withRestore(new RestoreRequest(path, checkpointId, newest)), true);
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
            boolean restarts =
                    OptionChanges.needsRestart(record.name(), OptionChanges.changedKeys(record.options(), options));
            JobExecution execution = job.execution();
            boolean isRunning = execution != null && !execution.status().isTerminal();
            if (restarts && isRunning) {
                planner.plan(record.sql(), record.user(), settings); // refused before anything is ended
                runs.startAgain(job, suspended(job).withOptions(options), false);
                return;
            }
            runs.save(job, record.withOptions(options));
            if (execution != null && isRunning) {
                execution.reconfigure(settings.checkpoints());
            }
        });
    }

    /** Removes a job, and ends it if it runs. */
    public void drop(String name) {
        command(name, "DROP JOB", job -> {
            JobRecord record = job.record();
            // First the catalog: a job that was cancelled but comes back would begin anew and write everything twice.
            log.commit(List.of(Change.remove(EntryKind.JOB, record.id())));
            job.setDropped();
            jobs.remove(Unknown.key(record.name()));
            LOG.info("job dropped job={} id={}", record.name(), record.id());
            cancel(job);
            runs.forget(job);
        });
    }

    private void cancel(Job job) {
        JobExecution execution = job.execution();
        if (execution != null && !execution.status().isTerminal()) {
            Waiting.await(
                    execution.cancel(), END_SECONDS, "job \"" + job.record().name() + "\" did not end in time");
        }
    }

    /** Takes a savepoint; the job runs on. */
    public SavepointRecord createSavepoint(
            String name, String savepointName, @Nullable String directory, FreezeRequest.Form form) {
        return commandFor(name, "CREATE SAVEPOINT", job -> {
            savepoints.checkIsNew(savepointName);
            JobExecution execution = running(job, "CREATE SAVEPOINT");
            SavepointRequest request = savepoints.request(job.record(), savepointName, directory, form);
            CheckpointStats taken = Waiting.await(
                    execution.triggerSavepoint(request), savepointSeconds(job), "savepoint was not complete in time");
            SavepointRecord saved = savepoints.record(savepointName, job.record(), request, taken);
            log.commit(List.of(Change.put(EntryKind.SAVEPOINT, Unknown.key(savepointName), saved.toJson())));
            return saved;
        });
    }

    private CheckpointStats end(
            Job job, JobExecution execution, SavepointRequest request, boolean drain, JobState meanwhile) {
        JobRecord record = job.record();
        job.setRecord(record.withState(record.state().to(meanwhile), clock.currentTimeMillis()));
        try {
            CheckpointStats taken = Waiting.await(
                    execution.stop(request, drain), savepointSeconds(job), "savepoint was not complete in time");
            Waiting.await(execution.termination(), END_SECONDS, "job \"" + record.name() + "\" did not end in time");
            LOG.info("job ended with savepoint job={} id={} path={}", record.name(), record.id(), taken.externalPath());
            return taken;
        } catch (WeirException e) {
            JobState now = execution.status() == JobStatus.RUNNING ? JobState.RUNNING : JobState.RESTARTING;
            if (execution.status() == JobStatus.FAILED) {
                now = JobState.FAILED;
            }
            runs.save(job, job.record().withState(now, clock.currentTimeMillis()));
            throw e;
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
        return savepoints.list();
    }

    /** @throws WeirException (UNKNOWN_OBJECT) with the nearest name */
    public SavepointRecord savepoint(String name) {
        return savepoints.get(name);
    }

    /** Removes a savepoint and its files. @throws WeirException (OBJECT_IN_USE) if a job is to go on from it */
    public void dropSavepoint(String name) {
        savepoints.drop(name, jobs.values().stream().map(Job::record).toList());
    }

    // Questions

    public List<JobInfo> list() {
        return jobs.values().stream()
                .map(Job::info)
                .sorted(Comparator.comparing((JobInfo job) -> job.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    public Optional<JobInfo> find(String name) {
        return Optional.ofNullable(jobs.get(Unknown.key(name))).map(Job::info);
    }

    /** @throws WeirException (UNKNOWN_OBJECT) with the nearest name */
    public JobInfo get(String name) {
        return find(name).orElseThrow(() -> unknownJob(name));
    }

    private WeirException unknownJob(String name) {
        return Unknown.error(
                "job",
                name,
                jobs.values().stream().map(job -> job.record().name()).toList());
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
        Job job = jobs.get(Unknown.key(name));
        if (job == null) {
            throw unknownJob(name);
        }
        if (closing) {
            throw new WeirException(
                    ErrorCode.SERVER_SHUTTING_DOWN, "server is shutting down, " + statement + " comes too late");
        }
        if (!commandsUnderWay.tryAcquire()) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            statement + ": " + MAX_COMMANDS
                                    + " statements wait for jobs already, the most there may be")
                    .withHint("Try again when some of them have ended; SHOW JOBS shows what jobs do.");
        }
        try {
            return inTurn(job, command);
        } finally {
            commandsUnderWay.release();
        }
    }

    private <T> T inTurn(Job job, CommandFor<T> command) {
        job.lock();
        try {
            if (job.isDropped()) {
                throw unknownJob(job.record().name());
            }
            return command.run(job);
        } finally {
            job.unlock();
        }
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
