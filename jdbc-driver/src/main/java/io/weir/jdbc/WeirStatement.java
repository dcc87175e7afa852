package io.weir.jdbc;

import io.weir.jdbc.error.SqlErrors;
import io.weir.jdbc.wire.Interruption;
import io.weir.jdbc.wire.Rpc;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * A statement: what it executes at the server, and the result that this brings. Used by one thread at a time, except
 * {@code cancel} and {@code close}, which any thread may call.
 */
class WeirStatement extends ConfiguredStatement {
    /** Statements per request of a batch: bounds its size. */
    static final int BATCH_CHUNK = 5_000;

    private final ServerStatement server;
    private final List<String> batch = new ArrayList<>();
    private volatile boolean closed;
    private @Nullable WeirResultSet resultSet;
    private long updateCount = -1;

    WeirStatement(WeirConnection connection) {
        this(
                connection,
                service -> service.apply(new Service.CreateStatementRequest(
                                connection.rpc().connectionId()))
                        .statementId);
    }

    /** @param creation asks the server for a new id of the statement */
    WeirStatement(WeirConnection connection, ToIntFunction<Service> creation) {
        super(connection);
        this.server = new ServerStatement(connection.rpc(), creation);
        connection.add(this);
    }

    /** A statement for a result the server has made under an id of its own: that of a metadata request. */
    static WeirStatement owning(WeirConnection connection, int serverId) {
        WeirStatement statement = new WeirStatement(connection);
        statement.server.setId(serverId);
        return statement;
    }

    final Rpc rpc() {
        return connection().rpc();
    }

    final ServerStatement server() {
        return server;
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

    /** Runs the statement at the server; the result of the execution before is closed. */
    final <T> T execution(ServerStatement.Execution<T> execution, Predicate<T> missing) throws SQLException {
        checkOpen();
        closeResult();
        updateCount = -1;
        clearWarnings();
        return server.execute(execution, missing, getQueryTimeout(), this::warn);
    }

    /** Takes over what an execution brought. */
    final void accept(Service.ExecuteResponse response) throws SQLException {
        Interruption interruption = server.current();
        List<Service.ResultSetResponse> results = response.results;
        Service.ResultSetResponse first = results == null || results.isEmpty() ? null : results.get(0);
        if (first == null || first.signature == null || first.updateCount != -1 || first.signature.columns.isEmpty()) {
            updateCount = first == null || first.updateCount == -1 ? 0 : first.updateCount;
            changed();
            return;
        }
        resultSet = result(first, interruption, getLargeMaxRows());
    }

    private WeirResultSet result(Service.ResultSetResponse response, Interruption interruption, long atMost) {
        RemoteRows rows = new RemoteRows(
                this, response.statementId, response.signature.cursorFactory, response.firstFrame, interruption);
        return new WeirResultSet(this, response.signature.columns, rows, atMost);
    }

    private void changed() {
        server.finished();
        connection().noteChange();
    }

    /** The result of a metadata request. Closing it closes this statement. */
    final ResultSet adopt(Service.ResultSetResponse response) throws SQLException {
        if (response.signature == null) {
            throw SqlErrors.create(SqlErrors.PROTOCOL_VIOLATION, "the server sent a result without columns");
        }
        return adopted(result(response, server.begin(), 0));
    }

    /** A result made on this side. Closing it closes this statement. */
    final ResultSet adopt(LocalRows rows) throws SQLException {
        return adopted(new WeirResultSet(this, rows.columns(), rows, 0));
    }

    private ResultSet adopted(WeirResultSet result) throws SQLException {
        closeOnCompletion();
        resultSet = result;
        return result;
    }

    /** Called by the result when it was closed. */
    final void resultClosed(WeirResultSet result) throws SQLException {
        if (resultSet == result) {
            resultSet = null;
            server.finished();
            if (isCloseOnCompletion()) {
                close();
            }
        }
    }

    // The end

    /**
     * Stops what the statement is doing, be it executing or waiting for a row: that call throws SQLSTATE 57014. The
     * statement stays usable. Does nothing if there is nothing to stop.
     */
    @Override
    public final void cancel() throws SQLException {
        checkOpen();
        server.cancel();
    }

    @Override
    public void close() throws SQLException {
        if (endLocally()) {
            server.close();
            connection().remove(this);
        }
    }

    /** The connection is being closed, and the server will drop the statement with it. */
    final void connectionClosed() {
        if (endLocally()) {
            server.forget();
        }
    }

    private boolean endLocally() {
        if (closed) {
            return false;
        }
        closed = true;
        server.interrupt();
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

    @Override
    final void checkOpen() throws SQLException {
        connection().checkOpen();
        if (closed) {
            throw SqlErrors.create(SqlErrors.OBJECT_STATE, "statement is closed");
        }
    }

    /**
     * Closes what the execution before has left. The statement stays open: executing again is not the completion that
     * was meant.
     */
    private void closeResult() throws SQLException {
        WeirResultSet open = resultSet;
        if (open != null) {
            resultSet = null;
            open.close();
            server.finished();
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
        return new WeirStatement(connection()).adopt(LocalRows.generatedKeys());
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
                changed();
                if (response.updateCounts == null || response.updateCounts.length != chunk.size()) {
                    throw SqlErrors.create(
                            SqlErrors.PROTOCOL_VIOLATION,
                            "the server did not send an update count for each of " + chunk.size() + " statements");
                }
                System.arraycopy(response.updateCounts, 0, counts, from, chunk.size());
            } catch (SQLException e) {
                // The chunks before are done. Of this one: what the server says; nothing, if it was one transaction.
                throw new BatchUpdateException(
                        e.getMessage(), e.getSQLState(), e.getErrorCode(), done(counts, from, chunk.size(), e), e);
            }
        }
        return counts;
    }

    private static long[] done(long[] counts, int from, int chunkSize, SQLException error) {
        long[] ofChunk = error instanceof BatchUpdateException failed ? failed.getLargeUpdateCounts() : new long[0];
        int known = Math.min(ofChunk.length, chunkSize);
        long[] done = Arrays.copyOf(counts, from + known);
        System.arraycopy(ofChunk, 0, done, from, known);
        return done;
    }

    static void checkNotNull(@Nullable String sql) throws SQLException {
        if (sql == null) {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "SQL text is null");
        }
    }
}
