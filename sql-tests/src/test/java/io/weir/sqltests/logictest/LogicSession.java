package io.weir.sqltests.logictest;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One connection, and what was made over it since it was last cleared. */
final class LogicSession implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;
    private final Deque<String> made = new ArrayDeque<>();

    LogicSession(String url) throws SQLException {
        connection = DriverManager.getConnection(url);
        statement = connection.createStatement();
    }

    void execute(String sql) throws SQLException {
        statement.execute(sql);
        Dialect.created(sql).ifPresent(made::push);
        Dialect.dropped(sql).ifPresent(made::remove);
    }

    /** Columns get names: those of a view must differ, those of a query need not. */
    void createView(String name, int columns, String query) throws SQLException {
        String names = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        statement.execute("CREATE MATERIALIZED VIEW " + name + " (" + names + ") AS " + query);
        made.push("MATERIALIZED VIEW " + name);
    }

    Values query(String sql, String types) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return Values.of(result, types);
        }
    }

    /** Drops all that was made, the last first. */
    void clear() throws SQLException {
        while (!made.isEmpty()) {
            statement.execute("DROP " + made.pop());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
