package io.weir.jdbc;

import io.weir.jdbc.error.SqlErrors;
import io.weir.jdbc.wire.Deadline;
import io.weir.jdbc.wire.Interruption;
import io.weir.jdbc.wire.Rpc;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * Rows that come from the server in frames. A frame is asked for only when a row is wanted and none is left, so that a
 * row is handed over as soon as it is there; Avatica's own client looks one row ahead and so delivers each row of a
 * quiet stream one row late, the first of all not even in {@code executeQuery}.
 *
 * <p>An empty frame that is not the last says "nothing yet, ask again". If the server has lost the result, this fails:
 * Avatica's own client would have the query run again and skip the rows it has seen, which for a stream is wrong.
 */
final class RemoteRows implements Rows {
    /**
     * A server that has nothing waits before it says so; one that answers faster than this is not asked at once again.
     */
    private static final long TOO_FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private final WeirStatement statement;
    private final int serverId;
    private final Meta.CursorFactory cursorFactory;
    private final Interruption interruption;
    private Iterator<?> frame = Collections.emptyIterator();
    private boolean done;
    private @Nullable SQLException failure;
    private long received; // rows handed over; the offset of the next fetch

    RemoteRows(
            WeirStatement statement,
            int serverId,
            Meta.CursorFactory cursorFactory,
            Meta.@Nullable Frame firstFrame,
            Interruption interruption) {
        this.statement = statement;
        this.serverId = serverId;
        this.cursorFactory = cursorFactory;
        this.interruption = interruption;
        if (firstFrame != null) {
            take(firstFrame);
        }
    }

    @Override
    public @Nullable List<@Nullable Object> next() throws SQLException {
        if (interruption.reason() != null) {
            throw SqlErrors.cancelled();
        }
        SQLException before = failure;
        if (before != null) { // not the end: whoever goes on reading must not take it for that
            throw SqlErrors.create(before.getSQLState(), before.getMessage(), before.getErrorCode(), before);
        }
        if (!frame.hasNext() && !done) {
            fetch();
        }
        if (!frame.hasNext()) {
            statement.server().finished();
            return null;
        }
        received++;
        return row(frame.next());
    }

    @Override
    public void close() {
        frame = Collections.emptyIterator();
        if (!done) {
            done = true;
            statement.server().release(serverId);
        }
    }

    private void fetch() throws SQLException {
        Deadline deadline = Deadline.after(statement.getQueryTimeout());
        long pauseNanos = 0;
        while (!frame.hasNext() && !done) {
            long asked = System.nanoTime();
            take(fetchFrame(deadline));
            pauseNanos = System.nanoTime() - asked < TOO_FAST_NANOS
                    ? Math.min(LONGEST_PAUSE_NANOS, Math.max(TOO_FAST_NANOS, 2 * pauseNanos))
                    : 0;
            if (pauseNanos > 0 && !frame.hasNext() && !done) {
                LockSupport.parkNanos(pauseNanos);
            }
            if (interruption.reason() != null) {
                throw SqlErrors.cancelled();
            }
            if (deadline.hasPassed() && !frame.hasNext() && !done) {
                throw failed(SqlErrors.timedOut(deadline.seconds()));
            }
        }
    }

    private Meta.Frame fetchFrame(Deadline deadline) throws SQLException {
        int size = statement.getFetchSize();
        Service.FetchResponse response;
        try {
            response = statement
                    .rpc()
                    .call(
                            interruption,
                            deadline,
                            Rpc.FETCH_LIMIT_MILLIS,
                            service -> service.apply(new Service.FetchRequest(
                                    statement.rpc().connectionId(), serverId, received, size)));
        } catch (SQLException e) {
            throw failed(e);
        }
        if (response.missingStatement || response.missingResults || response.frame == null) {
            throw failed(SqlErrors.create(
                    SqlErrors.CURSOR_STATE,
                    "the server no longer has this result, of which " + received + " rows were read"
                            + "\nHint: It was restarted, or the result was left idle. Execute the statement again."));
        }
        return response.frame;
    }

    private SQLException failed(SQLException e) {
        done = true;
        statement.server().finished();
        SQLException told = statement.server().stopped(e, interruption);
        failure = told;
        return told;
    }

    private void take(Meta.Frame next) {
        done = next.done;
        frame = next.rows.iterator();
    }

    /** The row as a list, whichever of Avatica's shapes it came in. */
    @SuppressWarnings("unchecked")
    private List<@Nullable Object> row(Object row) throws SQLException {
        if (row instanceof List) {
            return (List<@Nullable Object>) row;
        }
        if (row instanceof Object[] values) {
            return Arrays.asList(values);
        }
        if (row instanceof Map<?, ?> values && cursorFactory.fieldNames != null) {
            List<@Nullable Object> list = new ArrayList<>();
            for (String name : cursorFactory.fieldNames) {
                list.add(values.get(name));
            }
            return list;
        }
        throw SqlErrors.create(SqlErrors.PROTOCOL_VIOLATION, "the server sent a row that is no list: " + row);
    }
}
