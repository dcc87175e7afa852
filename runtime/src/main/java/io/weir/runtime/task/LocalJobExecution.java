package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.checkpoint.Acknowledgement;
import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointCoordinator;
import io.weir.runtime.checkpoint.CheckpointOverview;
import io.weir.runtime.checkpoint.CheckpointRequest;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.checkpoint.CoordinatorAction;
import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.exchange.InFlightRows;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.state.FreezeRequest;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
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
final class LocalJobExecution implements JobExecution, Scheduler.CooperativeTask {
    private static final Logger LOG = LoggerFactory.getLogger(LocalJobExecution.class);
    private static final int KEPT_FAILURES = 16;
    private static final int MAX_COMMIT_TRIES = 8;
    private static final long FIRST_COMMIT_DELAY_MILLIS = 200;

    private final RuntimeEnvironment environment;
    private final JobGraph graph;
    private final RestoreSpec restore;
    private final JobListener listener;
    private final Mailbox mailbox = new Mailbox();
    private final Scheduler.Handle handle;
    private final CompletableFuture<JobStatus> termination = new CompletableFuture<>();

    private volatile ExecutionConfig config;
    private final CheckpointCoordinator coordinator;
    private final RestartBackoff backoff;
    private volatile @Nullable JobStorage storage;
    private @Nullable JobAttempt attempt;
    private long attempts;
    private volatile long restarts;
    private long timerAtMillis = Long.MAX_VALUE;

    /** What the attempt ends for; null while it is to go on. */
    private @Nullable JobStatus ending;
    /** Why the attempt ends, if it failed. */
    private @Nullable Throwable failure;

    private boolean done;

    private long nextToken = 1;
    private final Map<Long, Request> requests = new HashMap<>();
    private final Map<Long, CheckpointStorage> savepoints = new HashMap<>();
    private final ConcurrentHashMap<Long, FreezeRequest> targets = new ConcurrentHashMap<>();
    /** Storage calls of one kind run one after the other. */
    private CompletableFuture<?> publishing = CompletableFuture.completedFuture(null);

    private CompletableFuture<?> cleaning = CompletableFuture.completedFuture(null);

    private volatile JobStatus status = JobStatus.STARTING;
    private volatile long statusSinceMillis;
    private volatile CheckpointOverview overview;
    private volatile @Nullable JobAttempt visibleAttempt;
    private volatile List<JobStats.Failure> failures = List.of();

    /** Somebody who waits for a checkpoint. {@code savepoint} is set for savepoints, {@code storage} too until their barrier is injected. */
    private record Request(
            CompletableFuture<CheckpointStats> future,
            @Nullable SavepointRequest savepoint,
            @Nullable CheckpointStorage storage) {}

    private final Map<Long, CompletableFuture<Long>> epochRequests = new HashMap<>();

    LocalJobExecution(
            RuntimeEnvironment environment,
            JobGraph graph,
            ExecutionConfig config,
            RestoreSpec restore,
            JobListener listener) {
        this.environment = environment;
        this.graph = requireNonNull(graph, "graph is null");
        this.config = requireNonNull(config, "config is null");
        this.restore = requireNonNull(restore, "restore is null");
        this.listener = requireNonNull(listener, "listener is null");
        coordinator = new CheckpointCoordinator(config.jobId(), config.checkpoints(), hasStorage());
        overview = coordinator.overview();
        backoff = new RestartBackoff(config.restart(), environment.random());
        statusSinceMillis = now();
        handle = environment.scheduler().register(this);
        mailbox.connect(handle::wakeUp);
    }

    void start() {
        mailbox.post(this::begin);
    }

    // From any thread.

    @Override
    public String jobId() {
        return config.jobId();
    }

    @Override
    public JobStatus status() {
        return status;
    }

    @Override
    public CompletableFuture<JobStatus> termination() {
        return termination.copy();
    }

    @Override
    public CompletableFuture<JobStatus> cancel() {
        mailbox.post(() -> end(JobStatus.CANCELLED));
        return termination();
    }

    @Override
    public CompletableFuture<JobStatus> suspend() {
        mailbox.post(() -> end(JobStatus.SUSPENDED));
        return termination();
    }

    @Override
    public CompletableFuture<CheckpointStats> triggerCheckpoint() {
        CompletableFuture<CheckpointStats> future = new CompletableFuture<>();
        mailbox.post(() -> request(Barrier.Kind.CHECKPOINT, new Request(future, null, null)));
        return future;
    }

