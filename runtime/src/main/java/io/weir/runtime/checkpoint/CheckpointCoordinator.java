package io.weir.runtime.checkpoint;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.checkpoint.CheckpointConfig.Mode;
import io.weir.runtime.element.Barrier;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.StoredFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a job takes checkpoints and what becomes of them: a state machine for the life of a job, over all its attempts. Events are methods, called one at a time; what is
 * to be done is returned. It knows no files, threads or clocks.
 *
 * <p>A checkpoint goes through: triggered, collecting acknowledgements, being stored, completed; or aborted from any of these. Its sinks' pre-commits are committed after it is
 * completed, oldest checkpoint first, one at a time. Aborted checkpoints need no commit: what was pre-committed for them is part of the next snapshot of the same sink.
 *
 * <p>A job in which nothing has happened since its last checkpoint needs no other: most of its periodic checkpoints are left out ({@link TriggerSchedule}).
 */
public final class CheckpointCoordinator {
    private final String jobId;
    private final LongSupplier activity;
    private final CheckpointHistory history = new CheckpointHistory();
    private CheckpointConfig config;

    // Of the attempt.
    private Set<SubtaskId> subtasks = Set.of();
    private Set<SubtaskId> terminals = Set.of();
    private Map<String, Integer> maxParallelismOfVertex = Map.of();
    private boolean running;
    /** The attempt is to end, for whatever reason: nothing more is triggered in it. */
    private boolean over;

    private final Set<SubtaskId> ended = new HashSet<>();
    private final TreeMap<Long, PendingCheckpoint> pending = new TreeMap<>();
    private final CommitQueue commits = new CommitQueue();
    private final EpochTracker epoch = new EpochTracker();
    private long newestCompletedId;

    // Of the job.
    private final TriggerSchedule schedule;
    private final RetainedCheckpoints retained;
    private long nextId = 1;

    /**
     * What an attempt runs.
     *
     * @param subtasks all of them
     * @param terminals those without outputs
     * @param maxParallelismOfVertex by vertex id
     */
    public record Topology(
            Set<SubtaskId> subtasks, Set<SubtaskId> terminals, Map<String, Integer> maxParallelismOfVertex) {
        public Topology {
            subtasks = Set.copyOf(subtasks);
            terminals = Set.copyOf(terminals);
            maxParallelismOfVertex = Map.copyOf(maxParallelismOfVertex);
        }
    }

    /**
     * @param hasStorage whether checkpoints are durable; if not, they exist for their commits alone
     * @param activity what the subtasks of the attempt have done so far, but for barriers: grows with each element, timer and output. What it counts has happened before it is asked, and
     *     so stands in a checkpoint that is triggered afterwards; it may lag
     */
    public CheckpointCoordinator(String jobId, CheckpointConfig config, boolean hasStorage, LongSupplier activity) {
        this.jobId = jobId;
        this.config = config;
        this.activity = activity;
        schedule = new TriggerSchedule(config, pending, commits, epoch, activity);
        retained = new RetainedCheckpoints(hasStorage);
    }

    // Events.

    /**
     * An attempt runs.
     *
     * @param existing the checkpoints in the job's storage, ascending
     */
    public void started(long nowMillis, Topology topology, List<CompletedCheckpoint> existing) {
        checkState(!running, "job %s started while it runs", jobId);
        running = true;
        over = false;
        subtasks = topology.subtasks();
        terminals = topology.terminals();
        maxParallelismOfVertex = topology.maxParallelismOfVertex();
        ended.clear();
        newestCompletedId = 0;
        retained.started(existing);
        for (CompletedCheckpoint checkpoint : existing) {
            nextId = Math.max(nextId, checkpoint.id() + 1);
        }
        schedule.started(nowMillis);
        epoch.started(nowMillis);
    }

    /** For the statistics. @param path null if it is one of the job's own */
    public void restored(long nowMillis, long checkpointId, @Nullable String path) {
        history.restored(checkpointId, path, nowMillis);
        nextId = Math.max(nextId, checkpointId + 1);
    }

    /** The attempt is over: failed, cancelled, or at its end. What is under way is given up. */
    public List<CoordinatorAction> stopped(long nowMillis, Throwable cause) {
        List<CoordinatorAction> actions = new ArrayList<>();
        for (PendingCheckpoint checkpoint : List.copyOf(pending.values())) {
            abort(nowMillis, checkpoint, cause, false, actions);
        }
        String reason = "the job has ended: " + cause.getMessage();
        schedule.stopped(reason, actions);
        epoch.giveUp(reason, actions);
        commits.giveUp(cause, actions);
        retained.stopped();
        running = false;
        return actions;
    }

