package io.weir.server.jdbc;

import io.weir.planner.StatementDescription;
import io.weir.server.query.RowCursor;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.ParsedStatement;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a connection, with the result that is being read, if there is one. A call that waits holds no lock on
 * it, so that a close gets through at any time. Thread-safe.
 */
final class ServerStatement {
    private static final Runnable NOTHING = () -> {};

    private final int id;
    private final @Nullable Prepared prepared;
    private Runnable cancel = NOTHING;
    private @Nullable Open open;
    private boolean closed;

    /** What PREPARE found out. */
    record Prepared(ParsedStatement statement, StatementDescription description) {}

    /** A result under way. */
    static final class Open {
        final Schema schema;
        final RowCursor cursor;
        final long maxRows;
        /** Held by the request that fetches: rows of a cursor come one after the other. */
        final Semaphore fetching = new Semaphore(1);

        long rowsSent;

        /** @param maxRows -1 for all */
        Open(Schema schema, RowCursor cursor, long maxRows) {
            this.schema = schema;
            this.cursor = cursor;
            this.maxRows = maxRows;
        }
    }

    ServerStatement(int id, @Nullable Prepared prepared) {
        this.id = id;
        this.prepared = prepared;
    }

    int id() {
        return id;
    }

    @Nullable Prepared prepared() {
        return prepared;
    }

    /**
     * A new execution begins: the result of the one before ends.
     *
     * @throws WeirException (QUERY_CANCELLED) if the statement was closed
     */
    void begin() {
        Open before;
        synchronized (this) {
            checkOpen();
            before = open;
            open = null;
            cancel = NOTHING;
        }
        if (before != null) {
            before.cursor.close();
        }
    }

    /** How what happens now is ended; done at once if the statement was closed meanwhile. */
    void onCancel(Runnable action) {
        synchronized (this) {
            if (!closed) {
                cancel = action;
                return;
            }
        }
        action.run();
    }

    /**
     * There is a result to be read. If the statement was closed meanwhile it is ended.
     *
     * @throws WeirException (QUERY_CANCELLED)
     */
    void open(Open result) {
        synchronized (this) {
            if (!closed) {
                open = result;
                cancel = NOTHING;
                return;
            }
        }
        result.cursor.close();
        throw cancelled();
    }

    synchronized @Nullable Open opened() {
        return open;
    }

    /** The result has been read to its end. */
    void finished(Open result) {
        synchronized (this) {
            if (open == result) {
                open = null;
            }
        }
        result.cursor.close();
    }

    private void checkOpen() {
        if (closed) {
            throw cancelled();
        }
    }

    static WeirException cancelled() {
        return new WeirException(ErrorCode.QUERY_CANCELLED, "query was cancelled");
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends what runs and frees the result. Idempotent. */
    void close() {
        Runnable running;
        Open result;
        synchronized (this) {
            closed = true;
            running = cancel;
            result = open;
            cancel = NOTHING;
            open = null;
        }
        running.run();
        if (result != null) {
            result.cursor.close();
        }
    }
}
