package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointCoordinator;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.checkpoint.CoordinatorAction;
import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job over all its attempts: a task of its own on the workers, which takes mail (what users ask for, what subtasks report, what I/O has come to), keeps the
 * coordinator, and carries out its actions. What blocks runs on I/O threads and comes back as mail; so everything below is called by one thread at a time.
 *
 * <p>An attempt: storage is opened and this job's attempt fenced; a checkpoint is chosen; committers finish what earlier attempts left; subtasks are made, with state restored, at the
 * same time; all are connected and run. When anything fails, the first cause is kept, everything is closed, and only then the next attempt begins.
 */
final class JobTask implements Scheduler.CooperativeTask, CheckpointEffects.Job {
    private static final Logger LOG = LoggerFactory.getLogger(JobTask.class);

    private static final long CLOSE_TIMEOUT_MILLIS = 180_000;

    private final RuntimeEnvironment environment;
    private final JobGraph graph;
    private final Mailbox mailbox = new Mailbox();
    private final Scheduler.Handle handle;
    private final CompletableFuture<JobStatus> termination = new CompletableFuture<>();

    private volatile ExecutionConfig config;
    private final CheckpointCoordinator coordinator;
    private final RestartBackoff backoff;
    private final AttemptPreparation preparation;
    private final CheckpointEffects effects;
    private @Nullable JobAttempt attempt;
    private long attempts;
    private long timerAtMillis = Long.MAX_VALUE;

    /** What the attempt ends for; null while it is to go on. */
    private @Nullable JobStatus ending;
    /** Why the attempt ends, if it failed. */
    private @Nullable Throwable failure;

    private boolean done;

    private final JobReport report;

    JobTask(
            RuntimeEnvironment environment,
            JobGraph graph,
            ExecutionConfig config,
            RestoreSpec restore,
            JobListener listener) {
        this.environment = environment;
        this.graph = requireNonNull(graph, "graph is null");
        this.config = requireNonNull(config, "config is null");
        coordinator = new CheckpointCoordinator(config.jobId(), withNeededEpochs(config.checkpoints()), hasStorage());
        preparation = new AttemptPreparation(
                environment,
                graph,
                config,
                restore,
                () -> this.config.checkpoints().storage(),
                cause -> mailFailure(null, cause));
        effects = new CheckpointEffects(
                environment, coordinator, preparation, requireNonNull(listener, "listener is null"), this);
        report = new JobReport(config.jobId(), listener, environment.clock(), coordinator.overview());
        backoff = new RestartBackoff(config.restart(), environment.random());
        handle = environment.scheduler().register(this);
        mailbox.connect(handle::wakeUp);
    }

    void start() {
        mailbox.post(this::begin);
    }

    // What users ask for.

    void request(
            Barrier.Kind kind,
            CompletableFuture<CheckpointStats> future,
            @Nullable SavepointRequest savepoint,
            @Nullable CheckpointStorage storage) {
        if ((kind == Barrier.Kind.STOP || kind == Barrier.Kind.DRAIN) && report.status() == JobStatus.RUNNING) {
            setStatus(JobStatus.STOPPING, null);
        }
        effects.request(kind, future, savepoint, storage);
    }

    void requestEpoch(CompletableFuture<Long> future) {
        effects.requestEpoch(future);
    }

    /** @param checkpoints but for the directory, which is fixed */
    void reconfigure(CheckpointConfig checkpoints) {
        config = config.withCheckpoints(checkpoints.toBuilder()
                .directory(config.checkpoints().directory())
                .build());
        perform(coordinator.reconfigured(now(), withNeededEpochs(config.checkpoints())));
    }

    /** A thousand jobs in which nobody notices the end of an epoch would otherwise wake five thousand times a second for nothing. */
    private CheckpointConfig withNeededEpochs(CheckpointConfig checkpoints) {
        return graph.needsEpochs()
                ? checkpoints
                : checkpoints.toBuilder().epochIntervalMillis(0).build();
    }

