package io.weir.runtime.checkpoint;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.checkpoint.CheckpointConfig.Mode;
import io.weir.runtime.element.Barrier;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.StoredFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a job takes checkpoints and what becomes of them: a state machine for the life of a job, over all its attempts. Events are methods, called one at a time; what is
 * to be done is returned. It knows no files, threads or clocks.
 *
 * <p>A checkpoint goes through: triggered, collecting acknowledgements, being stored, completed; or aborted from any of these. Its sinks' pre-commits are committed after it is
 * completed, oldest checkpoint first, one at a time. Aborted checkpoints need no commit: what was pre-committed for them is part of the next snapshot of the same sink.
 */
public final class CheckpointCoordinator {
    /** Completed checkpoints whose commits are under way; with more, no new checkpoint is triggered. */
    private static final int MAX_COMMITTING = 2;
    /** Requests of users that wait for their turn. */
    private static final int MAX_REQUESTS = 64;

    private static final long FINAL_RETRY_MILLIS = 1_000;

    private final String jobId;
    private final boolean hasStorage;
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
    /** Checkpoints that wait for their commit, by id; the first one is being committed. */
    private final TreeMap<Long, Committing> committing = new TreeMap<>();

    private final ArrayDeque<CheckpointRequest> requests = new ArrayDeque<>();
    private @Nullable PendingEpoch epoch;
    private boolean finalTaken;

    // Of the job.
    private long nextId = 1;
    private final TreeMap<Long, CompletedCheckpoint> retained = new TreeMap<>();
    /** Files that may be deleted when no checkpoint triggered before {@code beforeId} is under way. */
    private final ArrayDeque<Garbage> garbage = new ArrayDeque<>();

    /** In this attempt. */
    private long newestCompletedId;

    private int consecutiveFailures;
    private long lastTriggerMillis;
    private long lastEndMillis = Long.MIN_VALUE / 2;
    private long lastEpochMillis;

    private record Committing(
            CheckpointStats stats, Barrier.Kind kind, long token, Map<String, List<byte[]>> committables) {}

    private record Garbage(long beforeId, List<StoredFile> files) {}

    private static final class PendingEpoch {
        private final long id;
        private final long token;
        private final long deadlineMillis;
        private final Set<SubtaskId> missing;

        private PendingEpoch(long id, long token, long deadlineMillis, Set<SubtaskId> missing) {
            this.id = id;
            this.token = token;
            this.deadlineMillis = deadlineMillis;
            this.missing = missing;
        }
    }

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

