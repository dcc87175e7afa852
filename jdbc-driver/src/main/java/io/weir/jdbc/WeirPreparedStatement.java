package io.weir.jdbc;

import io.weir.jdbc.defaults.ParameterSetters;
import io.weir.jdbc.error.SqlErrors;
import io.weir.jdbc.value.ParameterValues;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
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
 * A statement planned once and executed with values. When a query of it was stopped, the server has dropped it, and the
 * next execution prepares it again.
 */
final class WeirPreparedStatement extends WeirStatement implements ParameterSetters {
    private final Meta.Signature signature;
    private final @Nullable TypedValue[] parameters; // null: not set
    private final List<List<TypedValue>> batch = new ArrayList<>();

    private WeirPreparedStatement(WeirConnection connection, String sql, Meta.StatementHandle handle) {
        super(connection, service -> prepared(connection, service, sql).id);
        this.signature = handle.signature;
        this.parameters = new TypedValue[signature.parameters == null ? 0 : signature.parameters.size()];
        server().setId(handle.id);
    }

    static WeirPreparedStatement prepare(WeirConnection connection, String sql) throws SQLException {
        checkNotNull(sql);
        Meta.StatementHandle handle = connection.rpc().ask(service -> prepared(connection, service, sql));
        if (handle == null || handle.signature == null) {
            throw SqlErrors.create(
                    SqlErrors.PROTOCOL_VIOLATION, "the server prepared a statement without describing it");
        }
        return new WeirPreparedStatement(connection, sql, handle);
    }

    private static Meta.StatementHandle prepared(WeirConnection connection, Service service, String sql) {
        return service.apply(new Service.PrepareRequest(connection.rpc().connectionId(), sql, -1)).statement;
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

    @Override
    public void set(int index, @Nullable Object value, @Nullable Calendar calendar) throws SQLException {
        checkOpen();
        if (index < 1 || index > parameters.length) {
            throw SqlErrors.create(
                    SqlErrors.WRONG_ARGUMENT, "parameter " + index + " of a statement with " + parameters.length);
        }
        ZoneId zone =
                calendar == null ? connection().zone() : calendar.getTimeZone().toZoneId();
        parameters[index - 1] = ParameterValues.encode(value, zone);
    }

    /** Converts on this side, so that a value that does not fit is refused here and names the parameter. */
    @Override
    public void setObject(int index, @Nullable Object value, int targetSqlType) throws SQLException {
        try {
            set(index, ParameterValues.as(value, targetSqlType, connection().zone()), null);
        } catch (SQLException e) {
            throw SqlErrors.create(e.getSQLState(), "parameter " + index + ": " + e.getMessage(), 0, e);
        }
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(parameters, null);
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