    /** The engine's storage; any thread. */
    CheckpointStorageProvider storageProvider() {
        return preparation.provider();
    }

    JobReport report() {
        return report;
    }

    /** Completes when nothing of the job is left that could still do anything. */
    CompletableFuture<JobStatus> termination() {
        return termination.copy();
    }

    // The job's task.

    @Override
    public boolean run() {
        try {
            mailbox.run();
            if (!done) {
                perform(coordinator.tick(now()));
                setTimer();
            }
        } catch (Throwable e) {
            // A broken invariant of the job itself; the attempt cannot be trusted any more.
            LOG.error("job task failed job={}", config.jobId(), e);
            fail(null, e);
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

    private boolean hasStorage() {
        return config.checkpoints().directory() != null;
    }

    private void setStatus(JobStatus newStatus, @Nullable Throwable cause) {
        report.setStatus(newStatus, cause, attempts);
    }

    // Starting.

    private void begin() {
        if (ending != null) {
            finish(ending);
            return;
        }
        boolean first = attempts == 0;
        attempts++;
        failure = null;
        JobAttempt starting = new JobAttempt(attempts, graph);
        attempt = starting;
        setStatus(JobStatus.STARTING, null);
        AtomicReference<JobAttempt.@Nullable Prepared> prepared = new AtomicReference<>();
        call(starting, () -> prepared.set(preparation.prepare(first, starting.number)), thrown -> {
            JobAttempt.Prepared ready = prepared.get();
            if (ready != null) {
                prepared(starting, ready);
            } else {
                fail(null, requireNonNull(thrown));
            }
        });
    }

    private void prepared(JobAttempt starting, JobAttempt.Prepared prepared) {
        starting.committers = prepared.committers();
        if (isEnding()) {
            closeAttempt();
            return;
        }
        SubtaskFactory factory = new SubtaskFactory(
                environment,
                graph,
                config,
                prepared.number(),
                prepared.restored(),
                prepared.inFlight(),
                new SubtaskReports(starting, coordinator, environment.clock(), new OfSubtasks()),
                effects::target);
        List<SubtaskId> ids = factory.ids();
        starting.subtasksInTheMaking = ids.size();
        for (SubtaskId id : ids) {
            Vertex vertex = graph.vertex(id.vertexId());
            environment.io().execute(() -> {
                try {
                    SubtaskFactory.Created created = factory.create(vertex, id.index());
                    mailbox.post(() -> {
                        starting.made(created);
                        oneMade(starting, factory, prepared);
                    });
                } catch (Throwable e) {
                    mailbox.post(() -> {
                        fail(id, preparation.restoreFailure(prepared.choice(), e));
                        oneMade(starting, factory, prepared);
                    });
                }
            });
        }
    }

    private void oneMade(JobAttempt starting, SubtaskFactory factory, JobAttempt.Prepared prepared) {
        starting.subtasksInTheMaking--;
        if (starting.subtasksInTheMaking > 0) {
            return;
        }
        if (isEnding()) {
            closeAttempt();
            return;
        }
        report.setAttempt(starting);
        JobStorage.Choice choice = prepared.choice();
        if (choice != null) {
            coordinator.restored(now(), choice.manifest().checkpointId(), choice.path());
        }
        coordinator.started(now(), starting.topology(), prepared.existing());
        starting.deploy(environment.scheduler(), factory.channels());
        setStatus(JobStatus.RUNNING, null);
        JobStorage present = preparation.storage();
        if (present != null) {
            // What earlier attempts left behind: written before this one began, and referred to by nobody.
            effects.clean(() -> present.storage().sweep(List.of(), List.of()));
        }
    }

    // What subtasks report.

    private final class OfSubtasks implements SubtaskReports.Job {
        @Override
        public void post(JobAttempt of, Runnable report) {
            mailbox.post(() -> {
                if (of == attempt) {
                    report.run();
                }
            });
        }

        @Override
        public boolean isEnding() {
            return JobTask.this.isEnding();
        }

        @Override
        public void perform(List<CoordinatorAction> actions) {
            JobTask.this.perform(actions);
        }

        @Override
        public void fail(SubtaskId where, Throwable cause) {
            JobTask.this.fail(where, cause);
        }

        @Override
        public void closed(SubtaskId subtask) {
            requireNonNull(attempt).closed(subtask);
            afterClosing();
        }
    }

    private void mailFailure(@Nullable SubtaskId subtask, Throwable cause) {
        mailbox.post(() -> fail(subtask, cause));
    }

    private void perform(List<CoordinatorAction> actions) {
        actions.forEach(effects::perform);
    }

    // What the effects of checkpoints need of the job.

    @Override
    public @Nullable JobAttempt attempt() {
        return attempt;
    }

    @Override
    public boolean isOver() {
        return done || ending != null;
    }

    @Override
    public void call(JobAttempt of, Runnable work, Consumer<@Nullable Throwable> onReturn) {
        of.callsUnderWay++;
        environment.io().execute(() -> {
            Throwable thrown = null;
            try {
                work.run();
            } catch (Throwable e) {
                thrown = e;
            }
            Throwable failed = thrown;
            mailbox.post(() -> {
                of.callsUnderWay--;
                onReturn.accept(failed);
                afterClosing();
            });
        });
    }

    @Override
    public void callReturned() {
        afterClosing();
    }

    @Override
    public ExecutionConfig config() {
        return config;
    }

    @Override
    public void post(Runnable mail) {
        mailbox.post(mail);
    }

    @Override
    public void stopGivenUp() {
        if (report.status() == JobStatus.STOPPING && !isEnding()) {
            setStatus(JobStatus.RUNNING, null);
        }
    }

    @Override
    public void fail(Throwable cause) {
        fail(null, cause);
    }

    // Ending.

    private boolean isEnding() {
        return ending != null || failure != null;
    }

    /** Ends the job, whatever it is doing. The first reason counts, but a wish to end wins over a restart. */
    @Override
    public void end(JobStatus how) {
        if (done || ending != null) {
            return;
        }
        ending = how;
        if (how == JobStatus.CANCELLED) {
            setStatus(JobStatus.CANCELLING, null);
        }
        if (attempt != null) {
            closeAttempt();
            return;
        }
        if (attempts > 0) {
            endSinks(how, null); // what the attempt that failed has left
        }
        finish(how);
    }

    /** Something has failed. The first cause is the one that counts; others follow from it more often than not. */
    private void fail(@Nullable SubtaskId where, Throwable wrapped) {
        Throwable cause = Failures.unwrap(wrapped);
        if (done || isEnding()) {
            LOG.debug("failure while ending job={} subtask={}", config.jobId(), where, cause);
            return;
        }
        failure = cause;
        report.failed(where, cause);
        LOG.warn("job failed job={} attempt={} subtask={}", config.jobId(), attempts, where, cause);
        closeAttempt();
    }

    private void closeAttempt() {
        JobAttempt closing = attempt;
        if (closing == null) {
            // Between two attempts there is nothing to close, and whatever failed there was the job's own.
            ending = JobStatus.FAILED;
            finish(JobStatus.FAILED);
            return;
        }
        if (closing.subtasksInTheMaking > 0 || closing.closing) {
            return; // when the last one is made; or already under way
        }
        Throwable cause = failure;
        closing.close(environment.scheduler());
        long number = closing.number; // a timer that held the attempt would keep its rows in memory
        environment.timers().at(now() + CLOSE_TIMEOUT_MILLIS, () -> mailbox.post(() -> giveUp(number)));
        perform(coordinator.stopped(now(), cause != null ? cause : new IllegalStateException("the job is " + ending)));
        afterClosing();
    }

    /**
     * An attempt has not ended in time: a subtask is stuck in a call that does not return, in native code mostly. It cannot be ended from outside, and nobody would learn why the job does nothing. What it
     * may still do counts for nothing, because the next start fences it.
     */
    private void giveUp(long number) {
        JobAttempt closing = attempt;
        if (closing == null || closing.number != number || done) {
            return;
        }
        String stuck = closing.notClosed();
        LOG.error("attempt does not end job={} attempt={} subtasks={}", config.jobId(), closing.number, stuck);
        attempt = null;
        if (ending == null) {
            ending = JobStatus.FAILED;
            Throwable before = failure;
            failure = new WeirException(
                            ErrorCode.INTERNAL_ERROR,
                            "the job did not end within " + CLOSE_TIMEOUT_MILLIS / 1000 + " s"
                                    + (stuck.isEmpty()
                                            ? ": storage or a sink does not answer"
                                            : ": subtasks " + stuck + " are stuck"),
                            before)
                    .withDetail("It was to end because of: " + before)
                    .withHint(
                            "Start it again with ALTER JOB ... RESUME; if it gets stuck again, start the server again.");
            report.failed(null, failure);
        }
        finish(ending);
    }

    private void afterClosing() {
        JobAttempt closing = attempt;
        if (closing == null || !closing.closing || !closing.isOver()) {
            return;
        }
        attempt = null;
        JobStatus how = ending;
        if (how != null) {
            endSinks(how, closing.committers);
            finish(how);
            return;
        }
        Throwable cause = requireNonNull(failure);
        OptionalLong delay = mayRestart(cause) ? backoff.failed(now()) : OptionalLong.empty();
        if (delay.isEmpty()) {
            ending = JobStatus.FAILED;
            endSinks(JobStatus.FAILED, closing.committers);
            finish(JobStatus.FAILED);
            return;
        }
        report.setRestarts(attempts);
        setStatus(JobStatus.RESTARTING, cause);
        environment
                .timers()
                .at(
                        now() + delay.getAsLong(),
                        () -> mailbox.post(() -> {
                            if (attempt == null && !done && ending == null) {
                                begin();
                            }
                        }));
    }

    /** Without storage there is nothing to go on from, and what the sinks have committed would be written again. */
    private boolean mayRestart(Throwable cause) {
        return hasStorage() && !Failures.isFinal(cause);
    }

    /**
     * Leaves the sinks with nothing unfinished. A job that finished or stopped has committed everything; one that was cancelled or has failed may have a checkpoint that nobody came to commit. A
     * suspended one goes on soon, and one that another server has taken over has sinks no more.
     */
    private void endSinks(JobStatus how, @Nullable JobCommitters committers) {
        Throwable cause = failure;
        if (how == JobStatus.CANCELLED || (how == JobStatus.FAILED && !Failures.isTakenOver(cause))) {
            effects.clean(() -> preparation.endSinks(committers));
        } else if (committers != null && (how == JobStatus.FINISHED || how == JobStatus.STOPPED)) {
            effects.clean(committers::close);
        }
    }

    private void finish(JobStatus how) {
        if (done) {
            return;
        }
        done = true;
        Throwable cause = failure;
        JobStorage present = preparation.storage();
        if (present != null) {
            boolean drop = (how == JobStatus.CANCELLED || how == JobStatus.STOPPED)
                    && config.checkpoints().retention() != CheckpointConfig.Retention.RETAIN_ON_CANCELLATION;
            List<Long> dropped = drop ? coordinator.retainedIds() : List.of();
            dropped.forEach(id -> effects.clean(() -> present.storage().delete(id)));
            if (drop) {
                effects.clean(() -> present.storage().sweep(List.of(), List.of()));
            }
            effects.clean(() -> present.storage().close());
        }
        // Told when storage is closed: whoever starts the job again finds it free.
        effects.afterCleaning(() -> mailbox.post(() -> {
            setStatus(how, how == JobStatus.FAILED ? cause : null);
            termination.complete(how);
        }));
    }

    @Override
    public String toString() {
        return "job " + config.jobId();
    }
}