    /** Time has passed. Call again at {@link #nextTickMillis} at the latest. */
    public List<CoordinatorAction> tick(long nowMillis) {
        List<CoordinatorAction> actions = new ArrayList<>();
        if (!running) {
            return actions;
        }
        for (PendingCheckpoint checkpoint : List.copyOf(pending.values())) {
            if (nowMillis >= checkpoint.deadlineMillis && !checkpoint.isStoring()) {
                abort(
                        nowMillis,
                        checkpoint,
                        failure("checkpoint " + checkpoint.id() + " expired after " + config.timeoutMillis() + " ms; "
                                + checkpoint.missing(subtasks)),
                        true,
                        actions);
            }
        }
        epoch.expire(nowMillis, actions);
        trigger(nowMillis, actions);
        return actions;
    }

    /** When {@link #tick} has something to do; {@link Long#MAX_VALUE} if only other events can change that. */
    public long nextTickMillis() {
        if (!running || over) {
            return Long.MAX_VALUE;
        }
        long next = Math.min(epoch.deadlineMillis(), schedule.nextMillis());
        for (PendingCheckpoint checkpoint : pending.values()) {
            if (!checkpoint.isStoring()) {
                next = Math.min(next, checkpoint.deadlineMillis);
            }
        }
        return next;
    }

    /** Somebody wants a checkpoint; while the job is starting it waits until the job runs. */
    public List<CoordinatorAction> requested(long nowMillis, CheckpointRequest request) {
        List<CoordinatorAction> actions = new ArrayList<>();
        String reason = schedule.refuse(request);
        if (reason != null) {
            actions.add(new CoordinatorAction.RejectRequest(request.token(), reason));
        } else {
            trigger(nowMillis, actions);
        }
        return actions;
    }

    public List<CoordinatorAction> acknowledged(long nowMillis, Acknowledgement acknowledgement) {
        List<CoordinatorAction> actions = new ArrayList<>();
        PendingCheckpoint checkpoint = pending.get(acknowledgement.checkpointId());
        if (checkpoint == null) {
            // Given up meanwhile; what the subtask wrote is of no use.
            discard(PendingCheckpoint.filesOf(acknowledgement), actions);
            return actions;
        }
        if (checkpoint.acknowledge(acknowledgement, subtasks, nowMillis)) {
            checkpoint.beginStoring();
            actions.add(
                    new CoordinatorAction.Store(checkpoint.manifest(jobId, maxParallelismOfVertex), checkpoint.kind()));
        }
        return actions;
    }

    public List<CoordinatorAction> declined(long nowMillis, long checkpointId, SubtaskId subtask, Throwable cause) {
        List<CoordinatorAction> actions = new ArrayList<>();
        PendingCheckpoint checkpoint = pending.get(checkpointId);
        if (checkpoint != null && !checkpoint.isStoring()) {
            abort(
                    nowMillis,
                    checkpoint,
                    new WeirException(
                            ErrorCode.CHECKPOINT_FAILURE,
                            "checkpoint " + checkpointId + " declined by " + subtask + ": " + cause.getMessage(),
                            cause),
                    true,
                    actions);
            trigger(nowMillis, actions);
        }
        return actions;
    }

    public List<CoordinatorAction> epochReached(long nowMillis, long epochId, SubtaskId subtask) {
        List<CoordinatorAction> actions = new ArrayList<>();
        if (epoch.reached(epochId, subtask, actions)) {
            trigger(nowMillis, actions);
        }
        return actions;
    }

    /** A subtask has worked on all its input. Behind the last one a checkpoint is taken, so that the last rows are committed too. */
    public List<CoordinatorAction> subtaskEnded(long nowMillis, SubtaskId subtask) {
        List<CoordinatorAction> actions = new ArrayList<>();
        ended.add(subtask);
        if (ended.containsAll(subtasks)) {
            schedule.inputEnded();
        }
        trigger(nowMillis, actions);
        return actions;
    }

