package io.weir.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * A statement planned once and executed with values. When a query of it was stopped, the server has dropped it, and the next
 * execution prepares it again.
 */
final class WeirPreparedStatement extends WeirStatement implements PreparedStatement {
    private final String sql;
    private final Meta.Signature signature;
    private final @Nullable TypedValue[] parameters; // null: not set
    private final List<List<TypedValue>> batch = new ArrayList<>();

    private WeirPreparedStatement(WeirConnection connection, String sql, Meta.StatementHandle handle) {
        super(connection);
        this.sql = sql;
        this.signature = handle.signature;
        this.parameters = new TypedValue[signature.parameters == null ? 0 : signature.parameters.size()];
        setServerId(handle.id);
    }

    static WeirPreparedStatement prepare(WeirConnection connection, String sql) throws SQLException {
        checkNotNull(sql);
        Rpc rpc = connection.rpc();
        Meta.StatementHandle handle =
                rpc.ask(service -> service.apply(new Service.PrepareRequest(rpc.connectionId(), sql, -1))).statement;
        if (handle == null || handle.signature == null) {
            throw SqlErrors.create(
                    SqlErrors.PROTOCOL_VIOLATION, "the server prepared a statement without describing it");
        }
        return new WeirPreparedStatement(connection, sql, handle);
    }

    @Override
    int create(Interruption interruption, Deadline deadline) throws SQLException {
        return rpc().call(
                        interruption,
                        deadline,
                        0,
                        service -> service.apply(new Service.PrepareRequest(rpc().connectionId(), sql, -1)))
                .statement
                .id;
    }

    @Override
    void checkNotPrepared() throws SQLException {
        throw SqlErrors.create(
                SqlErrors.WRONG_ARGUMENT, "a prepared statement takes no SQL when it is executed or added to a batch");
    }

    @Override
    public boolean execute() throws SQLException {
        List<TypedValue> values = values();
        accept(execution(
                (service, id) -> service.apply(new Service.ExecuteRequest(
                        new Meta.StatementHandle(rpc().connectionId(), id, null), values, firstFrameRows())),
                response -> response.missingStatement));
        return getResultSet() != null;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        execute();
        return query();
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        execute();
        return update();
    }

