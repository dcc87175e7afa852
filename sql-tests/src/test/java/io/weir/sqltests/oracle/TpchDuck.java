package io.weir.sqltests.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** DuckDB in this process with the tables of {@link TpchData}, and answers as text that can be compared. */
final class TpchDuck implements AutoCloseable {
    static final int QUERIES = 22;
    private static final Path TEXTS = Path.of("src/test/resources/tpch");
    private static final int MOST_DIFFERENCES = 3;

    private final Connection connection;

    TpchDuck() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        for (String table : TpchData.tables()) {
            execute("CREATE TABLE " + table + " (" + TpchData.definition(table) + ")");
        }
    }

    Connection connection() {
        return connection;
    }

    /**
     * The 22 queries by name, q1 first: where the public texts leave the order of ties open, or divide decimals, these
     * have a key more, or round.
     */
    static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        for (int number = 1; number <= QUERIES; number++) {
            queries.put("q" + number, Files.readString(TEXTS.resolve("q" + number + ".sql")));
        }
        return queries;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Puts rows in the place of those that a table holds. */
    void replace(String table, Iterable<List<Object>> rows) throws SQLException {
        execute("DELETE FROM " + table);
        List<String> columns = TpchData.names(table);
        String places = String.join(", ", columns.stream().map(column -> "?").toList());
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
            for (List<Object> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    boolean isDate = TpchData.isDate(columns.get(i));
                    insert.setObject(i + 1, isDate ? LocalDate.ofEpochDay((Integer) row.get(i)) : row.get(i));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** How often each row is in the result. */
    Map<String, Long> answer(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return rows(result);
        }
    }

    static Map<String, Long> rows(ResultSet result) throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                Object value = result.getObject(i);
                row.add(
                        value instanceof Date date
                                ? (Object) date.toLocalDate().toEpochDay()
                                : value instanceof LocalDate date ? (Object) date.toEpochDay() : value);
            }
            rows.merge(text(row), 1L, Long::sum);
        }
        return rows;
    }

    static String text(List<@Nullable Object> row) {
        return String.join(" | ", row.stream().map(Duck::text).toList());
    }

    /** The first rows that one side has and the other has not. */
    static List<String> difference(Map<String, Long> actual, Map<String, Long> expected) {
        Map<String, Long> difference = new TreeMap<>(actual);
        expected.forEach((row, count) -> difference.merge(row, -count, Long::sum));
        difference.values().removeIf(count -> count == 0);
        return difference.entrySet().stream()
                .limit(MOST_DIFFERENCES)
                .map(row -> (row.getValue() > 0 ? "too many: " : "missing: ") + row.getKey())
                .toList();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
