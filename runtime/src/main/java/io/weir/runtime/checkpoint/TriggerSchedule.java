package io.weir.runtime.checkpoint;

import io.weir.runtime.element.Barrier;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says when the next barrier sets out, and of which kind: first what users have asked for, then what the interval
 * wants, and once behind the end of all input, so that the last rows are committed too. Two things hold it back: the
 * pauses that the options want, and the barriers that are on their way already.
 *
 * <p>While nothing happens in a job, another checkpoint would be the same as the last one, and a thousand idle jobs would
 * write a hundred of them each second. So only every tenth is taken then; that one is for what the activity does not
 * count, such as a position in a topic of which all records were passed over.
 */
final class TriggerSchedule {
    /** Requests of users that wait for their turn. */
    private static final int MAX_REQUESTS = 64;

    private static final long FINAL_RETRY_MILLIS = 1_000;
    /** Periodic checkpoints left out in a row. */
    private static final int MOST_LEFT_OUT = 9;

    private static final long NOTHING_SAVED = -1;

    private final Map<Long, PendingCheckpoint> pending;
    private final CommitQueue commits;
    private final EpochTracker epoch;
    private final LongSupplier activity;
    private CheckpointConfig config;

    private final ArrayDeque<CheckpointRequest> requests = new ArrayDeque<>();
    private boolean inputEnded;
    /** The checkpoint behind the end of all input is under way or complete. */
    private boolean finalTaken;

    private int consecutiveFailures;
    /** When a periodic checkpoint was last triggered, or left out. */
    private long lastTriggerMillis;

    private long lastEndMillis = Long.MIN_VALUE / 2;
    /** The activity that stands in the last complete checkpoint of this attempt. */
    private long savedActivity = NOTHING_SAVED;

    private int leftOut;

    /** @param pending the checkpoints under way, which the coordinator keeps; read only, and so are the others */
    TriggerSchedule(
            CheckpointConfig config,
            Map<Long, PendingCheckpoint> pending,
            CommitQueue commits,
            EpochTracker epoch,
            LongSupplier activity) {
        this.config = config;
        this.pending = pending;
        this.commits = commits;
        this.epoch = epoch;
        this.activity = activity;
    }

    void reconfigured(CheckpointConfig newConfig) {
        config = newConfig;
    }

    // What has happened.

    /** An attempt begins. */
    void started(long nowMillis) {
        inputEnded = false;
        finalTaken = false;
        lastTriggerMillis = nowMillis;
        savedActivity = NOTHING_SAVED;
    }

    /** The attempt is over, and nobody's request will be carried out. */
    void stopped(String reason, List<CoordinatorAction> actions) {
        requests.forEach(request -> actions.add(new CoordinatorAction.RejectRequest(request.token(), reason)));
        requests.clear();
        consecutiveFailures = 0;
    }

    /**
     * Somebody wants a checkpoint.
     *
     * @return null, or why it will not be taken
     */
    @Nullable String refuse(CheckpointRequest request) {
        if (isStopping()) {
            return "the job is stopping";
        }
        if (requests.size() >= MAX_REQUESTS) {
            return MAX_REQUESTS + " requests are waiting already";
        }
        requests.add(request);
        return null;
    }

    /** All subtasks have worked on all their input. */
    void inputEnded() {
        inputEnded = true;
    }

    boolean hasInputEnded() {
        return inputEnded;
    }

    boolean isFinalTaken() {
        return finalTaken;
    }

    void completed(long nowMillis) {
        lastEndMillis = nowMillis;
        consecutiveFailures = 0;
    }

    /** A checkpoint that a restart goes back to is complete. @param activityAtTrigger what had been done when it was triggered */
    void hasSaved(long activityAtTrigger) {
        savedActivity = activityAtTrigger;
    }

    /** A checkpoint has ended otherwise, and that counts for nothing but the pause behind it. */
    void givenUp(long nowMillis) {
        lastEndMillis = nowMillis;
    }

    /**
     * A checkpoint of the schedule's own has failed.
     *
     * @return whether it was one too many
     */
    boolean failed() {
        if (inputEnded) {
            finalTaken = false;
        }
        consecutiveFailures++;
        return consecutiveFailures > config.tolerableFailures();
    }

