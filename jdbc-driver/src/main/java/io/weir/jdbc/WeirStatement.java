package io.weir.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * A statement. At the server it exists from its first execution on, under an id that lasts until it is closed or stopped: to
 * stop a query is to close its statement there, the one request of the protocol that does so, and the next execution begins
 * with a new id. Used by one thread at a time, except {@code cancel} and {@code close}, which any thread may call.
 */
class WeirStatement implements Statement {
    /** A request that executes the statement known to the server as {@code id}. */
    interface Execution<T> {
        T send(Service service, int id);
    }

    /** How long a cancel waits for the server to confirm it, and then for the cancelled call to come back by itself. */
    private static final long CANCEL_GRACE_MILLIS = 300;

    /** Statements per request of a batch: bounds its size. */
    static final int BATCH_CHUNK = 5_000;

    private static final long NO_ID = Long.MIN_VALUE;

    private final WeirConnection connection;
    private final AtomicLong serverId = new AtomicLong(NO_ID);
    private final List<String> batch = new ArrayList<>();
    private volatile @Nullable Interruption running;
    private volatile boolean closed;
    private @Nullable WeirResultSet resultSet;
    private long updateCount = -1;
    private long maxRows;
    private int maxFieldSize;
    private int fetchSize;
    private int queryTimeout;
    private boolean closeOnCompletion;
    private boolean poolable;

    WeirStatement(WeirConnection connection) {
        this.connection = connection;
        this.fetchSize = connection.settings().number(DriverProperty.FETCH_SIZE);
        this.queryTimeout = connection.settings().number(DriverProperty.QUERY_TIMEOUT);
        connection.add(this);
    }

    /** A statement for a result the server has made under an id of its own: that of a metadata request. */
    static WeirStatement owning(WeirConnection connection, int serverId) {
        WeirStatement statement = new WeirStatement(connection);
        statement.serverId.set(serverId);
        return statement;
    }

    final Rpc rpc() {
        return connection.rpc();
    }

    final WeirConnection connection() {
        return connection;
    }

    final void setServerId(int id) {
        serverId.set(id);
    }

    // Execution

    @Override
    public boolean execute(String sql) throws SQLException {
        checkNotPrepared();
        checkNotNull(sql);
        accept(execution(
                (service, id) -> service.apply(new Service.PrepareAndExecuteRequest(
                        rpc().connectionId(), id, sql, maxRowsOnWire(), firstFrameRows())),
                response -> response.missingStatement));
        return resultSet != null;
    }

    @Override
    public final ResultSet executeQuery(String sql) throws SQLException {
        execute(sql);
        return query();
    }

    @Override
    public final long executeLargeUpdate(String sql) throws SQLException {
        execute(sql);
        return update();
    }

    @Override
    public final int executeUpdate(String sql) throws SQLException {
        return saturated(executeLargeUpdate(sql));
    }

    /** The result of what was executed, which has to be a query. */
    final ResultSet query() throws SQLException {
        if (resultSet == null) {
            throw SqlErrors.create(SqlErrors.NOT_A_QUERY, "statement has no result set: use executeUpdate or execute");
        }
        return resultSet;
    }

    /** The update count of what was executed, which has to be anything but a query. */
    final long update() throws SQLException {
        if (resultSet != null) {
            resultSet.close();
            throw SqlErrors.create(SqlErrors.NOT_A_QUERY, "statement has a result set: use executeQuery or execute");
        }
        return updateCount;
    }

