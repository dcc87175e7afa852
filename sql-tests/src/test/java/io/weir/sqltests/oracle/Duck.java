package io.weir.sqltests.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DuckDB in this process, with the tables of {@link Tables}. */
final class Duck implements AutoCloseable {
    private static final MathContext DIGITS = new MathContext(12);

    private final Connection connection;

    Duck() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            for (int table = 0; table < Tables.COUNT; table++) {
                statement.execute(Tables.createInDuck(table));
            }
        }
    }

    /** What a query gives over the rows that are there after a step: how often each row. */
    Map<String, Long> answer(String sql, List<RowLife> lives, int step) throws SQLException {
        for (int table = 0; table < Tables.COUNT; table++) {
            load(table, lives, step);
        }
        Map<String, Long> rows = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    row.append(i == 1 ? "" : " | ").append(text(result.getObject(i)));
                }
                rows.merge(row.toString(), 1L, Long::sum);
            }
        }
        return rows;
    }

    private void load(int table, List<RowLife> lives, int step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM " + Tables.name(table));
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + Tables.name(table) + " VALUES (?, ?, ?, ?, ?, ?)")) {
            for (RowLife life : lives) {
                if (life.table() == table && life.isThereAfter(step)) {
                    for (int i = 0; i < life.values().size(); i++) {
                        insert.setObject(i + 1, life.values().get(i));
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    /** A value so that numbers of different types are equal if their values are, up to the last digits of a double. */
    static String text(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isNaN(number) || Double.isInfinite(number)
                    ? value.toString()
                    : plain(BigDecimal.valueOf(number));
        }
        if (value instanceof BigDecimal decimal) {
            return plain(decimal);
        }
        if (value instanceof Number number) {
            return plain(new BigDecimal(new BigInteger(number.toString())));
        }
        return value instanceof String ? "'" + value + "'" : value.toString();
    }

    private static String plain(BigDecimal number) {
        BigDecimal short_ = number.precision() > 15 && number.scale() > 0 ? number.round(DIGITS) : number;
        return short_.signum() == 0 ? "0" : short_.stripTrailingZeros().toPlainString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
