package io.weir.runtime.checkpoint;

import io.weir.runtime.element.Barrier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Completed checkpoints whose sinks have yet to commit: oldest first, one at a time. */
final class CommitQueue {
    /** With so many waiting no new checkpoint is triggered. */
    private static final int MAX_WAITING = 2;

    /** By id; the first one is being committed. */
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();

    /**
     * A completed checkpoint.
     *
     * @param token of the request for it
     * @param committables by operator id of the sink
     */
    record Waiting(CheckpointStats stats, Barrier.Kind kind, long token, Map<String, List<byte[]>> committables) {
        boolean isStop() {
            return kind == Barrier.Kind.STOP || kind == Barrier.Kind.DRAIN;
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean isFull() {
        return waiting.size() >= MAX_WAITING;
    }

    /** Whether the job stops when all this is committed. */
    boolean isStopping() {
        return waiting.values().stream().anyMatch(Waiting::isStop);
    }

    /** @return whether it is its turn */
    boolean add(Waiting checkpoint) {
        boolean first = waiting.isEmpty();
        waiting.put(checkpoint.stats().checkpointId(), checkpoint);
        return first;
    }

    /**
     * Begins the commit of the oldest.
     *
     * @return it, if it had nothing to commit and is done; ask again then
     */
    @Nullable Waiting begin(List<CoordinatorAction> actions) {
        Map.Entry<Long, Waiting> next = waiting.firstEntry();
        if (next == null) {
            return null;
        }
        if (!next.getValue().committables().isEmpty()) {
            actions.add(
                    new CoordinatorAction.Commit(next.getKey(), next.getValue().committables()));
            return null;
        }
        waiting.remove(next.getKey());
        return next.getValue();
    }

    /** @return null if the attempt in which it was to be committed has ended */
    @Nullable Waiting remove(long checkpointId) {
        return waiting.remove(checkpointId);
    }

    /** The attempt has ended; the next one commits what is in the checkpoint that it starts from. */
    void giveUp(Throwable cause, List<CoordinatorAction> actions) {
        for (Waiting each : waiting.values()) {
            if (each.kind() != Barrier.Kind.CHECKPOINT && each.token() != CheckpointRequest.NO_TOKEN) {
                actions.add(new CoordinatorAction.RejectRequest(
                        each.token(),
                        "the savepoint is complete, but the job failed before its rows were committed: "
                                + cause.getMessage()));
            }
        }
        waiting.clear();
    }
}
