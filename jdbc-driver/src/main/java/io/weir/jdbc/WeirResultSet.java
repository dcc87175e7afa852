package io.weir.jdbc;

import io.weir.jdbc.defaults.ForwardOnlyResultSet;
import io.weir.jdbc.defaults.GettersByLabel;
import io.weir.jdbc.defaults.ReadOnlyByLabel;
import io.weir.jdbc.defaults.ReadOnlyResultSet;
import io.weir.jdbc.defaults.TypedGetters;
import io.weir.jdbc.defaults.Unwrapping;
import io.weir.jdbc.error.SqlErrors;
import io.weir.jdbc.value.Values;
import io.weir.jdbc.value.WeirArray;
import io.weir.jdbc.value.WireDecoder;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, each handed over when it is there; {@code next} waits for the next one, on an unbounded query
 * perhaps for ever. Another thread can end the wait by cancelling or closing the statement; the query timeout ends it
 * too.
 */
final class WeirResultSet
        implements ForwardOnlyResultSet, ReadOnlyResultSet, ReadOnlyByLabel, GettersByLabel, TypedGetters, Unwrapping {
    private final WeirStatement statement;
    private final List<ColumnMetaData> columns;
    private final Rows rows;
    private final long maxRows;
    private final ZoneId zone;
    private final ColumnLabels labels;
    private @Nullable List<@Nullable Object> row;
    private long rowNumber;
    private boolean ended;
    private boolean wasNull;
    private volatile boolean closed;

    WeirResultSet(WeirStatement statement, List<ColumnMetaData> columns, Rows rows, long maxRows) {
        this.statement = statement;
        this.columns = columns;
        this.labels = new ColumnLabels(columns);
        this.rows = rows;
        this.maxRows = maxRows;
        this.zone = statement.connection().zone();
    }

    @Override
    public boolean next() throws SQLException {
        checkOpen();
        if (ended) {
            return false;
        }
        row = null;
        if (maxRows == 0 || rowNumber < maxRows) {
            row = rows.next();
        } else {
            rows.close(); // the server need not go on
        }
        if (row == null) {
            ended = true;
            return false;
        }
        rowNumber++;
        return true;
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            row = null;
            rows.close();
            statement.resultClosed(this);
        }
    }

    /** The statement was closed, and with it everything at the server. */
    void statementClosed() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    private void checkOpen() throws SQLException {
        if (closed) {
            throw SqlErrors.create(SqlErrors.CURSOR_STATE, "result set is closed");
        }
    }

    // Columns

    @Override
    public int findColumn(String columnLabel) throws SQLException {
        checkOpen();
        return labels.indexOf(columnLabel);
    }

    /** The natural value of a column of the current row. */
    private @Nullable Object value(int columnIndex) throws SQLException {
        checkOpen();
        if (columnIndex < 1 || columnIndex > columns.size()) {
            throw SqlErrors.create(
                    SqlErrors.NO_SUCH_COLUMN, "column " + columnIndex + " of a result set with " + columns.size());
        }
        List<@Nullable Object> current = row;
        if (current == null) {
            throw SqlErrors.create(
                    SqlErrors.CURSOR_STATE, ended ? "result set is after its last row" : "next() was not called");
        }
        if (current.size() < columnIndex) {
            throw SqlErrors.create(
                    SqlErrors.PROTOCOL_VIOLATION,
                    "the server sent a row of " + current.size() + " values for " + columns.size() + " columns");
        }
        Object value = WireDecoder.decode(current.get(columnIndex - 1), columns.get(columnIndex - 1), zone);
        wasNull = value == null;
        return value instanceof WeirArray array ? array.with(statement.connection()::arrayRows) : value;
    }

    @Override
    public <T> @Nullable T get(int columnIndex, Class<T> type, @Nullable Calendar calendar) throws SQLException {
        Object value = value(columnIndex);
        if (value == null) {
            return null;
        }
        ColumnMetaData column = columns.get(columnIndex - 1);
        ZoneId fieldsIn = calendar == null ? zone : calendar.getTimeZone().toZoneId();
        try {
            return Values.convert(value, type, fieldsIn, column.precision);
        } catch (SQLException e) {
            throw SqlErrors.create(
                    e.getSQLState(),
                    "column \"" + column.label + "\": " + e.getMessage(),
                    e.getErrorCode(),
                    e.getCause());
        }
    }

    @Override
    public boolean wasNull() throws SQLException {
        checkOpen();
        return wasNull;
    }

    @Override
    public @Nullable Object getObject(int columnIndex) throws SQLException {
        Object value = value(columnIndex);
        return value == null ? null : Values.jdbcObject(value, zone);
    }

    @Override
    public <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
        if (type == Object.class) {
            return type.cast(getObject(columnIndex));
        }
        return get(columnIndex, type, (Calendar) null);
    }

    // Position

    @Override
    public boolean isBeforeFirst() throws SQLException {
        checkOpen();
        return rowNumber == 0 && !ended;
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        checkOpen();
        return ended && rowNumber > 0;
    }

    @Override
    public boolean isFirst() throws SQLException {
        checkOpen();
        return rowNumber == 1 && !ended;
    }

    /** Cannot be told: looking would mean to wait for the row after. */
    @Override
    public boolean isLast() throws SQLException {
        checkOpen();
        throw SqlErrors.notSupported("isLast");
    }

    @Override
    public int getRow() throws SQLException {
        checkOpen();
        return ended ? 0 : WeirStatement.saturated(rowNumber);
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != ResultSet.FETCH_FORWARD) {
            throw SqlErrors.notSupported("a fetch direction other than FETCH_FORWARD");
        }
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public void setFetchSize(int fetchRows) throws SQLException {
        checkOpen();
        statement.setFetchSize(fetchRows);
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return statement.getFetchSize();
    }

    @Override
    public int getType() throws SQLException {
        checkOpen();
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public int getConcurrency() throws SQLException {
        checkOpen();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public boolean rowUpdated() throws SQLException {
        checkOpen();
        return false;
    }

    @Override
    public boolean rowInserted() throws SQLException {
        checkOpen();
        return false;
    }

    @Override
    public boolean rowDeleted() throws SQLException {
        checkOpen();
        return false;
    }

    @Override
    public String getCursorName() throws SQLException {
        throw SqlErrors.notSupported("a named cursor");
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return new WeirResultSetMetaData(columns);
    }

    @Override
    public Statement getStatement() throws SQLException {
        checkOpen();
        return statement;
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }
}
