package io.weir.jdbc;

import io.weir.jdbc.error.SqlErrors;
import io.weir.jdbc.wire.Deadline;
import io.weir.jdbc.wire.Interruption;
import io.weir.jdbc.wire.Rpc;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * A statement as the server knows it: from its first execution on, under an id that lasts until it is closed or
 * stopped. To stop a query is to close its statement there, the one request of the protocol that does so, and the next
 * execution begins with a new id. Executed by one thread at a time; any thread may cancel and close.
 */
final class ServerStatement {
    /** A request that executes the statement known to the server as {@code id}. */
    interface Execution<T> {
        T send(Service service, int id);
    }

    /** How long a cancel waits for the server to confirm it, and then for the cancelled call to come back by itself. */
    private static final long CANCEL_GRACE_MILLIS = 300;

    private static final long NO_ID = Long.MIN_VALUE;
    private final Rpc rpc;
    private final ToIntFunction<Service> creation;
    private final AtomicLong serverId = new AtomicLong(NO_ID);
    private volatile @Nullable Interruption running;

    /** @param creation asks the server for a new id */
    ServerStatement(Rpc rpc, ToIntFunction<Service> creation) {
        this.rpc = rpc;
        this.creation = creation;
    }

    /** The server has made the statement already. */
    void setId(int id) {
        serverId.set(id);
    }

    // Execution

    /**
     * Runs the statement at the server. If the server does not know the id, nothing has happened yet (it was restarted,
     * or has dropped what was idle), so that trying once more with a new id is safe. Nothing else is ever tried again.
     *
     * @param warnings takes what the server says beside its answer
     */
    <T> T execute(Execution<T> execution, Predicate<T> missing, int timeoutSeconds, Consumer<String> warnings)
            throws SQLException {
        Interruption interruption = begin();
        Deadline deadline = Deadline.after(timeoutSeconds);
        try {
            for (int attempt = 0; attempt < 2; attempt++) {
                int id = id(interruption, deadline);
                T response = rpc.call(interruption, deadline, 0, warnings, service -> execution.send(service, id));
                if (!missing.test(response)) {
                    return response;
                }
                serverId.compareAndSet(id, NO_ID);
                if (interruption.reason() != null) {
                    throw SqlErrors.cancelled();
                }
            }
            throw SqlErrors.create(SqlErrors.CURSOR_STATE, "the server lost the statement before executing it");
        } catch (SQLException e) {
            running = null;
            throw stopped(e, interruption);
        }
    }

    private int id(Interruption interruption, Deadline deadline) throws SQLException {
        long known = serverId.get();
        if (known != NO_ID) {
            return (int) known;
        }
        int id = rpc.call(interruption, deadline, 0, creation::applyAsInt);
        serverId.set(id);
        return id;
    }

    /** An execution begins: from now on there is something to cancel. */
    Interruption begin() {
        Interruption interruption = new Interruption();
        running = interruption;
        return interruption;
    }

    /** The execution under way, for the result that it brought. */
    Interruption current() {
        Interruption current = running;
        return current == null ? new Interruption() : current; // null if another thread has just closed the statement
    }

    /** The execution is over, or its last row was read: there is nothing left to cancel. */
    void finished() {
        running = null;
    }

    /**
     * Called by the result when it needs the statement no more: closed before its end, the query is stopped at the
     * server.
     */
    void release(int id) {
        if (serverId.compareAndSet(id, NO_ID)) {
            rpc.closeStatement(id);
        }
    }

    /**
     * Cleans up after an execution or a fetch that failed, and says what to throw: an error that came because this side
     * stopped the query is told as that.
     */
    SQLException stopped(SQLException e, Interruption interruption) {
        boolean here = SqlErrors.CANCELLED.equals(e.getSQLState()) || SqlErrors.isConnectionLost(e);
        if (here || interruption.reason() != null) {
            long id = serverId.getAndSet(NO_ID);
            if (id != NO_ID) {
                CompletableFuture<@Nullable Void> unused = rpc.abandonStatement((int) id);
            }
        }
        if (interruption.reason() == Interruption.Reason.CANCELLED && !SqlErrors.CANCELLED.equals(e.getSQLState())) {
            return SqlErrors.cancelled();
        }
        return e;
    }

    // The end, from any thread

    /** Stops what is being executed or read, if anything is: that call throws SQLSTATE 57014. */
    void cancel() {
        Interruption interruption = running;
        if (interruption == null || !interruption.request(Interruption.Reason.CANCELLED)) {
            return;
        }
        long id = serverId.getAndSet(NO_ID);
        if (id != NO_ID) {
            CompletableFuture<@Nullable Void> told = rpc.abandonStatement((int) id);
            try {
                told.get(CANCEL_GRACE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                interruption.abort(); // a server that does not even answer this will not answer the other call either
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        // The server's own answer is the better one (perhaps the statement was just done), so it gets a moment.
        CompletableFuture.delayedExecutor(CANCEL_GRACE_MILLIS, TimeUnit.MILLISECONDS)
                .execute(interruption::abort);
    }

    /** Makes a thread that waits for the server wait no longer: the statement is being closed. */
    void interrupt() {
        Interruption interruption = running;
        running = null;
        if (interruption != null) {
            interruption.request(Interruption.Reason.CLOSED);
            interruption.abort();
        }
    }

    /** Has the server drop it. */
    void close() {
        long id = serverId.getAndSet(NO_ID);
        if (id != NO_ID) {
            rpc.closeStatement((int) id);
        }
    }

    /** The server drops it by itself, with its connection. */
    void forget() {
        serverId.set(NO_ID);
    }
}
