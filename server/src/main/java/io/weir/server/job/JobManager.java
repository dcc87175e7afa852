package io.weir.server.job;

import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.time.Clock;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.EntryKind;
import io.weir.server.config.JobSettings;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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

    private final CatalogLog log;
    private final JobStarts starts;
    private final RestorePoints restorePoints;
    private final JobEvents events;
    private final JobCommands commands;
    private final Savepoints savepoints;
    private final JobDefaults defaults;
    private final Clock clock;
    private final Supplier<String> randomIds;
    private final JobRegistry jobs = new JobRegistry();
    private final CommandTurns turns = new CommandTurns(jobs, this::isClosing);
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
        this.defaults = defaults;
        this.clock = clock;
        this.randomIds = randomIds;
        restorePoints = new RestorePoints(storage);
        events = new JobEvents(log, restorePoints, defaults, clock, background, this::isClosing);
        starts = new JobStarts(
                planner, runner, restorePoints, events, defaults, clock, background, starters, this::isClosing);
        savepoints = new Savepoints(log, restorePoints, defaults, clock, randomIds);
        commands = new JobCommands(
                log, planner, restorePoints, savepoints, starts, new JobEndings(defaults, clock), defaults, clock);
    }

    private boolean isClosing() {
        return closing;
    }

    // Start

    /** Reads the jobs of the catalog and starts those that were at work when the server ended. Returns before they run. */
    public void start() {
        log.all(EntryKind.JOB).forEach((id, json) -> {
            JobRecord record = JobRecord.fromJson(json);
            JobHistory history = history(record);
            jobs.add(new Job(withLastFailure(record, history), log, history));
        });
        restorePoints.retainLocalCopies(jobs.all());
        for (Job job : jobs.all()) {
            if (job.record().state().isActive()) {
                job.update(record -> record.toBuilder()
                        .state(JobState.STARTING, clock.currentTimeMillis())
                        .build());
                starts.resume(job);
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
        if (!isNews) {
            return record;
        }
        JobFailure last = history.failures().get(0);
        return record.toBuilder().error(last.cause(), last.timeMillis()).build();
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
        JobRecord record = JobRecord.created(randomIds.get(), newJob, clock.currentTimeMillis());
        Job job = new Job(record, log, history(record));
        job.lock();
        try {
            jobs.add(job);
            try {
                job.create();
            } catch (RuntimeException e) {
                jobs.remove(job);
                throw e;
            }
            LOG.info("job created job={} id={} user={}", record.name(), record.id(), record.user());
            starts.launch(job, newJob.planned().graph(), settings, newJob.restore());
        } finally {
            job.unlock();
        }
    }

    /** Ends a job; its checkpoints are kept or not as its options say. */
    public void stop(String name) {
        command(name, "STOP JOB", commands::stop);
    }

    /**
     * Takes a last savepoint and ends the job.
     *
     * @param savepointName its name; null for one of the server's choice
     * @param directory where to; null for the job's {@code savepoint-dir}
     */
    public SavepointRecord stopWithSavepoint(
            String name, @Nullable String savepointName, @Nullable String directory, boolean drain) {
        return turns.runWhenStarted(
                name,
                "STOP JOB ... WITH SAVEPOINT",
                job -> commands.stopWithSavepoint(job, savepointName, directory, drain));
    }

    /** Ends the job with a savepoint of its own, from which RESUME goes on. */
    public void suspend(String name) {
        command(name, "ALTER JOB ... SUSPEND", commands::suspend);
    }

    /** Starts a job that is suspended, stopped, failed or finished from where it ended. */
    public void resume(String name) {
        command(name, "ALTER JOB ... RESUME", commands::resume);
    }

    /** Ends the job if it runs, and starts it from its latest checkpoint. A plan that has changed is accepted. */
    public void restart(String name) {
        command(name, "ALTER JOB ... RESTART", commands::restart);
    }

    /** Starts the job from another of its checkpoints (a number) or from a path. */
    public void restoreFrom(String name, @Nullable String path, long checkpointId) {
        command(name, "ALTER JOB ... RESTORE FROM", job -> commands.restoreFrom(job, path, checkpointId));
    }

    /**
     * Changes options of a job: at once where that can be, otherwise by a restart from a savepoint.
     *
     * @param set by key; checked
     * @param reset keys that go back to the server's value
     */
    public void changeOptions(String name, Map<String, String> set, Collection<String> reset) {
        command(name, "ALTER JOB ... SET", job -> commands.changeOptions(job, set, reset));
    }

    /** Removes a job, and ends it if it runs. */
    public void drop(String name) {
        command(name, "DROP JOB", job -> {
            try {
                commands.drop(job, jobs);
            } finally {
                if (job.isDropped()) { // also if it has not ended in time
                    events.forget(job);
                }
            }
        });
    }

    /** Takes a savepoint; the job runs on. */
    public SavepointRecord createSavepoint(
            String name, String savepointName, @Nullable String directory, FreezeRequest.Form form) {
        return turns.runWhenStarted(
                name, "CREATE SAVEPOINT", job -> commands.createSavepoint(job, savepointName, directory, form));
    }

    private void command(String name, String statement, Consumer<Job> command) {
        boolean unused = turns.run(name, statement, job -> {
            command.accept(job);
            return true;
        });
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
        savepoints.drop(name, jobs.all().stream().map(Job::record).toList());
    }

    // Questions

    public List<JobInfo> list() {
        return jobs.all().stream()
                .map(Job::info)
                .sorted(Comparator.comparing((JobInfo job) -> job.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    public Optional<JobInfo> find(String name) {
        return jobs.find(name).map(Job::info);
    }

    /** @throws WeirException (UNKNOWN_OBJECT) with the nearest name */
    public JobInfo get(String name) {
        return jobs.get(name).info();
    }

    /** Suspends all jobs: they go on with the next start. Waits for them, with a bound. */
    @Override
    public void close() {
        closing = true;
        List<CompletableFuture<JobStatus>> ending = new ArrayList<>();
        for (Job job : jobs.all()) {
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