    /**
     * Runs the statement at the server. If the server does not know the id, nothing has happened yet (it was restarted, or
     * has dropped what was idle), so that trying once more with a new id is safe. Nothing else is ever tried again.
     */
    final <T> T execution(Execution<T> execution, Predicate<T> missing) throws SQLException {
        checkOpen();
        closeResult();
        updateCount = -1;
        Interruption interruption = new Interruption();
        Deadline deadline = Deadline.after(queryTimeout);
        running = interruption;
        try {
            for (int attempt = 0; attempt < 2; attempt++) {
                int id = serverId(interruption, deadline);
                T response = rpc().call(interruption, deadline, 0, service -> execution.send(service, id));
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

    private int serverId(Interruption interruption, Deadline deadline) throws SQLException {
        long known = serverId.get();
        if (known != NO_ID) {
            return (int) known;
        }
        int id = create(interruption, deadline);
        serverId.set(id);
        return id;
    }

    /** Asks the server for a new id. */
    int create(Interruption interruption, Deadline deadline) throws SQLException {
        return rpc().call(
                        interruption,
                        deadline,
                        0,
                        service -> service.apply(new Service.CreateStatementRequest(rpc().connectionId())))
                .statementId;
    }

    /** Takes over what an execution brought. */
    final void accept(Service.ExecuteResponse response) throws SQLException {
        Interruption current = running; // null if another thread has just closed the statement
        Interruption interruption = current == null ? new Interruption() : current;
        List<Service.ResultSetResponse> results = response.results;
        Service.ResultSetResponse first = results == null || results.isEmpty() ? null : results.get(0);
        if (first == null || first.signature == null || first.updateCount != -1 || first.signature.columns.isEmpty()) {
            updateCount = first == null || first.updateCount == -1 ? 0 : first.updateCount;
            running = null;
            connection.noteChange();
            return;
        }
        resultSet = new WeirResultSet(
                this,
                first.signature.columns,
                new RemoteRows(this, first.statementId, first.signature.cursorFactory, first.firstFrame, interruption),
                maxRows);
    }

    /** The result of a metadata request. Closing it closes this statement. */
    final ResultSet adopt(Service.ResultSetResponse response) throws SQLException {
        if (response.signature == null) {
            throw SqlErrors.create(SqlErrors.PROTOCOL_VIOLATION, "the server sent a result without columns");
        }
        closeOnCompletion = true;
        Interruption interruption = new Interruption();
        running = interruption;
        WeirResultSet adopted = new WeirResultSet(
                this,
                response.signature.columns,
                new RemoteRows(
                        this,
                        response.statementId,
                        response.signature.cursorFactory,
                        response.firstFrame,
                        interruption),
                0);
        resultSet = adopted;
        return adopted;
    }

    /** A result made on this side. Closing it closes this statement. */
    final ResultSet adopt(LocalRows rows) throws SQLException {
        closeOnCompletion = true;
        WeirResultSet adopted = new WeirResultSet(this, rows.columns(), rows, 0);
        resultSet = adopted;
        return adopted;
    }

    /**
     * Cleans up after an execution or a fetch that failed, and says what to throw: an error that came because this side
     * stopped the query is told as that.
     */
    final SQLException stopped(SQLException e, Interruption interruption) {
        boolean here = SqlErrors.CANCELLED.equals(e.getSQLState()) || SqlErrors.isConnectionLost(e);
        if (here || interruption.reason() != null) {
            long id = serverId.getAndSet(NO_ID);
            if (id != NO_ID) {
                CompletableFuture<@Nullable Void> unused = abandon((int) id);
            }
        }
        if (interruption.reason() == Interruption.Reason.CANCELLED && !SqlErrors.CANCELLED.equals(e.getSQLState())) {
            return SqlErrors.cancelled();
        }
        return e;
    }

    /** Called by the result when it needs the statement no more: closed before its end, the query is stopped at the server. */
    final void release(int id) {
        if (serverId.compareAndSet(id, NO_ID)) {
            rpc().closeStatement(id);
        }
    }

    /** Called by the result when its last row was read: there is nothing left to cancel. */
    final void finished() {
        running = null;
    }

    final void resultClosed(WeirResultSet result) throws SQLException {
        if (resultSet == result) {
            resultSet = null;
            running = null;
        }
        if (closeOnCompletion) {
            close();
        }
    }

    // Stopping

    /**
     * Stops what the statement is doing, be it executing or waiting for a row: that call throws SQLSTATE 57014. The statement
     * stays usable. Does nothing if there is nothing to stop.
     */
    @Override
    public final void cancel() throws SQLException {
        checkOpen();
        Interruption interruption = running;
        if (interruption == null || !interruption.request(Interruption.Reason.CANCELLED)) {
            return;
        }
        long id = serverId.getAndSet(NO_ID);
        if (id != NO_ID) {
            CompletableFuture<@Nullable Void> told = abandon((int) id);
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

    private CompletableFuture<@Nullable Void> abandon(int id) {
        return rpc().abandonStatement(id);
    }

    @Override
    public void close() throws SQLException {
        if (endLocally()) {
            long id = serverId.getAndSet(NO_ID);
            if (id != NO_ID) {
                rpc().closeStatement((int) id);
            }
            connection.remove(this);
        }
    }

    /** The connection is being closed, and the server will drop the statement with it. */
    final void connectionClosed() {
        if (endLocally()) {
            serverId.set(NO_ID);
        }
    }

    private boolean endLocally() {
        if (closed) {
            return false;
        }
        closed = true;
        Interruption interruption = running;
        running = null;
        if (interruption != null) {
            interruption.request(Interruption.Reason.CLOSED);
            interruption.abort();
        }
        WeirResultSet open = resultSet;
        resultSet = null;
        if (open != null) {
            open.statementClosed();
        }
        return true;
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    final void checkOpen() throws SQLException {
        connection.checkOpen();
        if (closed) {
            throw SqlErrors.create(SqlErrors.OBJECT_STATE, "statement is closed");
        }
    }

    private void closeResult() throws SQLException {
        WeirResultSet open = resultSet;
        if (open != null) {
            boolean after = closeOnCompletion;
            closeOnCompletion = false; // executing again is not the completion that was meant
            try {
                open.close();
            } finally {
                closeOnCompletion = after;
            }
        }
    }

    void checkNotPrepared() throws SQLException {
        checkOpen();
    }

    // Results

    @Override
    public final @Nullable ResultSet getResultSet() throws SQLException {
        checkOpen();
        return resultSet;
    }

    @Override
    public final long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return resultSet == null ? updateCount : -1;
    }

    @Override
    public final int getUpdateCount() throws SQLException {
        return saturated(getLargeUpdateCount());
    }

    /** A statement has one result: there are never more. */
    @Override
    public final boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public final boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        if (current == KEEP_CURRENT_RESULT) {
            throw SqlErrors.notSupported("more than one open result of a statement");
        } else if (current == CLOSE_CURRENT_RESULT || current == CLOSE_ALL_RESULTS) {
            closeResult();
        } else {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "value " + current + " is none of JDBC's");
        }
        updateCount = -1;
        return false;
    }

    /** Always empty: Weir generates no keys. */
    @Override
    public final ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        return new WeirStatement(connection).adopt(LocalRows.generatedKeys());
    }

    // Batches

    @Override
    public void addBatch(String sql) throws SQLException {
        checkNotPrepared();
        checkNotNull(sql);
        batch.add(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public final int[] executeBatch() throws SQLException {
        return Arrays.stream(executeLargeBatch())
                .mapToInt(WeirStatement::saturated)
                .toArray();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        List<String> commands = List.copyOf(batch);
        batch.clear();
        return executeInChunks(
                commands,
                (service, id, chunk) ->
                        service.apply(new Service.PrepareAndExecuteBatchRequest(rpc().connectionId(), id, chunk)));
    }

    /** A request that executes a part of a batch. */
    interface BatchExecution<T> {
        Service.ExecuteBatchResponse send(Service service, int id, List<T> chunk);
    }

    final <T> long[] executeInChunks(List<T> all, BatchExecution<T> execution) throws SQLException {
        checkOpen();
        long[] counts = new long[all.size()];
        for (int from = 0; from < all.size(); from += BATCH_CHUNK) {
            List<T> chunk = all.subList(from, Math.min(all.size(), from + BATCH_CHUNK));
            try {
                Service.ExecuteBatchResponse response = execution(
                        (service, id) -> execution.send(service, id, chunk), answer -> answer.missingStatement);
                running = null;
                connection.noteChange();
                if (response.updateCounts == null || response.updateCounts.length != chunk.size()) {
                    throw SqlErrors.create(
                            SqlErrors.PROTOCOL_VIOLATION,
                            "the server did not send an update count for each of " + chunk.size() + " statements");
                }
                System.arraycopy(response.updateCounts, 0, counts, from, chunk.size());
            } catch (SQLException e) {
                // What of this chunk was done the server does not say; the chunks before are done.
                throw new BatchUpdateException(
                        e.getMessage(), e.getSQLState(), e.getErrorCode(), Arrays.copyOf(counts, from), e);
            }
        }
        return counts;
    }

    // Settings

    final int firstFrameRows() {
        return maxRows > 0 ? (int) Math.min(maxRows, fetchSize) : fetchSize;
    }

    final long maxRowsOnWire() {
        return maxRows == 0 ? -1 : maxRows;
    }

    @Override
    public final void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        checkNotNegative("query timeout", seconds);
        queryTimeout = seconds;
    }

    @Override
    public final int getQueryTimeout() throws SQLException {
        checkOpen();
        return queryTimeout;
    }

    @Override
    public final void setFetchSize(int rows) throws SQLException {
        checkOpen();
        checkNotNegative("fetch size", rows);
        fetchSize = rows == 0 ? connection.settings().number(DriverProperty.FETCH_SIZE) : rows;
    }

    @Override
    public final int getFetchSize() throws SQLException {
        checkOpen();
        return fetchSize;
    }

    @Override
    public final void setLargeMaxRows(long rows) throws SQLException {
        checkOpen();
        checkNotNegative("max rows", rows);
        maxRows = rows;
    }

    @Override
    public final void setMaxRows(int rows) throws SQLException {
        setLargeMaxRows(rows);
    }

    @Override
    public final long getLargeMaxRows() throws SQLException {
        checkOpen();
        return maxRows;
    }

    @Override
    public final int getMaxRows() throws SQLException {
        return saturated(getLargeMaxRows());
    }

    @Override
    public final void setMaxFieldSize(int bytes) throws SQLException {
        checkOpen();
        checkNotNegative("max field size", bytes);
        maxFieldSize = bytes;
    }

    /** Kept, but values are never cut off: silently losing data is worse than a long value. */
    @Override
    public final int getMaxFieldSize() throws SQLException {
        checkOpen();
        return maxFieldSize;
    }

    /** The server's parser knows the escapes and cannot be told to forget them. */
    @Override
    public final void setEscapeProcessing(boolean enable) throws SQLException {
        checkOpen();
    }

    @Override
    public final void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != ResultSet.FETCH_FORWARD
                && direction != ResultSet.FETCH_REVERSE
                && direction != ResultSet.FETCH_UNKNOWN) {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "fetch direction " + direction + " is none of JDBC's");
        }
    }

