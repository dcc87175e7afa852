package io.weir.connector.jdbc;

import io.weir.spi.connector.LookupFunction;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows of many keys by one statement: for each key a SELECT that also gives the key's number, united by UNION
 * ALL, which every database understands. Each call has a connection of its own; those that are done are kept for the
 * next ones, no more than there have been calls at once.
 */
final class JdbcLookupFunction implements LookupFunction {
    private static final int KEYS_PER_STATEMENT = 64;

    private final JdbcTarget target;
    private final List<Integer> keyColumns;
    private final List<DataType> types;
    private final List<DataType> keyTypes;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean isClosed;

    JdbcLookupFunction(JdbcTarget target, List<Integer> keyColumns) {
        this.target = target;
        this.keyColumns = List.copyOf(keyColumns);
        this.types = target.schema().types();
        this.keyTypes = keyColumns.stream().map(types::get).toList();
    }

    @Override
    public Found lookup(Batch keys) {
        SQLException last = null;
        for (int attempt = 0; attempt <= target.retries(); attempt++) {
            Connection connection = null;
            try {
                connection = take();
                Found found = lookup(keys, connection);
                giveBack(connection);
                return found;
            } catch (SQLException e) {
                last = e;
                JdbcTarget.close(connection);
            }
        }
        throw failed(last);
    }

    private WeirException failed(@Nullable SQLException cause) {
        boolean isUnreachable = cause != null
                && cause.getSQLState() != null
                && cause.getSQLState().startsWith("08");
        return new WeirException(
                        isUnreachable ? ErrorCode.CONNECTOR_UNREACHABLE : ErrorCode.CONNECTOR_FAILURE,
                        "rows of table \"" + target.name() + "\" could not be looked up: "
                                + (cause == null ? "" : cause.getMessage()),
                        cause)
                .withHint(
                        "Tried " + (target.retries() + 1) + " times. Options 'url' and 'table-name' say where it is.");
    }

    private Found lookup(Batch keys, Connection connection) throws SQLException {
        BatchBuilder rows = new BatchBuilder(types);
        List<Integer> keyRows = new ArrayList<>();
        for (int from = 0; from < keys.rowCount(); from += KEYS_PER_STATEMENT) {
            int count = Math.min(KEYS_PER_STATEMENT, keys.rowCount() - from);
            find(keys, from, count, connection, rows, keyRows);
        }
        return new Found(
                rows.build(), keyRows.stream().mapToInt(Integer::intValue).toArray());
    }

    private void find(Batch keys, int from, int count, Connection connection, BatchBuilder rows, List<Integer> keyRows)
            throws SQLException {
        List<List<List<@Nullable Object>>> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql(count, connection))) {
            statement.setQueryTimeout(target.timeoutSeconds());
            int parameter = 1;
            for (int key = 0; key < count; key++) {
                found.add(new ArrayList<>());
                List<@Nullable Object> values = BoxedValues.row(keyTypes, keys, from + key);
                for (int i = 0; i < keyTypes.size(); i++) {
                    JdbcValues.set(statement, parameter, keyTypes.get(i), values.get(i));
                    parameter++;
                }
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int i = 0; i < types.size(); i++) {
                        row.add(JdbcValues.get(result, i + 2, types.get(i)));
                    }
                    found.get(result.getInt(1)).add(row);
                }
            }
        }
        for (int key = 0; key < count; key++) {
            for (List<@Nullable Object> row : found.get(key)) {
                rows.addRow(types, RowKind.INSERT_CODE, row);
                keyRows.add(from + key);
            }
        }
    }

    private String sql(int count, Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        for (String name : target.schema().names()) {
            names.add(JdbcTarget.quoted(name, connection));
        }
        String table = target.quotedTable(connection);
        String condition = String.join(
                " AND ",
                keyColumns.stream().map(column -> names.get(column) + " = ?").toList());
        List<String> selects = new ArrayList<>();
        for (int key = 0; key < count; key++) {
            selects.add("SELECT " + key + ", " + String.join(", ", names) + " FROM " + table + " WHERE " + condition);
        }
        return String.join(" UNION ALL ", selects);
    }

    private Connection take() throws SQLException {
        synchronized (idle) {
            Connection present = idle.poll();
            if (present != null) {
                return present;
            }
        }
        return target.connect();
    }

    private void giveBack(Connection connection) {
        synchronized (idle) {
            if (!isClosed) {
                idle.push(connection);
                return;
            }
        }
        JdbcTarget.close(connection);
    }

    @Override
    public void close() {
        List<Connection> open;
        synchronized (idle) {
            isClosed = true;
            open = List.copyOf(idle);
            idle.clear();
        }
        open.forEach(JdbcTarget::close);
    }
}
