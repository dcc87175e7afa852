package io.weir.jdbc;

import io.weir.jdbc.defaults.KeylessStatement;
import io.weir.jdbc.defaults.Unwrapping;
import io.weir.jdbc.error.SqlErrors;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/** What can be set for a statement and asked of it, without a word to the server. Used by one thread at a time. */
abstract class ConfiguredStatement implements KeylessStatement, Unwrapping {
    private final WeirConnection connection;
    private final Warnings warnings = new Warnings();
    private long maxRows;
    private int maxFieldSize;
    private int fetchSize;
    private int queryTimeout;
    private boolean closeOnCompletion;
    private boolean poolable;

    ConfiguredStatement(WeirConnection connection) {
        this.connection = connection;
        this.fetchSize = connection.settings().number(DriverProperty.FETCH_SIZE);
        this.queryTimeout = connection.settings().number(DriverProperty.QUERY_TIMEOUT);
    }

    /** @throws SQLException (08003, 55000) if it is closed */
    abstract void checkOpen() throws SQLException;

    final WeirConnection connection() {
        return connection;
    }

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
        return warnings.first();
    }

    @Override
    public final void clearWarnings() throws SQLException {
        checkOpen();
        warnings.clear();
    }

    /** Something of the execution under way that the user should know. */
    final void warn(String message) {
        warnings.add(message, "01000");
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

    static int saturated(long count) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, count));
    }

    private static void checkNotNegative(String what, long value) throws SQLException {
        if (value < 0) {
            throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, what + " " + value + " is negative");
        }
    }
}
