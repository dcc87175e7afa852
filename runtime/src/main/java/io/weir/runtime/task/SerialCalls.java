package io.weir.runtime.task;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Runs blocking calls on I/O threads, one after the other, in order. Used by one task. What a call throws is its own
 * affair; the next one runs all the same.
 */
final class SerialCalls {
    private final Executor io;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    SerialCalls(Executor io) {
        this.io = io;
    }

    void run(Runnable call) {
        last = last.handleAsync(
                (nothing, failure) -> {
                    call.run();
                    return nothing;
                },
                io);
    }

    /** Runs something short behind all calls made so far, on any thread. */
    void afterAll(Runnable action) {
        CompletableFuture<?> unused = last.whenComplete((nothing, failure) -> action.run());
    }
}
