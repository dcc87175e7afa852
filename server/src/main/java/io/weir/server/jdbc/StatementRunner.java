package io.weir.server.jdbc;

import io.weir.server.session.StatementResult;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Has statements executed on threads with large stacks, and waits for them; a close of the statement ends the
 * execution. Thread-safe.
 */
final class StatementRunner {
    private final StatementThreads threads;

    StatementRunner(StatementThreads threads) {
        this.threads = threads;
    }

    /** Executes on a thread with a large stack; a close of the statement ends it. */
    StatementResult run(ServerStatement statement, Callable<StatementResult> execution) {
        statement.begin();
        // A future that is cancelled forgets what it was about to give: a query would run on that nobody knows.
        AtomicReference<StatementResult> made = new AtomicReference<>();
        Future<StatementResult> result = threads.submit(() -> {
            StatementResult done = execution.call();
            made.set(done);
            if (statement.isClosed()) {
                discard(made);
            }
            return done;
        });
        statement.onCancel(() -> {
            result.cancel(true);
            discard(made);
        });
        StatementResult done = await(result);
        if (done instanceof StatementResult.Pending pending) {
            statement.onCancel(pending.cancel());
            return new StatementResult.Count(await(pending.count()));
        }
        return done;
    }

    /** Either the execution or the close comes second, and finds the other's mark. */
    private static void discard(AtomicReference<StatementResult> made) {
        StatementResult result = made.getAndSet(null);
        if (result != null) {
            discard(result);
        }
    }

    static void discard(StatementResult result) {
        if (result instanceof StatementResult.Rows rows) {
            rows.cursor().close();
        } else if (result instanceof StatementResult.Pending pending) {
            pending.cancel().run();
        }
    }

    <T> T call(Callable<T> statement) {
        return await(threads.submit(statement));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future instanceof CompletableFuture<T> completable ? completable.join() : future.get();
        } catch (CancellationException e) {
            throw ServerStatement.cancelled();
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            if (cause instanceof Error known) {
                throw known;
            }
            throw new IllegalStateException(cause);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw ServerStatement.cancelled();
        }
    }
}