    /** @param hasStorage whether checkpoints are durable; if not, they exist for their commits alone */
    public CheckpointCoordinator(String jobId, CheckpointConfig config, boolean hasStorage) {
        this.jobId = jobId;
        this.config = config;
        this.hasStorage = hasStorage;
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
        finalTaken = false;
        newestCompletedId = 0;
        retained.clear();
        for (CompletedCheckpoint checkpoint : existing) {
            retained.put(checkpoint.id(), checkpoint);
            nextId = Math.max(nextId, checkpoint.id() + 1);
        }
        lastTriggerMillis = nowMillis;
        lastEpochMillis = nowMillis;
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
        for (CheckpointRequest request : requests) {
            actions.add(
                    new CoordinatorAction.RejectRequest(request.token(), "the job has ended: " + cause.getMessage()));
        }
        if (epoch != null && epoch.token != CheckpointRequest.NO_TOKEN) {
            actions.add(new CoordinatorAction.RejectRequest(epoch.token, "the job has ended: " + cause.getMessage()));
        }
        for (Committing each : committing.values()) {
            if (each.kind != Barrier.Kind.CHECKPOINT && each.token != CheckpointRequest.NO_TOKEN) {
                actions.add(new CoordinatorAction.RejectRequest(
                        each.token,
                        "the savepoint is complete, but the job failed before its rows were committed: "
                                + cause.getMessage()));
            }
        }
        requests.clear();
        committing.clear();
        epoch = null;
        // A checkpoint that is being stored may come to exist yet, and refer to any of these; what is left is an orphan
        // for the next attempt to find.
        garbage.clear();
        running = false;
        consecutiveFailures = 0;
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
                        failure("checkpoint " + checkpoint.id() + " expired after " + config.timeoutMillis() + " ms"),
                        true,
                        actions);
            }
        }
        if (epoch != null && nowMillis >= epoch.deadlineMillis) {
            if (epoch.token != CheckpointRequest.NO_TOKEN) {
                actions.add(new CoordinatorAction.RejectRequest(epoch.token, "epoch " + epoch.id + " expired"));
            }
            epoch = null;
        }
        trigger(nowMillis, actions);
        return actions;
    }

    /** When {@link #tick} has something to do; {@link Long#MAX_VALUE} if only other events can change that. */
    public long nextTickMillis() {
        if (!running || over) {
            return Long.MAX_VALUE;
        }
        long next = Long.MAX_VALUE;
        for (PendingCheckpoint checkpoint : pending.values()) {
            if (!checkpoint.isStoring()) {
                next = Math.min(next, checkpoint.deadlineMillis);
            }
        }
        if (epoch != null) {
            next = Math.min(next, epoch.deadlineMillis);
        } else if (config.epochIntervalMillis() > 0 && !ended.containsAll(subtasks) && mayTrigger(Barrier.Kind.EPOCH)) {
            next = Math.min(next, lastEpochMillis + config.epochIntervalMillis());
        }
        if (ended.containsAll(subtasks)) {
            return isFinalDue() ? Math.min(next, nextFinalMillis()) : next;
        }
        if (isPeriodic() && mayTriggerAnother()) {
            next = Math.min(next, nextPeriodicMillis());
        }
        return next;
    }

    /** Somebody wants a checkpoint; while the job is starting it waits until the job runs. */
    public List<CoordinatorAction> requested(long nowMillis, CheckpointRequest request) {
        List<CoordinatorAction> actions = new ArrayList<>();
        if (isStopping() || requests.size() >= MAX_REQUESTS) {
            String reason = isStopping() ? "the job is stopping" : MAX_REQUESTS + " requests are waiting already";
            actions.add(new CoordinatorAction.RejectRequest(request.token(), reason));
            return actions;
        }
        requests.add(request);
        trigger(nowMillis, actions);
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
        PendingEpoch current = epoch;
        if (current != null && current.id == epochId) {
            current.missing.remove(subtask);
            if (current.missing.isEmpty()) {
                epoch = null;
                actions.add(new CoordinatorAction.EpochCompleted(epochId, current.token));
                trigger(nowMillis, actions);
            }
        }
        return actions;
    }

    /** A subtask has worked on all its input. Behind the last one a checkpoint is taken, so that the last rows are committed too. */
    public List<CoordinatorAction> subtaskEnded(long nowMillis, SubtaskId subtask) {
        List<CoordinatorAction> actions = new ArrayList<>();
        ended.add(subtask);
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
        lastEndMillis = nowMillis;
        consecutiveFailures = 0;
        CheckpointStats stats = checkpoint.stats(CheckpointStats.Status.COMPLETED, nowMillis, path, null);
        history.ended(stats);
        actions.add(new CoordinatorAction.NotifyCompleted(stats, checkpoint.kind(), checkpoint.request.token()));
        if (isCheckpoint) {
            newestCompletedId = checkpoint.id();
        }
        if (isCheckpoint && hasStorage) {
            retained.put(checkpoint.id(), CompletedCheckpoint.of(manifest));
            dropSubsumed(actions);
        }
        if (checkpoint.kind() != Barrier.Kind.SAVEPOINT) {
            // A savepoint that the job runs on from commits nothing: a job restored from an older checkpoint would
            // write its rows again.
            Committing next = new Committing(
                    stats, checkpoint.kind(), checkpoint.request.token(), SnapshotState.committables(manifest));
            boolean first = committing.isEmpty();
            committing.put(checkpoint.id(), next);
            if (first) {
                commitNext(actions);
            }
        }
        sweep(actions);
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
        sweep(actions);
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
        Committing done = committing.remove(checkpointId);
        if (done == null) {
            return actions;
        }
        actions.add(new CoordinatorAction.NotifyCommitted(checkpointId));
        afterCommit(done, actions);
        commitNext(actions);
        trigger(nowMillis, actions);
        return actions;
    }

    public List<CoordinatorAction> reconfigured(long nowMillis, CheckpointConfig newConfig) {
        config = newConfig;
        List<CoordinatorAction> actions = new ArrayList<>();
        if (hasStorage) {
            dropSubsumed(actions);
        }
        trigger(nowMillis, actions);
        return actions;
    }

    public CheckpointOverview overview() {
        List<CheckpointStats> inProgress = new ArrayList<>();
        for (PendingCheckpoint checkpoint : pending.descendingMap().values()) {
            inProgress.add(checkpoint.stats(CheckpointStats.Status.IN_PROGRESS, 0, null, null));
        }
        return history.overview(inProgress, consecutiveFailures);
    }

    /** Ids of the checkpoints kept in storage, ascending. */
    public List<Long> retainedIds() {
        return List.copyOf(retained.keySet());
    }

    // Triggering.

    private void trigger(long nowMillis, List<CoordinatorAction> actions) {
        if (!running || over) {
            return;
        }
        while (!requests.isEmpty() && mayTrigger(requests.peek().kind())) {
            begin(nowMillis, requests.remove(), actions);
        }
        if (!requests.isEmpty()) {
            return; // whoever waits comes first
        }
        if (ended.containsAll(subtasks)) {
            if (isFinalDue() && nowMillis >= nextFinalMillis()) {
                finalTaken = true;
                begin(nowMillis, new CheckpointRequest(CheckpointRequest.NO_TOKEN, Barrier.Kind.CHECKPOINT), actions);
            }
            return;
        }
        if (isPeriodic() && mayTriggerAnother() && nowMillis >= nextPeriodicMillis()) {
            begin(nowMillis, new CheckpointRequest(CheckpointRequest.NO_TOKEN, Barrier.Kind.CHECKPOINT), actions);
        }
        if (config.epochIntervalMillis() > 0
                && nowMillis >= lastEpochMillis + config.epochIntervalMillis()
                && mayTrigger(Barrier.Kind.EPOCH)
                && !isStopping()) {
            begin(nowMillis, new CheckpointRequest(CheckpointRequest.NO_TOKEN, Barrier.Kind.EPOCH), actions);
        }
    }

    private boolean isFinalDue() {
        return ended.containsAll(subtasks) && !finalTaken && pending.isEmpty() && committing.isEmpty();
    }

    /** At once; after a failure with a pause, so that storage which is away for a moment does not use up all attempts. */
    private long nextFinalMillis() {
        return consecutiveFailures == 0
                ? Long.MIN_VALUE
                : lastEndMillis + Math.max(FINAL_RETRY_MILLIS, config.minPauseMillis());
    }

    private boolean isPeriodic() {
        return config.intervalMillis() > 0 && !isStopping();
    }

    private boolean isStopping() {
        return pending.values().stream().anyMatch(CheckpointCoordinator::stops)
                || committing.values().stream()
                        .anyMatch(each -> each.kind == Barrier.Kind.STOP || each.kind == Barrier.Kind.DRAIN);
    }

    private static boolean stops(PendingCheckpoint checkpoint) {
        return checkpoint.kind() == Barrier.Kind.STOP || checkpoint.kind() == Barrier.Kind.DRAIN;
    }

    /** Whether there is room for a periodic checkpoint. */
    private boolean mayTriggerAnother() {
        return pending.size() < config.maxConcurrent() && mayTrigger(Barrier.Kind.CHECKPOINT);
    }

    /**
     * Whether the order of barriers allows one more. Aligned ones keep their order on every channel; one that overtakes must be alone, and so must one behind which the
     * sources stop.
     */
    private boolean mayTrigger(Barrier.Kind kind) {
        if (committing.size() >= MAX_COMMITTING || isStopping()) {
            return false;
        }
        if (kind == Barrier.Kind.EPOCH) {
            return epoch == null && !(config.unaligned() && !pending.isEmpty());
        }
        if (config.unaligned() || kind == Barrier.Kind.STOP || kind == Barrier.Kind.DRAIN) {
            return pending.isEmpty() && epoch == null;
        }
        return pending.size() < Math.max(config.maxConcurrent(), 2);
    }

    private long nextPeriodicMillis() {
        return Math.max(lastTriggerMillis + config.intervalMillis(), lastEndMillis + config.minPauseMillis());
    }

    private void begin(long nowMillis, CheckpointRequest request, List<CoordinatorAction> actions) {
        long id = nextId;
        nextId++;
        Barrier barrier =
                new Barrier(id, request.kind(), alignment(request.kind()), nowMillis, config.alignedTimeoutMillis());
        if (request.kind() == Barrier.Kind.EPOCH) {
            lastEpochMillis = nowMillis;
            epoch = new PendingEpoch(id, request.token(), nowMillis + config.timeoutMillis(), new HashSet<>(terminals));
        } else {
            if (request.kind() == Barrier.Kind.CHECKPOINT) {
                lastTriggerMillis = nowMillis;
            }
            history.triggered();
            pending.put(
                    id, new PendingCheckpoint(barrier, request, nowMillis + config.timeoutMillis(), subtasks.size()));
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
        return config.unaligned() && !ended.containsAll(subtasks)
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
        lastEndMillis = nowMillis;
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
        } else if (checkpoint.kind() == Barrier.Kind.CHECKPOINT) {
            if (ended.containsAll(subtasks)) {
                finalTaken = false;
            }
            consecutiveFailures++;
            if (consecutiveFailures > config.tolerableFailures()) {
                over = true;
                actions.add(new CoordinatorAction.FailJob(new WeirException(
                        ErrorCode.CHECKPOINT_FAILURE,
                        consecutiveFailures + " checkpoints failed in a row, " + config.tolerableFailures()
                                + " are tolerated; the last one: " + cause.getMessage(),
                        cause)));
            }
        }
    }

    private void commitNext(List<CoordinatorAction> actions) {
        while (!committing.isEmpty()) {
            Map.Entry<Long, Committing> next = committing.firstEntry();
            if (!next.getValue().committables.isEmpty()) {
                actions.add(new CoordinatorAction.Commit(next.getKey(), next.getValue().committables));
                return;
            }
            committing.remove(next.getKey());
            actions.add(new CoordinatorAction.NotifyCommitted(next.getKey()));
            afterCommit(next.getValue(), actions);
        }
    }

    private void afterCommit(Committing done, List<CoordinatorAction> actions) {
        if (done.kind == Barrier.Kind.STOP || done.kind == Barrier.Kind.DRAIN) {
            over = true;
            actions.add(new CoordinatorAction.StopJob(done.stats, done.token));
        } else if (finalTaken && pending.isEmpty() && committing.isEmpty()) {
            over = true;
            actions.add(new CoordinatorAction.FinishJob());
        }
    }

    private void dropSubsumed(List<CoordinatorAction> actions) {
        while (retained.size() > config.retained()) {
            Map.Entry<Long, CompletedCheckpoint> oldest = retained.pollFirstEntry();
            actions.add(new CoordinatorAction.Delete(oldest.getKey()));
            discard(oldest.getValue().files(), actions);
        }
    }

    /** Marks files for deletion. A checkpoint under way may have been frozen before this was known, and may still refer to them. */
    private void discard(List<StoredFile> files, List<CoordinatorAction> actions) {
        List<StoredFile> own = files.stream().filter(file -> !isForeign(file)).toList();
        if (!own.isEmpty() && hasStorage) {
            garbage.add(new Garbage(nextId, own));
            sweep(actions);
        }
    }

    /** Whether a file lies in a savepoint or in another job's folder: those are only read. */
    private static boolean isForeign(StoredFile file) {
        return file.path().startsWith("/") || file.path().contains(":/");
    }

    private void sweep(List<CoordinatorAction> actions) {
        List<StoredFile> candidates = new ArrayList<>();
        long oldestPending = pending.isEmpty() ? Long.MAX_VALUE : pending.firstKey();
        for (Iterator<Garbage> each = garbage.iterator(); each.hasNext(); ) {
            Garbage next = each.next();
            if (next.beforeId <= oldestPending) {
                candidates.addAll(next.files);
                each.remove();
            }
        }
        if (!candidates.isEmpty()) {
            List<StoredFile> inUse = new ArrayList<>();
            pending.values().forEach(checkpoint -> inUse.addAll(checkpoint.files()));
            actions.add(new CoordinatorAction.Sweep(inUse, candidates));
        }
    }

    private static WeirException failure(String message) {
        return new WeirException(ErrorCode.CHECKPOINT_FAILURE, message);
    }
}