    @Override
    public CompletableFuture<CheckpointStats> triggerSavepoint(SavepointRequest savepoint) {
        return savepoint(Barrier.Kind.SAVEPOINT, savepoint);
    }

    @Override
    public CompletableFuture<CheckpointStats> stop(SavepointRequest savepoint, boolean drain) {
        return savepoint(drain ? Barrier.Kind.DRAIN : Barrier.Kind.STOP, savepoint);
    }

    private CompletableFuture<CheckpointStats> savepoint(Barrier.Kind kind, SavepointRequest savepoint) {
        CompletableFuture<CheckpointStats> future = new CompletableFuture<>();
        environment.io().execute(() -> {
            try {
                CheckpointStorage opened = provider().openSavepoint(savepoint.directory(), savepoint.name());
                mailbox.post(() -> request(kind, new Request(future, savepoint, opened)));
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    @Override
    public CompletableFuture<Long> triggerEpoch() {
        CompletableFuture<Long> future = new CompletableFuture<>();
        mailbox.post(() -> {
            long token = nextToken;
            nextToken++;
            epochRequests.put(token, future);
            submit(new CheckpointRequest(token, Barrier.Kind.EPOCH));
        });
        return future;
    }

    @Override
    public void reconfigure(CheckpointConfig checkpoints) {
        mailbox.post(() -> {
            config = config.withCheckpoints(checkpoints.toBuilder()
                    .directory(config.checkpoints().directory())
                    .build());
            perform(coordinator.reconfigured(now(), config.checkpoints()));
        });
    }

    @Override
    public JobStats stats() {
        JobAttempt current = visibleAttempt;
        return new JobStats(
                config.jobId(),
                status,
                statusSinceMillis,
                current == null ? 0 : current.number,
                restarts,
                failures,
                overview,
                current == null ? List.of() : current.stats());
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
        overview = coordinator.overview();
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

    private CheckpointStorageProvider provider() {
        CheckpointStorageProvider provider = environment.storage();
        if (provider == null) {
            throw new WeirException(ErrorCode.MISSING_OPTION, "this engine has no checkpoint storage");
        }
        return provider;
    }

    private void setStatus(JobStatus newStatus, @Nullable Throwable cause) {
        status = newStatus;
        statusSinceMillis = now();
        LOG.info("job={} status={} attempt={}", config.jobId(), newStatus, attempts);
        tell(() -> listener.statusChanged(newStatus, cause));
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("listener failed job={}", config.jobId(), e);
        }
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
        call(starting, () -> {
            try {
                JobAttempt.Prepared prepared = prepare(first, starting.number);
                mailbox.post(() -> prepared(starting, prepared));
            } catch (Throwable e) {
                mailbox.post(() -> {
                    starting.callsUnderWay--;
                    fail(null, e);
                    afterClosing();
                });
            }
        });
    }

    /** Runs something on an I/O thread that the attempt must wait for; it reports by mail, and counts itself out there. */
    private void call(JobAttempt of, Runnable work) {
        of.callsUnderWay++;
        environment.io().execute(work);
    }

    /** On an I/O thread. */
    private JobAttempt.Prepared prepare(boolean first, long localNumber) {
        JobStorage opened = storage;
        long number = localNumber;
        RestoredJob restored = RestoredJob.NONE;
        JobStorage.Choice choice = null;
        if (opened == null && hasStorage()) {
            opened = new JobStorage(
                    provider().open(requireNonNull(config.checkpoints().directory()), config.jobId()));
            storage = opened; // handed over by the mail that follows
        }
        if (opened != null) {
            number = opened.fence();
            choice = opened.choose(restore, first).orElse(null);
            if (choice != null) {
                restored = RestoredJob.of(choice.manifest(), opened.storage(), graph, restore.allowUnclaimedState());
            }
        } else if (restore.mode() == RestoreSpec.Mode.PATH || restore.mode() == RestoreSpec.Mode.CHECKPOINT) {
            throw new WeirException(
                    ErrorCode.MISSING_OPTION,
                    "a job that starts from a checkpoint needs the option execution.checkpointing.dir");
        }
        JobCommitters committers =
                JobCommitters.create(graph, config.jobId(), number, environment, cause -> mailFailure(null, cause));
        try {
            committers.recover(restored.committables());
            Map<String, Map<Integer, List<InFlightRows>>> inFlight = new HashMap<>();
            for (Vertex vertex : graph.vertices()) {
                inFlight.put(vertex.id(), restored.inFlight(graph, vertex));
            }
            return new JobAttempt.Prepared(
                    number,
                    restored,
                    choice == null ? null : choice.manifest(),
                    choice == null ? null : choice.path(),
                    opened == null ? List.of() : opened.existing(),
                    inFlight,
                    committers);
        } catch (RuntimeException e) {
            if (restoreFailure(opened, choice, e) instanceof RuntimeException better) {
                throw better;
            }
            throw e;
        }
    }

    /**
     * Restoring has failed. If it is because a file is corrupt, the next attempt must not take the same checkpoint; and one that was asked for by its path will not heal.
     *
     * @return the failure to report
     */
    private static Throwable restoreFailure(
            @Nullable JobStorage storage, JobStorage.@Nullable Choice choice, Throwable cause) {
        if (storage == null || choice == null || !Failures.isCorruptStorage(cause)) {
            return cause;
        }
        String path = choice.path();
        if (path == null) {
            storage.reject(choice.manifest());
            return cause;
        }
        return new WeirException(
                ErrorCode.INCOMPATIBLE_STATE, "\"" + path + "\" cannot be restored: " + cause.getMessage(), cause);
    }

    private void prepared(JobAttempt starting, JobAttempt.Prepared prepared) {
        starting.callsUnderWay--;
        starting.committers = prepared.committers();
        if (isEnding()) {
            closeAttempt();
            afterClosing();
            return;
        }
        SubtaskFactory factory = new SubtaskFactory(
                environment,
                graph,
                config,
                prepared.number(),
                prepared.restored(),
                prepared.inFlight(),
                new Reports(starting),
                targets::get);
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
                        fail(id, restoreFailure(storage, choiceOf(prepared), e));
                        oneMade(starting, factory, prepared);
                    });
                }
            });
        }
    }

    private static JobStorage.@Nullable Choice choiceOf(JobAttempt.Prepared prepared) {
        return prepared.manifest() == null ? null : new JobStorage.Choice(prepared.manifest(), prepared.path());
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
        visibleAttempt = starting;
        if (prepared.manifest() != null) {
            coordinator.restored(now(), prepared.manifest().checkpointId(), prepared.path());
        }
        coordinator.started(now(), starting.topology(), prepared.existing());
        starting.deploy(environment.scheduler(), factory.channels());
        setStatus(JobStatus.RUNNING, null);
        JobStorage present = storage;
        if (present != null && attempts == 1) {
            // What a crash left behind: written before storage was opened, and referred to by nobody.
            clean(() -> present.storage().sweep(List.of(), List.of()));
        }
    }

    // What subtasks report.

    private final class Reports implements SubtaskListener {
        private final JobAttempt of;

        private Reports(JobAttempt of) {
            this.of = of;
        }

        private void mail(Runnable report) {
            mailbox.post(() -> {
                if (of == attempt) {
                    report.run();
                }
            });
        }

        @Override
        public void acknowledged(Acknowledgement acknowledgement) {
            mail(() -> perform(coordinator.acknowledged(now(), acknowledgement)));
        }

        @Override
        public void declined(long checkpointId, SubtaskId subtask, Throwable cause) {
            mail(() -> perform(coordinator.declined(now(), checkpointId, subtask, cause)));
        }

        @Override
        public void epochReached(long epoch, SubtaskId subtask) {
            mail(() -> perform(coordinator.epochReached(now(), epoch, subtask)));
        }

        @Override
        public void ended(SubtaskId subtask) {
            mail(() -> {
                if (!isEnding()) {
                    perform(coordinator.subtaskEnded(now(), subtask));
                }
            });
        }

        @Override
        public void failed(SubtaskId subtask, Throwable cause) {
            mail(() -> fail(subtask, cause));
        }

        @Override
        public void closed(SubtaskId subtask) {
            mail(() -> {
                of.closed(subtask);
                afterClosing();
            });
        }
    }

    private void mailFailure(@Nullable SubtaskId subtask, Throwable cause) {
        mailbox.post(() -> fail(subtask, cause));
    }

    // Requests and actions.

    private void request(Barrier.Kind kind, Request request) {
        long token = nextToken;
        nextToken++;
        requests.put(token, request);
        if (kind == Barrier.Kind.STOP || kind == Barrier.Kind.DRAIN) {
            if (status == JobStatus.RUNNING) {
                setStatus(JobStatus.STOPPING, null);
            }
        }
        submit(new CheckpointRequest(token, kind));
    }

    private void submit(CheckpointRequest request) {
        if (done || ending != null) {
            reject(request.token(), new WeirException(ErrorCode.WRONG_OBJECT_STATE, "the job is not running"));
        } else {
            perform(coordinator.requested(now(), request));
        }
    }

    private void perform(List<CoordinatorAction> actions) {
        for (CoordinatorAction action : actions) {
            perform(action);
        }
    }

    private void perform(CoordinatorAction action) {
        if (action instanceof CoordinatorAction.Inject inject) {
            inject(inject);
        } else if (action instanceof CoordinatorAction.Store store) {
            store(store);
        } else if (action instanceof CoordinatorAction.NotifyCompleted completed) {
            completed(completed);
        } else if (action instanceof CoordinatorAction.NotifyAborted aborted) {
            aborted(aborted);
        } else if (action instanceof CoordinatorAction.Commit commit) {
            commit(requireNonNull(attempt), commit, 1);
        } else if (action instanceof CoordinatorAction.Delete delete) {
            JobStorage present = requireNonNull(storage);
            clean(() -> present.storage().delete(delete.checkpointId()));
        } else if (action instanceof CoordinatorAction.Sweep sweep) {
            JobStorage present = requireNonNull(storage);
            clean(() -> present.storage().sweep(sweep.inUse(), sweep.candidates()));
        } else if (action instanceof CoordinatorAction.EpochCompleted epoch) {
            tell(() -> listener.epochCompleted(epoch.epoch()));
            CompletableFuture<Long> waiting = epochRequests.remove(epoch.token());
            if (waiting != null) {
                waiting.complete(epoch.epoch());
            }
        } else if (action instanceof CoordinatorAction.RejectRequest reject) {
            reject(reject.token(), new WeirException(ErrorCode.WRONG_OBJECT_STATE, reject.reason()));
        } else if (action instanceof CoordinatorAction.FailJob fail) {
            fail(null, fail.cause());
        } else if (action instanceof CoordinatorAction.FinishJob) {
            end(JobStatus.FINISHED);
        } else if (action instanceof CoordinatorAction.StopJob stop) {
            Request request = requests.remove(stop.token());
            end(JobStatus.STOPPED);
            if (request != null) {
                request.future().complete(stop.stats());
            }
        } else {
            throw new IllegalStateException("unknown action " + action);
        }
    }

    private void inject(CoordinatorAction.Inject inject) {
        Barrier barrier = inject.barrier();
        Request request = requests.get(inject.token());
        if (request != null && request.savepoint() != null && request.storage() != null) {
            savepoints.put(barrier.id(), request.storage());
            requests.put(inject.token(), new Request(request.future(), request.savepoint(), null));
            targets.put(
                    barrier.id(),
                    new FreezeRequest(
                            barrier.id(), request.storage(), request.savepoint().form(), false));
        } else if (barrier.kind().isDurable() && storage != null) {
            targets.put(
                    barrier.id(),
                    new FreezeRequest(
                            barrier.id(),
                            storage.storage(),
                            FreezeRequest.Form.NATIVE,
                            config.checkpoints().incremental()));
        }
        requireNonNull(attempt).inject(barrier);
    }

    private void store(CoordinatorAction.Store store) {
        JobAttempt of = requireNonNull(attempt);
        long id = store.manifest().checkpointId();
        CheckpointStorage savepoint = savepoints.get(id);
        JobStorage own = storage;
        long number = fencing(own);
        if (savepoint == null && own == null) {
            perform(coordinator.stored(now(), store.manifest(), ""));
            return;
        }
        boolean stops = store.kind() == Barrier.Kind.STOP || store.kind() == Barrier.Kind.DRAIN;
        of.callsUnderWay++;
        publishing = publishing.thenRunAsync(
                () -> {
                    try {
                        CheckpointStorage target = savepoint != null
                                ? savepoint
                                : requireNonNull(own).storage();
                        JobStorage.publish(target, store.manifest(), number);
                        if (stops && own != null && savepoint != null) {
                            // The commit that follows belongs to the savepoint. Should the process die in the middle of
                            // it, the job must not
                            // go on from an older checkpoint.
                            JobStorage.publish(
                                    own.storage(),
                                    JobStorage.relocated(store.manifest(), savepoint.location()),
                                    number);
                        }
                        String path = savepoint != null ? savepoint.location() : target.location() + "/chk-" + id;
                        mailbox.post(() -> published(of, () -> coordinator.stored(now(), store.manifest(), path)));
                    } catch (Throwable e) {
                        mailbox.post(() -> published(of, () -> coordinator.storeFailed(now(), id, e)));
                    }
                },
                environment.io());
    }

    private void published(JobAttempt of, Supplier<List<CoordinatorAction>> event) {
        of.callsUnderWay--;
        if (!of.closing) {
            perform(event.get());
        }
        afterClosing();
    }

    private long fencing(@Nullable JobStorage own) {
        return own == null ? attempts : own.attempt();
    }

    private void completed(CoordinatorAction.NotifyCompleted completed) {
        long id = completed.stats().checkpointId();
        boolean isCheckpoint = completed.kind() == Barrier.Kind.CHECKPOINT;
        targets.remove(id);
        closeSavepoint(id, false);
        requireNonNull(attempt).forEachSubtask(subtask -> subtask.completed(id, !isCheckpoint));
        tell(() -> listener.checkpointEnded(completed.stats()));
        tell(() -> listener.epochCompleted(id));
        if (completed.kind() != Barrier.Kind.STOP && completed.kind() != Barrier.Kind.DRAIN) {
            Request request = requests.remove(completed.token());
            if (request != null) {
                request.future().complete(completed.stats());
            }
        }
    }

    private void aborted(CoordinatorAction.NotifyAborted aborted) {
        long id = aborted.stats().checkpointId();
        targets.remove(id);
        boolean wasSavepoint = savepoints.containsKey(id);
        closeSavepoint(id, !aborted.mayExist());
        JobStorage own = storage;
        if (!wasSavepoint && own != null && !aborted.mayExist()) {
            // Its own files, and its manifest should it exist after all.
            clean(() -> own.storage().delete(id));
        }
        JobAttempt current = attempt;
        if (current != null && !current.closing) {
            current.forEachSubtask(subtask -> subtask.abort(id));
        }
        if (status == JobStatus.STOPPING
                && (aborted.kind() == Barrier.Kind.STOP || aborted.kind() == Barrier.Kind.DRAIN)) {
            setStatus(JobStatus.RUNNING, null);
        }
        LOG.warn(
                "checkpoint={} of job={} failed cause={}",
                id,
                config.jobId(),
                aborted.cause().toString());
        tell(() -> listener.checkpointEnded(aborted.stats()));
        reject(aborted.token(), aborted.cause());
    }

    private void reject(long token, Throwable cause) {
        Request request = requests.remove(token);
        if (request != null) {
            request.future().completeExceptionally(cause);
            CheckpointStorage unused = request.storage();
            if (unused != null) {
                clean(() -> {
                    unused.close();
                    provider().deleteSavepoint(unused.location());
                });
            }
            if (status == JobStatus.STOPPING) {
                setStatus(JobStatus.RUNNING, null);
            }
        }
        CompletableFuture<Long> epoch = epochRequests.remove(token);
        if (epoch != null) {
            epoch.completeExceptionally(cause);
        }
    }

    private void closeSavepoint(long id, boolean delete) {
        CheckpointStorage savepoint = savepoints.remove(id);
        if (savepoint != null) {
            clean(() -> {
                savepoint.close();
                if (delete) {
                    provider().deleteSavepoint(savepoint.location());
                }
            });
        }
    }

    /** Clean-up runs one after the other, and must never harm the job. */
    private void clean(Runnable work) {
        cleaning = cleaning.thenRunAsync(
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        LOG.warn("clean-up failed, files are left for the next start job={}", config.jobId(), e);
                    }
                },
                environment.io());
    }

    private void commit(JobAttempt of, CoordinatorAction.Commit commit, int tries) {
        JobCommitters committers = requireNonNull(of.committers);
        call(of, () -> {
            try {
                committers.commit(commit.checkpointId(), commit.committables());
                mailbox.post(() -> {
                    of.callsUnderWay--;
                    if (of == attempt && !of.closing) {
                        of.forEachSubtask(subtask -> subtask.committed(commit.checkpointId()));
                        perform(coordinator.committed(now(), commit.checkpointId()));
                    }
                    afterClosing();
                });
            } catch (Throwable e) {
                mailbox.post(() -> {
                    of.callsUnderWay--;
                    commitFailed(of, commit, tries, e);
                    afterClosing();
                });
            }
        });
    }

    private void commitFailed(JobAttempt of, CoordinatorAction.Commit commit, int tries, Throwable cause) {
        if (of != attempt || of.closing) {
            return;
        }
        if (tries >= MAX_COMMIT_TRIES || Failures.isFinal(cause)) {
            fail(
                    null,
                    new WeirException(
                            ErrorCode.CONNECTOR_FAILURE,
                            "the rows of checkpoint " + commit.checkpointId() + " could not be committed in " + tries
                                    + " tries: " + cause.getMessage(),
                            cause));
            return;
        }
        LOG.warn("commit failed job={} checkpoint={} try={}", config.jobId(), commit.checkpointId(), tries, cause);
        long delay = FIRST_COMMIT_DELAY_MILLIS << (tries - 1);
        environment
                .timers()
                .at(
                        now() + delay,
                        () -> mailbox.post(() -> {
                            if (of == attempt && !of.closing) {
                                commit(of, commit, tries + 1);
                            }
                        }));
    }

    // Ending.

    private boolean isEnding() {
        return ending != null || failure != null;
    }

    /** Ends the job, whatever it is doing. The first reason counts, but a wish to end wins over a restart. */
    private void end(JobStatus how) {
        if (done || ending != null) {
            return;
        }
        ending = how;
        if (how == JobStatus.CANCELLED) {
            setStatus(JobStatus.CANCELLING, null);
        }
        if (attempt == null) {
            finish(how);
        } else {
            closeAttempt();
        }
    }

    /** Something has failed. The first cause is the one that counts; others follow from it more often than not. */
    private void fail(@Nullable SubtaskId where, Throwable wrapped) {
        Throwable cause = Failures.unwrap(wrapped);
        if (done || isEnding()) {
            LOG.debug("failure while ending job={} subtask={}", config.jobId(), where, cause);
            return;
        }
        failure = cause;
        remember(where, cause);
        LOG.warn("job failed job={} attempt={} subtask={}", config.jobId(), attempts, where, cause);
        closeAttempt();
    }

    private void remember(@Nullable SubtaskId where, Throwable cause) {
        ArrayDeque<JobStats.Failure> all = new ArrayDeque<>(failures);
        all.addFirst(new JobStats.Failure(now(), where == null ? null : where.toString(), cause));
        while (all.size() > KEPT_FAILURES) {
            all.removeLast();
        }
        failures = List.copyOf(all);
    }

    private void closeAttempt() {
        JobAttempt closing = requireNonNull(attempt);
        if (closing.subtasksInTheMaking > 0 || closing.closing) {
            return; // when the last one is made; or already under way
        }
        Throwable cause = failure;
        closing.close(environment.scheduler());
        perform(coordinator.stopped(now(), cause != null ? cause : new IllegalStateException("the job is " + ending)));
        afterClosing();
    }

    private void afterClosing() {
        JobAttempt closing = attempt;
        if (closing == null || !closing.closing || !closing.isOver()) {
            return;
        }
        attempt = null;
        targets.clear();
        JobStatus how = ending;
        if (how != null) {
            JobCommitters committers = closing.committers;
            if (committers != null && isForGood(how)) {
                clean(committers::close);
            }
            finish(how);
            return;
        }
        Throwable cause = requireNonNull(failure);
        OptionalLong delay = mayRestart(cause) ? backoff.failed(now()) : OptionalLong.empty();
        if (delay.isEmpty()) {
            ending = JobStatus.FAILED;
            finish(JobStatus.FAILED);
            return;
        }
        restarts = attempts;
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

    /** Whether the job is over, and what its sinks have not committed never will be. A job that failed or was suspended may go on some day, and commit it then. */
    private static boolean isForGood(JobStatus how) {
        return how == JobStatus.FINISHED || how == JobStatus.STOPPED || how == JobStatus.CANCELLED;
    }

    private void finish(JobStatus how) {
        if (done) {
            return;
        }
        done = true;
        Throwable cause = failure;
        JobStorage present = storage;
        if (present != null) {
            boolean drop = (how == JobStatus.CANCELLED || how == JobStatus.STOPPED)
                    && config.checkpoints().retention() != CheckpointConfig.Retention.RETAIN_ON_CANCELLATION;
            List<Long> dropped = drop ? coordinator.retainedIds() : List.of();
            dropped.forEach(id -> clean(() -> present.storage().delete(id)));
            if (drop) {
                clean(() -> present.storage().sweep(List.of(), List.of()));
            }
            clean(() -> present.storage().close());
        }
        // Told when storage is closed: whoever starts the job again finds it free.
        CompletableFuture<?> unused = cleaning.thenRun(() -> mailbox.post(() -> {
            setStatus(how, how == JobStatus.FAILED ? cause : null);
            termination.complete(how);
        }));
    }

    @Override
    public String toString() {
        return "job " + config.jobId();
    }
}
