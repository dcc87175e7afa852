package io.weir.runtime.task;

import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.spi.storage.CheckpointStorage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Who waits for checkpoints and epochs of a job, by token. Used by the job's task. */
final class CheckpointRequests {
    private long nextToken = 1;
    private final Map<Long, Request> requests = new HashMap<>();
    private final Map<Long, CompletableFuture<Long>> epochs = new HashMap<>();

    /**
     * Somebody who waits for a checkpoint. {@code savepoint} is set for savepoints, {@code storage} too until their
     * barrier is injected.
     */
    record Request(
            CompletableFuture<CheckpointStats> future,
            @Nullable SavepointRequest savepoint,
            @Nullable CheckpointStorage storage) {}

    /** @return its token */
    long add(Request request) {
        requests.put(nextToken, request);
        return nextToken++;
    }

    /** @return its token */
    long addEpoch(CompletableFuture<Long> future) {
        epochs.put(nextToken, future);
        return nextToken++;
    }

    /**
     * The storage that a savepoint goes to, with its request; whoever takes it closes it. Null if it is none, or was
     * taken.
     */
    @Nullable Request takeStorage(long token) {
        Request request = requests.get(token);
        if (request == null || request.savepoint() == null || request.storage() == null) {
            return null;
        }
        requests.put(token, new Request(request.future(), request.savepoint(), null));
        return request;
    }

    @Nullable Request remove(long token) {
        return requests.remove(token);
    }

    void complete(long token, CheckpointStats stats) {
        Request request = requests.remove(token);
        if (request != null) {
            request.future().complete(stats);
        }
    }

    void completeEpoch(long token, long epoch) {
        CompletableFuture<Long> waiting = epochs.remove(token);
        if (waiting != null) {
            waiting.complete(epoch);
        }
    }

    void failEpoch(long token, Throwable cause) {
        CompletableFuture<Long> waiting = epochs.remove(token);
        if (waiting != null) {
            waiting.completeExceptionally(cause);
        }
    }
}
