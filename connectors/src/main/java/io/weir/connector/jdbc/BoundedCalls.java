package io.weir.connector.jdbc;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Calls of drivers that may never come back: JDBC has no bound on the wait for a connection that holds for all of them.
 * Each runs on a thread of its own, which is left alone when the time is over. Thread-safe.
 */
final class BoundedCalls {
    /** Calls that are under way or were left alone. Beyond that the database is taken for one that does not answer. */
    private static final Semaphore ROOM = new Semaphore(64);

    private BoundedCalls() {}

    /** What a call gives. */
    interface Call<T> {
        T run() throws SQLException;
    }

    /**
     * @param tooLate takes the result of a call that came back when nobody waited for it any more
     * @throws SQLException the call's; SQLSTATE 08001 if it took longer than {@code timeoutSeconds}
     */
    static <T> T run(Call<T> call, int timeoutSeconds, Consumer<T> tooLate) throws SQLException {
        if (!ROOM.tryAcquire()) {
            throw noAnswer("too many calls of databases wait for an answer");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        T value = call.run();
                        if (!result.complete(value)) {
                            tooLate.accept(value);
                        }
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    } finally {
                        ROOM.release();
                    }
                },
                "weir-jdbc");
        thread.setDaemon(true);
        thread.start();
        try {
            return result.get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            SQLException late = noAnswer("no answer within " + timeoutSeconds + " s");
            giveUp(result, late, tooLate);
            throw late;
        } catch (InterruptedException e) {
            giveUp(result, e, tooLate);
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for the database", "57014", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException known) {
                throw known;
            }
            throw new SQLException(String.valueOf(e.getCause()), e.getCause());
        }
    }

    /** The result may have come in this very moment. */
    private static <T> void giveUp(CompletableFuture<T> result, Exception why, Consumer<T> tooLate) {
        if (!result.completeExceptionally(why)) {
            CompletableFuture<Void> unused = result.thenAccept(tooLate);
        }
    }

    private static SQLException noAnswer(String message) {
        return new SQLTimeoutException(message, "08001");
    }
}
