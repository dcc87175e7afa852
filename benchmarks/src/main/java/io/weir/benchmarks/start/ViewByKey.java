package io.weir.benchmarks.start;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/** How long a query on a view takes that asks for one key. */
final class ViewByKey {
    private static final int KEYS = 10_000;
    private static final int ROWS = 50_000;
    private static final int WARM_UP = 2000;

    private ViewByKey() {}

    static void measure(Connection connection, int selects, StartFigures figures) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE generated (k BIGINT, amount BIGINT) WITH ('connector' = 'datagen', "
                    + "'number-of-rows' = '" + ROWS + "', 'rows-per-second' = '0', "
                    + "'fields.k.kind' = 'sequence', 'fields.k.start' = '0', 'fields.k.end' = '" + (ROWS - 1)
                    + "', 'fields.amount.min' = '0', 'fields.amount.max' = '1000')");
            statement.execute("CREATE TABLE sales (k BIGINT, amount BIGINT)");
            statement.execute("INSERT INTO sales SELECT MOD(k, " + KEYS + "), amount FROM generated");
            statement.execute(
                    "CREATE MATERIALIZED VIEW by_key AS SELECT k, COUNT(*) AS n, SUM(amount) AS total FROM sales GROUP BY k");
            checkAll(statement);
        }
        SplittableRandom random = new SplittableRandom(1);
        try (PreparedStatement select = connection.prepareStatement("SELECT n, total FROM by_key WHERE k = ?")) {
            for (int i = -WARM_UP; i < selects; i++) {
                select.setLong(1, random.nextInt(KEYS));
                long start = System.nanoTime();
                try (ResultSet rows = select.executeQuery()) {
                    if (!rows.next()) {
                        throw new IllegalStateException("the view lacks a key");
                    }
                }
                if (i >= 0) {
                    figures.selectByKey.add((System.nanoTime() - start) / 1e6);
                }
            }
        }
    }

    /** A session waits until views have seen what it has written. */
    private static void checkAll(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT SUM(n) FROM by_key")) {
            if (!rows.next() || rows.getLong(1) != ROWS) {
                throw new IllegalStateException("the view has " + rows.getLong(1) + " rows of " + ROWS);
            }
        }
    }
}