    int consecutiveFailures() {
        return consecutiveFailures;
    }

    // What is to happen.

    /** What is to be triggered now, and is by this; null if nothing is. Ask again when it is under way. */
    @Nullable CheckpointRequest next(long nowMillis) {
        CheckpointRequest asked = requests.peek();
        if (asked != null) { // whoever waits comes first
            return mayTrigger(asked.kind()) ? begun(requests.remove(), nowMillis) : null;
        }
        if (inputEnded) {
            if (!isFinalDue() || nowMillis < nextFinalMillis()) {
                return null;
            }
            finalTaken = true;
            return own(Barrier.Kind.CHECKPOINT, nowMillis);
        }
        if (isPeriodic() && mayTriggerAnother() && nowMillis >= nextPeriodicMillis()) {
            if (isAnythingToSave()) {
                return own(Barrier.Kind.CHECKPOINT, nowMillis);
            }
            leftOut++;
            lastTriggerMillis = nowMillis;
        }
        return isEpochWanted() && nowMillis >= nextEpochMillis() ? own(Barrier.Kind.EPOCH, nowMillis) : null;
    }

    private CheckpointRequest own(Barrier.Kind kind, long nowMillis) {
        return begun(new CheckpointRequest(CheckpointRequest.NO_TOKEN, kind), nowMillis);
    }

    private CheckpointRequest begun(CheckpointRequest request, long nowMillis) {
        if (request.kind() == Barrier.Kind.CHECKPOINT) {
            lastTriggerMillis = nowMillis;
            leftOut = 0;
        }
        return request;
    }

    /** When {@link #next} may have something, if no other event comes before. */
    long nextMillis() {
        if (inputEnded) {
            return isFinalDue() ? nextFinalMillis() : Long.MAX_VALUE;
        }
        long next = isEpochWanted() ? nextEpochMillis() : Long.MAX_VALUE;
        return isPeriodic() && mayTriggerAnother() ? Math.min(next, nextPeriodicMillis()) : next;
    }

    private boolean isFinalDue() {
        return inputEnded && !finalTaken && pending.isEmpty() && commits.isEmpty();
    }

    /**
     * At once; after a failure with a pause, so that storage which is away for a moment does not use up all attempts.
     */
    private long nextFinalMillis() {
        return consecutiveFailures == 0
                ? Long.MIN_VALUE
                : lastEndMillis + Math.max(FINAL_RETRY_MILLIS, config.minPauseMillis());
    }

    private boolean isPeriodic() {
        return config.intervalMillis() > 0 && !isStopping();
    }

    private long nextPeriodicMillis() {
        return Math.max(lastTriggerMillis + config.intervalMillis(), lastEndMillis + config.minPauseMillis());
    }

    private boolean isAnythingToSave() {
        return leftOut >= MOST_LEFT_OUT || activity.getAsLong() != savedActivity;
    }

    private boolean isEpochWanted() {
        return config.epochIntervalMillis() > 0 && mayTrigger(Barrier.Kind.EPOCH);
    }

    private long nextEpochMillis() {
        return epoch.lastTriggerMillis() + config.epochIntervalMillis();
    }

    private boolean isStopping() {
        return commits.isStopping() || pending.values().stream().anyMatch(PendingCheckpoint::isStop);
    }

    /** Whether there is room for a periodic checkpoint. */
    private boolean mayTriggerAnother() {
        return pending.size() < config.maxConcurrent() && mayTrigger(Barrier.Kind.CHECKPOINT);
    }

    /**
     * Whether the order of barriers allows one more. Aligned ones keep their order on every channel; one that overtakes
     * must be alone, and so must one behind which the sources stop.
     */
    private boolean mayTrigger(Barrier.Kind kind) {
        if (commits.isFull() || isStopping()) {
            return false;
        }
        if (kind == Barrier.Kind.EPOCH) {
            return !epoch.isPending() && !(config.unaligned() && !pending.isEmpty());
        }
        if (config.unaligned() || kind == Barrier.Kind.STOP || kind == Barrier.Kind.DRAIN) {
            return pending.isEmpty() && !epoch.isPending();
        }
        return pending.size() < Math.max(config.maxConcurrent(), 2);
    }
}
