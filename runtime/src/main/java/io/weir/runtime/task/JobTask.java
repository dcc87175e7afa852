package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointCoordinator;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job as a task of its own on the workers, which takes mail (what users ask for, what subtasks report, what I/O has come to) and sees to it that the coordinator hears of the time. What blocks
 * runs on I/O threads and comes back as mail; so everything of a job, above all {@link JobAttempts}, is called by one thread at a time.
 */
final class JobTask implements Scheduler.CooperativeTask {
    private static final Logger LOG = LoggerFactory.getLogger(JobTask.class);

    private final RuntimeEnvironment environment;
    private final JobGraph graph;
    private final Mailbox mailbox = new Mailbox();
    private final Scheduler.Handle handle;
    private volatile ExecutionConfig config;
    private final CheckpointCoordinator coordinator;
    private final JobReport report;
    private final JobAttempts attempts;
    private long timerAtMillis = Long.MAX_VALUE;

    JobTask(
            RuntimeEnvironment runtime,
            JobGraph graph,
            ExecutionConfig config,
            RestoreSpec restore,
            JobListener listener) {
        JobTimers timers = new JobTimers(runtime.timers());
        environment = runtime.withTimers(timers);
        this.graph = requireNonNull(graph, "graph is null");
        this.config = requireNonNull(config, "config is null");
        requireNonNull(listener, "listener is null");
        CheckpointConfig checkpoints = config.checkpoints();
        coordinator = new CheckpointCoordinator(
                config.jobId(), withNeededEpochs(checkpoints), checkpoints.directory() != null, this::activity);
        report = new JobReport(config.jobId(), listener, environment.clock(), coordinator.overview());
        attempts =
                new JobAttempts(environment, graph, () -> this.config, restore, listener, coordinator, report, mailbox);
        var unused = attempts.termination().thenRun(timers::release);
        handle = environment.scheduler().register(this);
        mailbox.connect(handle::wakeUp);
    }

    /** A thousand jobs in which nobody notices the end of an epoch would otherwise wake five thousand times a second for nothing. */
    private CheckpointConfig withNeededEpochs(CheckpointConfig checkpoints) {
        return graph.needsEpochs()
                ? checkpoints
                : checkpoints.toBuilder().epochIntervalMillis(0).build();
    }

    private long activity() {
        JobAttempt attempt = attempts.attempt();
        return attempt == null ? 0 : attempt.activity();
    }

    // Any thread.

    void start() {
        mailbox.post(attempts::begin);
    }

    /** Runs something of what follows on the job's task. */
    void post(Runnable mail) {
        mailbox.post(mail);
    }

    /** The engine's storage. */
    CheckpointStorageProvider storageProvider() {
        return attempts.preparation().provider();
    }

    JobReport report() {
        return report;
    }

    /** Completes when nothing of the job is left that could still do anything. */
    CompletableFuture<JobStatus> termination() {
        return attempts.termination();
    }

    // What users ask for.

    void end(JobStatus how) {
        attempts.end(how);
    }

    void request(
            Barrier.Kind kind,
            CompletableFuture<CheckpointStats> future,
            @Nullable SavepointRequest savepoint,
            @Nullable CheckpointStorage storage) {
        if ((kind == Barrier.Kind.STOP || kind == Barrier.Kind.DRAIN) && report.status() == JobStatus.RUNNING) {
            attempts.setStatus(JobStatus.STOPPING, null);
        }
        attempts.effects().request(kind, future, savepoint, storage);
    }

    void requestEpoch(CompletableFuture<Long> future) {
        attempts.effects().requestEpoch(future);
    }

    /** @param checkpoints but for the directory, which is fixed */
    void reconfigure(CheckpointConfig checkpoints) {
        config = config.withCheckpoints(checkpoints.toBuilder()
                .directory(config.checkpoints().directory())
                .build());
        attempts.perform(coordinator.reconfigured(now(), withNeededEpochs(config.checkpoints())));
    }

    // The job's task.

    @Override
    public boolean run() {
        try {
            mailbox.run();
            if (!attempts.isDone()) {
                attempts.perform(coordinator.tick(now()));
                setTimer();
            }
        } catch (Throwable e) {
            // A broken invariant of the job itself; the attempt cannot be trusted any more.
            LOG.error("job task failed job={}", config.jobId(), e);
            attempts.fail(e);
        }
        report.setCheckpoints(coordinator.overview());
        return false;
    }

    private void setTimer() {
        long next = coordinator.nextTickMillis();
        long now = now();
        if (next < Long.MAX_VALUE && (next < timerAtMillis || timerAtMillis <= now)) {
            timerAtMillis = Math.max(next, now + 1);
            environment.timers().at(timerAtMillis, handle::wakeUp);
        }
    }

    private long now() {
        return environment.clock().currentTimeMillis();
    }

    @Override
    public String toString() {
        return "job " + config.jobId();
    }
}