    /** The checkpoint exists. @param path where it can be restored from */
    public List<CoordinatorAction> stored(long nowMillis, CheckpointManifest manifest, String path) {
        List<CoordinatorAction> actions = new ArrayList<>();
        PendingCheckpoint checkpoint = pending.remove(manifest.checkpointId());
        if (checkpoint == null) {
            return actions; // the attempt has ended meanwhile; the next one finds it in storage
        }
        boolean isCheckpoint = checkpoint.kind() == Barrier.Kind.CHECKPOINT;
        if (isCheckpoint && checkpoint.id() < newestCompletedId) {
            subsumed(nowMillis, checkpoint, actions);
            return actions;
        }
        schedule.completed(nowMillis);
        if (isCheckpoint) {
            schedule.hasSaved(checkpoint.activity);
        }
        CheckpointStats stats = checkpoint.stats(CheckpointStats.Status.COMPLETED, nowMillis, path, null);
        history.ended(stats);
        actions.add(new CoordinatorAction.NotifyCompleted(stats, checkpoint.kind(), checkpoint.request.token()));
        if (isCheckpoint) {
            newestCompletedId = checkpoint.id();
        }
        if (isCheckpoint) {
            retained.add(CompletedCheckpoint.of(manifest));
            dropSubsumed(actions);
        }
        if (checkpoint.kind() != Barrier.Kind.SAVEPOINT) {
            // A savepoint that the job runs on from commits nothing: a job restored from an older checkpoint would
            // write its rows again.
            CommitQueue.Waiting next = new CommitQueue.Waiting(
                    stats, checkpoint.kind(), checkpoint.request.token(), SnapshotState.committables(manifest));
            if (commits.add(next)) {
                commitNext(actions);
            }
        }
        retained.sweep(pending.values(), actions);
        trigger(nowMillis, actions);
        return actions;
    }

    /**
     * A checkpoint is complete after a newer one, and nobody will ever go back to it. It is dropped as if it had failed; above all the subtasks must not hear of it as completed, and refer
     * in their next snapshots to its files instead of the newer one's.
     */
    private void subsumed(long nowMillis, PendingCheckpoint checkpoint, List<CoordinatorAction> actions) {
        WeirException cause = failure("checkpoint " + checkpoint.id() + " was complete after checkpoint "
                + newestCompletedId + ", and is of no use");
        CheckpointStats stats = checkpoint.stats(CheckpointStats.Status.FAILED, nowMillis, null, cause.getMessage());
        history.ended(stats);
        actions.add(new CoordinatorAction.NotifyAborted(
                stats, checkpoint.kind(), checkpoint.request.token(), cause, false));
        discard(checkpoint.files(), actions);
        retained.sweep(pending.values(), actions);
        trigger(nowMillis, actions);
    }

    /** The checkpoint does not exist, or nobody can tell; if it should turn up later it is as good as any. */
    public List<CoordinatorAction> storeFailed(long nowMillis, long checkpointId, Throwable cause) {
        List<CoordinatorAction> actions = new ArrayList<>();
        PendingCheckpoint checkpoint = pending.get(checkpointId);
        if (checkpoint != null) {
            abort(
                    nowMillis,
                    checkpoint,
                    new WeirException(
                            ErrorCode.CHECKPOINT_FAILURE,
                            "checkpoint " + checkpointId + " could not be stored: " + cause.getMessage(),
                            cause),
                    true,
                    actions);
            trigger(nowMillis, actions);
        }
        return actions;
    }

    /** The sinks have committed what was pre-committed up to this checkpoint. */
    public List<CoordinatorAction> committed(long nowMillis, long checkpointId) {
        List<CoordinatorAction> actions = new ArrayList<>();
        CommitQueue.Waiting done = commits.remove(checkpointId);
        if (done == null) {
            return actions;
        }
        committed(done, actions);
        commitNext(actions);
        trigger(nowMillis, actions);
        return actions;
    }

    public List<CoordinatorAction> reconfigured(long nowMillis, CheckpointConfig newConfig) {
        config = newConfig;
        schedule.reconfigured(newConfig);
        List<CoordinatorAction> actions = new ArrayList<>();
        dropSubsumed(actions);
        trigger(nowMillis, actions);
        return actions;
    }

    public CheckpointOverview overview() {
        List<CheckpointStats> inProgress = new ArrayList<>();
        for (PendingCheckpoint checkpoint : pending.descendingMap().values()) {
            inProgress.add(checkpoint.stats(CheckpointStats.Status.IN_PROGRESS, 0, null, null));
        }
        return history.overview(inProgress, schedule.consecutiveFailures());
    }

