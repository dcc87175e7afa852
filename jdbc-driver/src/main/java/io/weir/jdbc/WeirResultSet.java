package io.weir.jdbc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, each handed over when it is there; {@code next} waits for the next one, on an unbounded query perhaps for
 * ever. Another thread can end the wait by cancelling or closing the statement; the query timeout ends it too.
 */
final class WeirResultSet extends ReadOnlyResultSet {
    private final WeirStatement statement;
    private final List<ColumnMetaData> columns;
    private final Rows rows;
    private final long maxRows;
    private final ZoneId zone;
    private @Nullable Map<String, Integer> indexes; // lower-case label to 1-based index; made when first needed
    private @Nullable List<@Nullable Object> row;
    private long rowNumber;
    private boolean ended;
    private boolean wasNull;
    private volatile boolean closed;

    WeirResultSet(WeirStatement statement, List<ColumnMetaData> columns, Rows rows, long maxRows) {
        this.statement = statement;
        this.columns = columns;
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
        Map<String, Integer> known = indexes;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                known.putIfAbsent(columns.get(i).label.toLowerCase(Locale.ROOT), i + 1);
            }
            indexes = known;
        }
        Integer index = columnLabel == null ? null : known.get(columnLabel.toLowerCase(Locale.ROOT));
        if (index == null) {
            throw SqlErrors.create(
                    SqlErrors.NO_SUCH_COLUMN,
                    "result set has no column \"" + columnLabel + "\"\nDetail: The columns are "
                            + String.join(
                                    ", ",
                                    columns.stream()
                                            .map(c -> '"' + c.label + '"')
                                            .toList()) + ".");
        }
        return index;
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
        Object value = Values.decode(current.get(columnIndex - 1), columns.get(columnIndex - 1), zone);
        wasNull = value == null;
        return value;
    }

    private <T> @Nullable T get(int columnIndex, Class<T> type, ZoneId inZone) throws SQLException {
        Object value = value(columnIndex);
        if (value == null) {
            return null;
        }
        ColumnMetaData column = columns.get(columnIndex - 1);
        try {
            return Values.convert(value, type, inZone, column.precision);
        } catch (SQLException e) {
            throw SqlErrors.create(
                    e.getSQLState(),
                    "column \"" + column.label + "\": " + e.getMessage(),
                    e.getErrorCode(),
                    e.getCause());
        }
    }

    private <T> T get(int columnIndex, Class<T> type, T whenNull) throws SQLException {
        T value = get(columnIndex, type, zone);
        return value == null ? whenNull : value;
    }

    private ZoneId zoneOf(@Nullable Calendar calendar) {
        return calendar == null ? zone : calendar.getTimeZone().toZoneId();
    }

    @Override
    public boolean wasNull() throws SQLException {
        checkOpen();
        return wasNull;
    }

    @Override
    public @Nullable String getString(int columnIndex) throws SQLException {
        return get(columnIndex, String.class, zone);
    }

    @Override
    public @Nullable String getNString(int columnIndex) throws SQLException {
        return getString(columnIndex);
    }

    @Override
    public boolean getBoolean(int columnIndex) throws SQLException {
        return get(columnIndex, Boolean.class, false);
    }

    @Override
    public byte getByte(int columnIndex) throws SQLException {
        return get(columnIndex, Byte.class, (byte) 0);
    }

    @Override
    public short getShort(int columnIndex) throws SQLException {
        return get(columnIndex, Short.class, (short) 0);
    }

    @Override
    public int getInt(int columnIndex) throws SQLException {
        return get(columnIndex, Integer.class, 0);
    }

    @Override
    public long getLong(int columnIndex) throws SQLException {
        return get(columnIndex, Long.class, 0L);
    }

    @Override
    public float getFloat(int columnIndex) throws SQLException {
        return get(columnIndex, Float.class, 0f);
    }

    @Override
    public double getDouble(int columnIndex) throws SQLException {
        return get(columnIndex, Double.class, 0d);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int columnIndex) throws SQLException {
        return get(columnIndex, BigDecimal.class, zone);
    }

    @Deprecated
    @Override
    public @Nullable BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(columnIndex);
        return value == null ? null : value.setScale(scale, RoundingMode.DOWN);
    }

    @Override
    public byte @Nullable [] getBytes(int columnIndex) throws SQLException {
        return get(columnIndex, byte[].class, zone);
    }

    @Override
    public @Nullable Date getDate(int columnIndex) throws SQLException {
        return get(columnIndex, Date.class, zone);
    }

    @Override
    public @Nullable Date getDate(int columnIndex, @Nullable Calendar calendar) throws SQLException {
        return get(columnIndex, Date.class, zoneOf(calendar));
    }

    @Override
    public @Nullable Time getTime(int columnIndex) throws SQLException {
        return get(columnIndex, Time.class, zone);
    }

    @Override
    public @Nullable Time getTime(int columnIndex, @Nullable Calendar calendar) throws SQLException {
        return get(columnIndex, Time.class, zoneOf(calendar));
    }

    @Override
    public @Nullable Timestamp getTimestamp(int columnIndex) throws SQLException {
        return get(columnIndex, Timestamp.class, zone);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int columnIndex, @Nullable Calendar calendar) throws SQLException {
        return get(columnIndex, Timestamp.class, zoneOf(calendar));
    }

    @Override
    public @Nullable Object getObject(int columnIndex) throws SQLException {
        Object value = value(columnIndex);
        return value == null ? null : Values.jdbcObject(value, zone);
    }

    @Override
    public @Nullable Object getObject(int columnIndex, @Nullable Map<String, Class<?>> typeMap) throws SQLException {
        return getObject(columnIndex);
    }

    @Override
    public <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
        if (type == Object.class) {
            return type.cast(getObject(columnIndex));
        }
        return get(columnIndex, type, zone);
    }

    @Override
    public @Nullable Array getArray(int columnIndex) throws SQLException {
        return get(columnIndex, Array.class, zone);
    }

    @Override
    public @Nullable InputStream getAsciiStream(int columnIndex) throws SQLException {
        String text = getString(columnIndex);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Deprecated
    @Override
    public @Nullable InputStream getUnicodeStream(int columnIndex) throws SQLException {
        String text = getString(columnIndex);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable InputStream getBinaryStream(int columnIndex) throws SQLException {
        byte[] bytes = getBytes(columnIndex);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public @Nullable Reader getCharacterStream(int columnIndex) throws SQLException {
        String text = getString(columnIndex);
        return text == null ? null : new StringReader(text);
    }

    @Override
    public @Nullable Reader getNCharacterStream(int columnIndex) throws SQLException {
        return getCharacterStream(columnIndex);
    }

    @Override
    public @Nullable URL getURL(int columnIndex) throws SQLException {
        String text = getString(columnIndex);
        try {
            return text == null ? null : new URL(text);
        } catch (MalformedURLException e) {
            throw SqlErrors.create(SqlErrors.DATA, "\"" + text + "\" is not a URL: " + e.getMessage(), 0, e);
        }
    }

    @Override
    public Ref getRef(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("REF");
    }

    @Override
    public Blob getBlob(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("BLOB");
    }

    @Override
    public Clob getClob(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("CLOB");
    }

    @Override
    public NClob getNClob(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("NCLOB");
    }

    @Override
    public RowId getRowId(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("ROWID");
    }

    @Override
    public SQLXML getSQLXML(int columnIndex) throws SQLException {
        throw SqlErrors.notSupported("SQLXML");
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

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlErrors.create(SqlErrors.WRONG_ARGUMENT, "result set is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