    @Override
    public final int getFetchDirection() throws SQLException {
        checkOpen();
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public final void setCursorName(String name) throws SQLException {
        checkOpen();
        throw SqlErrors.notSupported("a named cursor");
    }

    @Override
    public final int getResultSetConcurrency() throws SQLException {
        checkOpen();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public final int getResultSetType() throws SQLException {
        checkOpen();
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public final int getResultSetHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public final Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }

    @Override
    public final @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public final void clearWarnings() throws SQLException {
        checkOpen();
    }

    @Override
    public final void setPoolable(boolean newPoolable) throws SQLException {
        checkOpen();
        poolable = newPoolable;
    }

    @Override
    public final boolean isPoolable() throws SQLException {
        checkOpen();
        return poolable;
    }

    @Override
    public final void closeOnCompletion() throws SQLException {
        checkOpen();
        closeOnCompletion = true;
    }

    @Override
    public final boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return closeOnCompletion;
    }

    // Generated keys: there are none, so that asking for them changes nothing

    @Override
    public final int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public final int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public final int executeUpdate(String sql, String[] columnNames) throws SQLException {
        return executeUpdate(sql);
    }

    @Override
    public final long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public final long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public final long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
        return executeLargeUpdate(sql);
    }

    @Override
    public final boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
        return execute(sql);
    }

    @Override
    public final boolean execute(String sql, int[] columnIndexes) throws SQLException {
        return execute(sql);
    }

    @Override
    public final boolean execute(String sql, String[] columnNames) throws SQLException {
        return execute(sql);
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "statement is no " + type.getName());
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    static int saturated(long count) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, count));
    }

    static void checkNotNull(@Nullable String sql) throws SQLException {
        if (sql == null) {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "SQL text is null");
        }
    }

    private static void checkNotNegative(String what, long value) throws SQLException {
        if (value < 0) {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, what + " " + value + " is negative");
        }
    }
}
