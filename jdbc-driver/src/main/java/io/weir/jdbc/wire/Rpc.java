package io.weir.jdbc.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.weir.jdbc.error.SqlErrors;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.RemoteService;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * Calls the server by Avatica's protocol, and is the one place where the unchecked exceptions of Avatica's client end.
 * Safe for use by many threads: calls of one connection run side by side, which is how a cancel overtakes what it
 * cancels.
 */
public final class Rpc {
    /** The server answers a fetch within 20 s, if need be with no rows: one that takes much longer is gone. */
    public static final long FETCH_LIMIT_MILLIS = 60_000;

    /** What is closed is freed by the server in any case, at the latest with its connection: not worth waiting long. */
    private static final long CLOSE_LIMIT_MILLIS = 5_000;

    static {
        RowTypeForm.register();
    }

    private final HttpTransport transport;
    private final String connectionId;
    private volatile int networkTimeoutMillis;

    public Rpc(HttpTransport transport, String connectionId, int networkTimeoutMillis) {
        this.transport = transport;
        this.connectionId = connectionId;
        this.networkTimeoutMillis = networkTimeoutMillis;
    }

    public String connectionId() {
        return connectionId;
    }

    public int networkTimeoutMillis() {
        return networkTimeoutMillis;
    }

    public void setNetworkTimeoutMillis(int millis) {
        networkTimeoutMillis = millis;
    }

    /**
     * A call that changes nothing, or nothing that happening twice would hurt, and that nothing interrupts. Sent once
     * more if the connection broke: the server may close a socket that was long idle in the very moment it is used
     * again.
     */
    public <T> T ask(Deadline deadline, long limitMillis, Function<Service, T> request) throws SQLException {
        return call(new Interruption(), deadline, limitMillis, true, warning -> {}, request);
    }

    /** The same, waiting as long as the network timeout allows. */
    public <T> T ask(Function<Service, T> request) throws SQLException {
        return ask(Deadline.NONE, 0, request);
    }

    /**
     * Sends one request, once.
     *
     * @param limitMillis the longest a server that is alive can take; 0 means for ever
     * @throws SQLException with the server's SQLSTATE; 08xxx if it did not answer; 57014 if interrupted or too late
     */
    public <T> T call(Interruption interruption, Deadline deadline, long limitMillis, Function<Service, T> request)
            throws SQLException {
        return call(interruption, deadline, limitMillis, false, warning -> {}, request);
    }

    /**
     * As {@link #call(Interruption, Deadline, long, Function)}.
     *
     * @param warnings takes what the server says beside its answer
     */
    public <T> T call(
            Interruption interruption,
            Deadline deadline,
            long limitMillis,
            Consumer<String> warnings,
            Function<Service, T> request)
            throws SQLException {
        return call(interruption, deadline, limitMillis, false, warnings, request);
    }

    private <T> T call(
            Interruption interruption,
            Deadline deadline,
            long limitMillis,
            boolean repeatable,
            Consumer<String> warnings,
            Function<Service, T> request)
            throws SQLException {
        int network = networkTimeoutMillis;
        long patience = limitMillis == 0 || (network > 0 && network < limitMillis) ? network : limitMillis;
        Service service = new RemoteService(body -> {
            Answer answer;
            try {
                answer = transport.post(body, interruption, deadline.within(patience));
            } catch (TransportException e) {
                if (!repeatable || e.kind() != TransportException.Kind.LOST) {
                    throw e;
                }
                answer = transport.post(body, interruption, deadline.within(patience));
            }
            answer.warnings().forEach(warnings);
            return answer.body();
        });
        try {
            return request.apply(service);
        } catch (TransportException e) {
            throw translate(e, interruption, deadline);
        } catch (AvaticaClientRuntimeException e) {
            throw SqlErrors.fromServer(e);
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw SqlErrors.create(
                    SqlErrors.PROTOCOL_VIOLATION,
                    "the answer of the server is not understood: " + cause.getMessage(),
                    0,
                    e);
        }
    }

    /** Tells the server to drop a statement and waits for its answer, but not for long; a failure changes nothing. */
    public void closeStatement(int statementId) {
        await(abandonStatement(statementId));
    }

    /** Tells the server to drop a statement, on a socket of its own; the future ends when the server has answered. */
    public CompletableFuture<@Nullable Void> abandonStatement(int statementId) {
        return forget(new Service.CloseStatementRequest(connectionId, statementId));
    }

    /** Tells the server to drop the connection and everything in it, and waits for its answer, but not for long. */
    public void closeConnection() {
        await(abandonConnection());
    }

    /** Waits for a close. It goes its way even if this thread is interrupted, perhaps the reason why it closes. */
    private static void await(CompletableFuture<@Nullable Void> told) {
        try {
            told.get(CLOSE_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The server frees it with the connection; a close that fails because the server is gone has succeeded.
            return;
        }
    }

    /** Lets the server hear of the connection, without waiting for its answer. */
    public CompletableFuture<@Nullable Void> tellAlive() {
        return forget(new Service.ConnectionSyncRequest(connectionId, new ConnectionPropertiesImpl()));
    }

    /** Tells the server to drop the connection, without waiting. */
    public CompletableFuture<@Nullable Void> abandonConnection() {
        return forget(new Service.CloseConnectionRequest(connectionId));
    }

    private CompletableFuture<@Nullable Void> forget(Service.Request request) {
        try {
            return transport.postAndForget(JsonService.MAPPER.writeValueAsBytes(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // two fields, a string and a number
        }
    }

    private static SQLException translate(TransportException e, Interruption interruption, Deadline deadline) {
        return switch (e.kind()) {
            case UNREACHABLE -> SqlErrors.create(SqlErrors.CANNOT_CONNECT, e.getMessage(), 0, e.getCause());
            case NOT_WEIR -> SqlErrors.create(SqlErrors.CANNOT_CONNECT, e.getMessage());
            case UNAUTHORIZED -> SqlErrors.create(SqlErrors.UNAUTHORIZED, e.getMessage());
            case LOST -> SqlErrors.create(SqlErrors.CONNECTION_LOST, e.getMessage(), 0, e.getCause());
            case TIMED_OUT ->
                deadline.hasPassed()
                        ? SqlErrors.timedOut(deadline.seconds())
                        : SqlErrors.create(SqlErrors.CONNECTION_LOST, e.getMessage());
            case INTERRUPTED -> stopped(interruption, e);
        };
    }

    private static SQLException stopped(Interruption interruption, TransportException e) {
        Interruption.Reason reason = interruption.reason();
        if (reason == Interruption.Reason.CANCELLED) {
            return SqlErrors.cancelled();
        }
        return SqlErrors.create(
                SqlErrors.CANCELLED,
                reason == Interruption.Reason.CLOSED ? "statement was closed by another thread" : e.getMessage());
    }
}
