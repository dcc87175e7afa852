package io.weir.jdbc.wire;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a statement, as seen by a thread that wants to stop it. It begins with the execute and lasts until
 * the result is closed or read to its end. Safe for use by many threads.
 */
public final class Interruption {
    /** Why an execution was stopped from outside. */
    public enum Reason {
        CANCELLED,
        CLOSED
    }

    private @Nullable CompletableFuture<?> call; // the request that is waiting for its answer; guarded by this
    private volatile @Nullable Reason reason;

    /**
     * Called by the executing thread to send a request. None is sent once the execution shall stop: what it would
     * create at the server, nobody would know of.
     *
     * @throws CancellationException if the execution shall stop
     */
    public synchronized <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> request) {
        if (reason != null) {
            throw new CancellationException();
        }
        CompletableFuture<T> started = request.get();
        call = started;
        return started;
    }

    /** Called by the executing thread when it no longer waits. */
    public synchronized void leave() {
        call = null;
    }

    /** Notes that the execution shall stop; false if it was told before. The waiting thread goes on waiting. */
    public synchronized boolean request(Reason newReason) {
        if (reason != null) {
            return false;
        }
        reason = newReason;
        return true;
    }

    /** Makes the waiting thread, if there is one, wait no longer. */
    public synchronized void abort() {
        if (call != null) {
            call.cancel(true);
        }
    }

    public @Nullable Reason reason() {
        return reason;
    }
}
