package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.checkpoint.CheckpointCoordinator;
import io.weir.runtime.checkpoint.CoordinatorAction;
import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts of a job, one after the other, until it is over. Used by the job's task: one call at a time, none of which blocks.
 *
 * <p>An attempt: storage is opened and this job's attempt fenced; a checkpoint is chosen; committers finish what earlier attempts left; subtasks are made, with state restored, at the
 * same time; all are connected and run. When anything fails, the first cause is kept, everything is closed, and only then the next attempt begins.
 */
final class JobAttempts implements CheckpointEffects.Job, AttemptStart.Job, SubtaskReports.Job {
    private static final Logger LOG = LoggerFactory.getLogger(JobAttempts.class);

    private static final long CLOSE_TIMEOUT_MILLIS = 180_000;

    private final RuntimeEnvironment environment;
    private final JobGraph graph;
    private final Supplier<ExecutionConfig> config;
    private final CheckpointCoordinator coordinator;
    private final JobReport report;
    private final Mailbox mailbox;
    private final RestartBackoff backoff;
    private final AttemptPreparation preparation;
    private final CleanUp cleanUp;
    private final FinalCleanUp finalCleanUp;
    private final CheckpointEffects effects;
    private final AttemptStart start;
    private final CompletableFuture<JobStatus> termination = new CompletableFuture<>();

    private @Nullable JobAttempt attempt;
    private long attempts;
    /** What the attempt ends for; null while it is to go on. */
    private @Nullable JobStatus ending;
    /** Why the attempt ends, if it failed. */
    private @Nullable Throwable failure;

    private boolean done;

    /**
     * @param config as it is at the moment; any thread
     * @param mailbox of the job's task
     */
    JobAttempts(
            RuntimeEnvironment environment,
            JobGraph graph,
            Supplier<ExecutionConfig> config,
            RestoreSpec restore,
            JobListener listener,
            CheckpointCoordinator coordinator,
            JobReport report,
            Mailbox mailbox) {
        this.environment = environment;
        this.graph = graph;
        this.config = config;
        this.coordinator = coordinator;
        this.report = report;
        this.mailbox = mailbox;
        ExecutionConfig first = config.get();
        backoff = new RestartBackoff(first.restart(), environment.random());
        preparation = new AttemptPreparation(
                environment,
                graph,
                first,
                restore,
                () -> config.get().checkpoints().storage(),
                cause -> mailbox.post(() -> fail(cause)));
        cleanUp = new CleanUp(environment.io(), first.jobId());
        finalCleanUp = new FinalCleanUp(preparation, cleanUp);
        JobCalls calls = new JobCalls(environment.io(), mailbox, this::afterClosing);
        effects = new CheckpointEffects(environment, coordinator, preparation, listener, calls, cleanUp, this);
        start = new AttemptStart(environment, graph, preparation, calls, this::reports, effects.targets(), this);
    }

    private SubtaskReports reports(JobAttempt of) {
        return new SubtaskReports(of, coordinator, environment.clock(), this);
    }

    /** Requests for checkpoints and epochs. */
    CheckpointEffects effects() {
        return effects;
    }

    /** The engine's storage; any thread. */
    AttemptPreparation preparation() {
        return preparation;
    }

    /** Completes when nothing of the job is left that could still do anything. */
    CompletableFuture<JobStatus> termination() {
        return termination.copy();
    }

    /** Whether nothing is left to do for the job but clean-up. */
    boolean isDone() {
        return done;
    }

    void setStatus(JobStatus newStatus, @Nullable Throwable cause) {
        report.setStatus(newStatus, cause, attempts);
    }

    private long now() {
        return environment.clock().currentTimeMillis();
    }

    private String jobId() {
        return config().jobId();
    }

    // What its parts need to know.

    @Override
    public ExecutionConfig config() {
        return config.get();
    }

    @Override
    public @Nullable JobAttempt attempt() {
        return attempt;
    }

    @Override
    public boolean isOver() {
        return done || ending != null;
    }

    @Override
    public boolean isEnding() {
        return ending != null || failure != null;
    }

    // Starting.

    void begin() {
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
        start.begin(starting, first);
    }

    @Override
    public void made(JobAttempt starting, JobAttempt.Prepared prepared, ChannelPlan channels) {
        report.setAttempt(starting);
        JobStorage.Choice choice = prepared.choice();
        if (choice != null) {
            coordinator.restored(now(), choice.manifest().checkpointId(), choice.path());
        }
        coordinator.started(now(), starting.topology(), prepared.existing());
        starting.deploy(environment.scheduler(), channels);
        setStatus(JobStatus.RUNNING, null);
        JobStorage present = preparation.storage();
        if (present != null) {
            // What earlier attempts left behind: written before this one began, and referred to by nobody.
            cleanUp.run(() -> present.storage().sweep(List.of(), List.of()));
        }
    }

    // While it runs.

    @Override
    public void post(JobAttempt of, Runnable reported) {
        mailbox.post(() -> {
            if (of == attempt) {
                reported.run();
            }
        });
    }

    @Override
    public void perform(List<CoordinatorAction> actions) {
        actions.forEach(effects::perform);
    }

    @Override
    public void stopGivenUp() {
        if (report.status() == JobStatus.STOPPING && !isEnding()) {
            setStatus(JobStatus.RUNNING, null);
        }
    }

    @Override
    public void closed(SubtaskId subtask) {
        requireNonNull(attempt).closed(subtask);
        afterClosing();
    }

    @Override
    public void fail(Throwable cause) {
        fail(null, cause);
    }

    // Ending.

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
            finalCleanUp.endSinks(how, failure, null); // what the attempt that failed has left
        }
        finish(how);
    }

    /** Something has failed. The first cause is the one that counts; others follow from it more often than not. */
    @Override
    public void fail(@Nullable SubtaskId where, Throwable wrapped) {
        Throwable cause = Failures.unwrap(wrapped);
        if (done || isEnding()) {
            LOG.debug("failure while ending job={} subtask={}", jobId(), where, cause);
            return;
        }
        failure = cause;
        report.failed(where, cause);
        LOG.warn("job failed job={} attempt={} subtask={}", jobId(), attempts, where, cause);
        closeAttempt();
    }

    @Override
    public void closeAttempt() {
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
        LOG.error("attempt does not end job={} attempt={} subtasks={}", jobId(), closing.number, stuck);
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
            finalCleanUp.endSinks(how, failure, closing.committers);
            finish(how);
            return;
        }
        Throwable cause = requireNonNull(failure);
        OptionalLong delay = mayRestart(cause) ? backoff.failed(now()) : OptionalLong.empty();
        if (delay.isEmpty()) {
            ending = JobStatus.FAILED;
            finalCleanUp.endSinks(JobStatus.FAILED, cause, closing.committers);
            finish(JobStatus.FAILED);
            return;
        }
        JobCommitters committers = closing.committers;
        if (committers != null) {
            cleanUp.run(committers::close);
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
        return config().checkpoints().directory() != null && !Failures.isFinal(cause);
    }

    private void finish(JobStatus how) {
        if (done) {
            return;
        }
        done = true;
        Throwable cause = failure;
        finalCleanUp.closeStorage(how, config().checkpoints().retention(), coordinator.retainedIds());
        // Told when storage is closed: whoever starts the job again finds it free.
        cleanUp.afterAll(() -> mailbox.post(() -> {
            setStatus(how, how == JobStatus.FAILED ? cause : null);
            termination.complete(how);
        }));
    }
}
