package io.weir.sqltests.oracle;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of {@link TpchData} to several databases, by INSERT, UPDATE and DELETE of one row. Changes that
 * follow each other with the same statement are one batch.
 */
final class TpchClient implements TpchData.Target {
    private final List<Connection> connections;
    private final Map<String, List<PreparedStatement>> prepared = new HashMap<>();
    private final Map<String, Integer> statements = new TreeMap<>();
    private List<PreparedStatement> open = List.of();

    TpchClient(List<Connection> connections) {
        this.connections = connections;
    }

    /** How many there were, by their first word. */
    Map<String, Integer> statements() {
        return statements;
    }

    @Override
    public void change(String table, @Nullable List<Object> before, @Nullable List<Object> after) {
        List<String> names = TpchData.names(table);
        List<Integer> all = IntStream.range(0, names.size()).boxed().toList();
        List<Integer> key = TpchData.keyColumns(table);
        String byKey = key.stream().map(names::get).collect(Collectors.joining(" = ? AND ", " WHERE ", " = ?"));
        try {
            if (before == null) {
                String places =
                        String.join(", ", names.stream().map(name -> "?").toList());
                add("INSERT INTO " + table + " VALUES (" + places + ")", names, requireNonNull(after), all);
            } else if (after == null) {
                add("DELETE FROM " + table + byKey, names, before, key);
            } else {
                List<Integer> places = new ArrayList<>(all);
                places.removeAll(key);
                String set = places.stream().map(names::get).collect(Collectors.joining(" = ?, ", " SET ", " = ?"));
                places.addAll(key);
                add("UPDATE " + table + set + byKey, names, after, places);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(table + ": " + before + " -> " + after, e);
        }
    }

    private void add(String sql, List<String> names, List<Object> row, List<Integer> columns) throws SQLException {
        List<PreparedStatement> wanted = prepared.get(sql);
        if (wanted == null) {
            wanted = new ArrayList<>();
            for (Connection connection : connections) {
                wanted.add(connection.prepareStatement(sql));
            }
            prepared.put(sql, wanted);
        }
        if (open != wanted) {
            flush();
            open = wanted;
        }
        for (PreparedStatement statement : wanted) {
            for (int i = 0; i < columns.size(); i++) {
                Object value = row.get(columns.get(i));
                boolean isDate = TpchData.isDate(names.get(columns.get(i)));
                statement.setObject(i + 1, isDate ? Date.valueOf(LocalDate.ofEpochDay((Integer) value)) : value);
            }
            statement.addBatch();
        }
        statements.merge(sql.substring(0, sql.indexOf(' ')), 1, Integer::sum);
    }

    /** Executes what was added last. */
    void flush() throws SQLException {
        for (PreparedStatement statement : open) {
            statement.executeBatch();
        }
        open = List.of();
    }
}
