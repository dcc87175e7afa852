package io.weir.runtime.checkpoint;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The epoch under way, of which there is at most one: complete when its barrier has come to every subtask without
 * outputs.
 */
final class EpochTracker {
    private @Nullable Pending pending;
    private long lastTriggerMillis;

    private record Pending(long id, long token, long deadlineMillis, Set<SubtaskId> missing) {}

    void started(long nowMillis) {
        lastTriggerMillis = nowMillis;
    }

    boolean isPending() {
        return pending != null;
    }

    long lastTriggerMillis() {
        return lastTriggerMillis;
    }

    /** When the epoch under way is given up; {@link Long#MAX_VALUE} if there is none. */
    long deadlineMillis() {
        return pending == null ? Long.MAX_VALUE : pending.deadlineMillis;
    }

    /** @param terminals the subtasks without outputs */
    void begin(long id, long token, long nowMillis, long timeoutMillis, Set<SubtaskId> terminals) {
        lastTriggerMillis = nowMillis;
        pending = new Pending(id, token, nowMillis + timeoutMillis, new HashSet<>(terminals));
    }

    /** @return whether the epoch is complete with this */
    boolean reached(long id, SubtaskId subtask, List<CoordinatorAction> actions) {
        Pending current = pending;
        if (current == null || current.id != id) {
            return false;
        }
        current.missing.remove(subtask);
        if (!current.missing.isEmpty()) {
            return false;
        }
        pending = null;
        actions.add(new CoordinatorAction.EpochCompleted(id, current.token));
        return true;
    }

    void expire(long nowMillis, List<CoordinatorAction> actions) {
        Pending current = pending;
        if (current != null && nowMillis >= current.deadlineMillis) {
            giveUp("epoch " + current.id + " expired", actions);
        }
    }

    void giveUp(String reason, List<CoordinatorAction> actions) {
        if (pending != null && pending.token != CheckpointRequest.NO_TOKEN) {
            actions.add(new CoordinatorAction.RejectRequest(pending.token, reason));
        }
        pending = null;
    }
}