    @Override
    public int executeUpdate() throws SQLException {
        return saturated(executeLargeUpdate());
    }

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        batch.add(values());
    }

    @Override
    public void addBatch(String ignored) throws SQLException {
        checkNotPrepared();
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        List<List<TypedValue>> rows = List.copyOf(batch);
        batch.clear();
        return executeInChunks(
                rows,
                (service, id, chunk) ->
                        service.apply(new Service.ExecuteBatchRequest(rpc().connectionId(), id, chunk)));
    }

    private List<TypedValue> values() throws SQLException {
        checkOpen();
        List<TypedValue> values = new ArrayList<>(parameters.length);
        for (int i = 0; i < parameters.length; i++) {
            TypedValue value = parameters[i];
            if (value == null) {
                throw SqlErrors.create(SqlErrors.NOT_A_QUERY, "parameter " + (i + 1) + " has no value");
            }
            values.add(value);
        }
        return values;
    }

    // Parameters

    private void set(int index, @Nullable Object value, ZoneId zone) throws SQLException {
        checkOpen();
        if (index < 1 || index > parameters.length) {
            throw SqlErrors.create(
                    SqlErrors.WRONG_ARGUMENT, "parameter " + index + " of a statement with " + parameters.length);
        }
        parameters[index - 1] = ParameterValues.encode(value, zone);
    }

    private void set(int index, @Nullable Object value) throws SQLException {
        set(index, value, connection().zone());
    }

    private void set(int index, @Nullable Object value, @Nullable Calendar calendar) throws SQLException {
        set(
                index,
                value,
                calendar == null ? connection().zone() : calendar.getTimeZone().toZoneId());
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(parameters, null);
    }

    @Override
    public void setNull(int index, int sqlType) throws SQLException {
        set(index, null);
    }

    @Override
    public void setNull(int index, int sqlType, @Nullable String typeName) throws SQLException {
        set(index, null);
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setNString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setBytes(int index, byte @Nullable [] value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setDate(int index, @Nullable Date value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        set(index, value, calendar);
    }

    @Override
    public void setTime(int index, @Nullable Time value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        set(index, value, calendar);
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        set(index, value, calendar);
    }

    @Override
    public void setArray(int index, @Nullable Array value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setURL(int index, @Nullable URL value) throws SQLException {
        set(index, value == null ? null : value.toString());
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        set(index, value);
    }

    /** Converts on this side, so that a value that does not fit is refused here and names the parameter. */
    @Override
    public void setObject(int index, @Nullable Object value, int targetSqlType) throws SQLException {
        Class<?> target = target(targetSqlType);
        if (value == null || target == null || value instanceof Array) {
            set(index, value);
            return;
        }
        ZoneId zone = connection().zone();
        try {
            set(index, Values.convert(natural(value, zone), target, zone, 0));
        } catch (SQLException e) {
            throw SqlErrors.create(e.getSQLState(), "parameter " + index + ": " + e.getMessage(), 0, e);
        }
    }

    @Override
    public void setObject(int index, @Nullable Object value, int targetSqlType, int scaleOrLength) throws SQLException {
        boolean decimal = targetSqlType == Types.DECIMAL || targetSqlType == Types.NUMERIC;
        setObject(
                index,
                decimal && value instanceof BigDecimal exact
                        ? exact.setScale(scaleOrLength, RoundingMode.HALF_UP)
                        : value,
                targetSqlType);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType targetSqlType) throws SQLException {
        Integer type = targetSqlType.getVendorTypeNumber();
        setObject(index, value, type == null ? Types.OTHER : type);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType targetSqlType, int scaleOrLength)
            throws SQLException {
        Integer type = targetSqlType.getVendorTypeNumber();
        setObject(index, value, type == null ? Types.OTHER : type, scaleOrLength);
    }

    /** The natural form, from which {@link Values} converts, of a value of the old date classes. */
    private static Object natural(Object value, ZoneId zone) {
        if (value instanceof Timestamp timestamp) {
            return LocalDateTime.ofInstant(timestamp.toInstant(), zone);
        }
        if (value instanceof Date date) {
            return new Timestamp(date.getTime()).toInstant().atZone(zone).toLocalDate();
        }
        if (value instanceof Time time) {
            return new Timestamp(time.getTime()).toInstant().atZone(zone).toLocalTime();
        }
        if (value instanceof java.util.Date date) {
            return LocalDateTime.ofInstant(date.toInstant(), zone);
        }
        if (value instanceof java.time.Instant instant) {
            return instant.atOffset(java.time.ZoneOffset.UTC);
        }
        if (value instanceof java.time.ZonedDateTime moment) {
            return moment.toOffsetDateTime();
        }
        if (value instanceof Character || value instanceof Enum || value instanceof java.util.UUID) {
            return value.toString();
        }
        return value;
    }

    private static @Nullable Class<?> target(int sqlType) {
        return switch (sqlType) {
            case Types.DATE -> LocalDate.class;
            case Types.TIME -> LocalTime.class;
            case Types.TIMESTAMP -> LocalDateTime.class;
            case Types.TINYINT -> Byte.class;
            case Types.SMALLINT -> Short.class;
            case Types.ARRAY, Types.STRUCT, Types.OTHER, Types.JAVA_OBJECT, Types.NULL -> null;
            default -> Values.jdbcClass(sqlType) == Object.class ? null : Values.jdbcClass(sqlType);
        };
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, reader == null ? null : read(reader, length));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader reader, int length) throws SQLException {
        setCharacterStream(index, reader, (long) length);
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader, -1L);
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharacterStream(index, reader, length);
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader);
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream in, long length) throws SQLException {
        set(index, in == null ? null : read(in, length));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream in, int length) throws SQLException {
        setBinaryStream(index, in, (long) length);
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream in) throws SQLException {
        setBinaryStream(index, in, -1L);
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream in, long length) throws SQLException {
        set(index, in == null ? null : new String(read(in, length), StandardCharsets.US_ASCII));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream in, int length) throws SQLException {
        setAsciiStream(index, in, (long) length);
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream in) throws SQLException {
        setAsciiStream(index, in, -1L);
    }

    @Deprecated
    @Override
    public void setUnicodeStream(int index, @Nullable InputStream in, int length) throws SQLException {
        set(index, in == null ? null : new String(read(in, length), StandardCharsets.UTF_8));
    }

    private static byte[] read(InputStream in, long length) throws SQLException {
        try {
            return length < 0 ? in.readAllBytes() : in.readNBytes(Math.toIntExact(length));
        } catch (IOException | ArithmeticException e) {
            throw SqlErrors.create(SqlErrors.DATA, "the stream cannot be read: " + e.getMessage(), 0, e);
        }
    }

    private static String read(Reader reader, long length) throws SQLException {
        try {
            StringWriter text = new StringWriter();
            char[] buffer = new char[8192];
            long left = length < 0 ? Long.MAX_VALUE : length;
            int count;
            while (left > 0 && (count = reader.read(buffer, 0, (int) Math.min(left, buffer.length))) >= 0) {
                text.write(buffer, 0, count);
                left -= count;
            }
            return text.toString();
        } catch (IOException e) {
            throw SqlErrors.create(SqlErrors.DATA, "the stream cannot be read: " + e.getMessage(), 0, e);
        }
    }

    @Override
    public void setRef(int index, @Nullable Ref value) throws SQLException {
        throw SqlErrors.notSupported("REF");
    }

    @Override
    public void setRowId(int index, @Nullable RowId value) throws SQLException {
        throw SqlErrors.notSupported("ROWID");
    }

    @Override
    public void setSQLXML(int index, @Nullable SQLXML value) throws SQLException {
        throw SqlErrors.notSupported("SQLXML");
    }

    @Override
    public void setBlob(int index, @Nullable Blob value) throws SQLException {
        throw SqlErrors.notSupported("BLOB");
    }

    @Override
    public void setBlob(int index, @Nullable InputStream in, long length) throws SQLException {
        setBinaryStream(index, in, length);
    }

    @Override
    public void setBlob(int index, @Nullable InputStream in) throws SQLException {
        setBinaryStream(index, in);
    }

    @Override
    public void setClob(int index, @Nullable Clob value) throws SQLException {
        throw SqlErrors.notSupported("CLOB");
    }

    @Override
    public void setClob(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharacterStream(index, reader, length);
    }

    @Override
    public void setClob(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader);
    }

    @Override
    public void setNClob(int index, @Nullable NClob value) throws SQLException {
        throw SqlErrors.notSupported("NCLOB");
    }

    @Override
    public void setNClob(int index, @Nullable Reader reader, long length) throws SQLException {
        setCharacterStream(index, reader, length);
    }

    @Override
    public void setNClob(int index, @Nullable Reader reader) throws SQLException {
        setCharacterStream(index, reader);
    }

    // Metadata

    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return signature.columns == null || signature.columns.isEmpty()
                ? null
                : new WeirResultSetMetaData(signature.columns);
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new WeirParameterMetaData(signature.parameters == null ? List.of() : signature.parameters);
    }
}