    /** Ids of the checkpoints kept in storage, ascending. */
    public List<Long> retainedIds() {
        return retained.ids();
    }

    // Triggering.

    private void trigger(long nowMillis, List<CoordinatorAction> actions) {
        if (!running || over) {
            return;
        }
        CheckpointRequest next = schedule.next(nowMillis);
        while (next != null) {
            begin(nowMillis, next, actions);
            next = schedule.next(nowMillis);
        }
    }

    private void begin(long nowMillis, CheckpointRequest request, List<CoordinatorAction> actions) {
        long id = nextId;
        nextId++;
        Barrier barrier =
                new Barrier(id, request.kind(), alignment(request.kind()), nowMillis, config.alignedTimeoutMillis());
        if (request.kind() == Barrier.Kind.EPOCH) {
            epoch.begin(id, request.token(), nowMillis, config.timeoutMillis(), terminals);
        } else {
            history.triggered();
            pending.put(
                    id,
                    new PendingCheckpoint(
                            barrier,
                            request,
                            nowMillis + config.timeoutMillis(),
                            subtasks.size(),
                            activity.getAsLong()));
        }
        actions.add(new CoordinatorAction.Inject(barrier, request.token()));
    }

    private Barrier.Alignment alignment(Barrier.Kind kind) {
        if (kind != Barrier.Kind.CHECKPOINT) {
            return Barrier.Alignment.ALIGNED;
        }
        if (config.mode() == Mode.AT_LEAST_ONCE) {
            return Barrier.Alignment.AT_LEAST_ONCE;
        }
        return config.unaligned() && !schedule.hasInputEnded()
                ? Barrier.Alignment.UNALIGNED
                : Barrier.Alignment.ALIGNED;
    }

    // Ending.

    private void abort(
            long nowMillis,
            PendingCheckpoint checkpoint,
            Throwable cause,
            boolean counts,
            List<CoordinatorAction> actions) {
        pending.remove(checkpoint.id());
        schedule.givenUp(nowMillis);
        CheckpointStats stats =
                checkpoint.stats(CheckpointStats.Status.FAILED, nowMillis, null, String.valueOf(cause.getMessage()));
        history.ended(stats);
        boolean mayExist = !counts && checkpoint.isStoring();
        actions.add(new CoordinatorAction.NotifyAborted(
                stats, checkpoint.kind(), checkpoint.request.token(), cause, mayExist));
        if (!counts) {
            return;
        }
        discard(checkpoint.files(), actions);
        if (checkpoint.kind() == Barrier.Kind.DRAIN) {
            // Event time is at its end, and cannot be brought back.
            over = true;
            actions.add(new CoordinatorAction.FailJob(cause));
        } else if (checkpoint.kind() == Barrier.Kind.CHECKPOINT && schedule.failed()) {
            over = true;
            actions.add(new CoordinatorAction.FailJob(new WeirException(
                    ErrorCode.CHECKPOINT_FAILURE,
                    schedule.consecutiveFailures() + " checkpoints failed in a row, " + config.tolerableFailures()
                            + " are tolerated; the last one: " + cause.getMessage(),
                    cause)));
        }
    }

    private void commitNext(List<CoordinatorAction> actions) {
        for (CommitQueue.Waiting done = commits.begin(actions); done != null; done = commits.begin(actions)) {
            committed(done, actions);
        }
    }

    private void committed(CommitQueue.Waiting done, List<CoordinatorAction> actions) {
        actions.add(new CoordinatorAction.NotifyCommitted(done.stats().checkpointId()));
        if (done.isStop()) {
            over = true;
            actions.add(new CoordinatorAction.StopJob(done.stats(), done.token()));
        } else if (schedule.isFinalTaken() && pending.isEmpty() && commits.isEmpty()) {
            over = true;
            actions.add(new CoordinatorAction.FinishJob());
        }
    }

    private void dropSubsumed(List<CoordinatorAction> actions) {
        retained.keep(config.retained(), nextId, actions);
        retained.sweep(pending.values(), actions);
    }

    private void discard(List<StoredFile> files, List<CoordinatorAction> actions) {
        retained.mark(files, nextId);
        retained.sweep(pending.values(), actions);
    }

    private static WeirException failure(String message) {
        return new WeirException(ErrorCode.CHECKPOINT_FAILURE, message);
    }
}
