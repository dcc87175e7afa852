package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OwnTablesTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws SQLException {
        server = new TestServer(folder);
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
    }

    @Test
    void whatIsInsertedIsSelected() throws SQLException {
        server.execute(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR, price DECIMAL(10, 2))",
                "INSERT INTO t VALUES (2, 'b', 2.5), (1, 'a', 1)",
                "INSERT INTO t (id) VALUES (3)");
        assertThat(server.rows("SELECT * FROM t")).containsExactly("1|a|1.00", "2|b|2.50", "3|null|null");
        assertThat(server.rows("SELECT COUNT(*), SUM(price) FROM t WHERE id < 3"))
                .containsExactly("2|3.50");
    }

    @Test
    void aTableWithoutKeyHoldsEqualRows() throws SQLException {
        server.execute("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1), (1), (2)", "INSERT INTO t SELECT * FROM t");
        assertThat(server.rows("SELECT * FROM t ORDER BY a")).containsExactly("1", "1", "1", "1", "2", "2");
        server.execute("DELETE FROM t WHERE a = 1");
        assertThat(server.rows("SELECT * FROM t")).containsExactly("2", "2");
    }

    @Test
    void aTableKeepsItsRowsUnderAnotherName() throws SQLException {
        server.execute(
                "CREATE TABLE t (id BIGINT PRIMARY KEY)",
                "INSERT INTO t VALUES (1), (2)",
                "ALTER TABLE t RENAME TO u",
                "CREATE TABLE t (id BIGINT PRIMARY KEY)");
        assertThat(server.rows("SELECT * FROM t")).isEmpty();
        server.restart();
        assertThat(server.rows("SELECT * FROM u")).containsExactly("1", "2");
        assertThat(server.rows("SELECT * FROM t")).isEmpty();
        server.execute("ALTER TABLE u RENAME TO U", "INSERT INTO U VALUES (3)");
        server.restart();
        assertThat(server.rows("SELECT COUNT(*) FROM u")).containsExactly("3");
    }

    @Test
    void aTableThatReplacesAnotherBeginsWithoutRows() throws SQLException {
        server.execute(
                "CREATE TABLE t (id BIGINT PRIMARY KEY)",
                "INSERT INTO t VALUES (1)",
                "CREATE OR REPLACE TABLE t (id BIGINT PRIMARY KEY)");
        assertThat(server.rows("SELECT * FROM t")).isEmpty();
        server.execute(
                "INSERT INTO t VALUES (2)", "CREATE OR REPLACE TABLE t (name VARCHAR)", "INSERT INTO t VALUES ('x')");
        server.restart();
        assertThat(server.rows("SELECT * FROM t")).containsExactly("x");
    }

    @Test
    void viewsAndTheirTablesCanBeMadeAndDroppedBySeveralAtATime() throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (String sql : List.of(
                "CREATE TABLE t (id BIGINT)", "DROP TABLE t", "CREATE VIEW v AS SELECT * FROM t", "DROP VIEW v")) {
            all.add(CompletableFuture.runAsync(() -> tryManyTimes(sql)));
        }
        all.forEach(CompletableFuture::join);
        server.execute("DROP VIEW IF EXISTS v", "DROP TABLE IF EXISTS t", "CREATE TABLE t (id BIGINT)");
        server.restart();
        assertThat(server.rows("SHOW VIEWS")).isEmpty();
        assertThat(server.rows("SELECT COUNT(*) FROM t")).containsExactly("0");
    }

    /** Many are refused: what they want is there already, or not there, or in use. */
    private void tryManyTimes(String sql) {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 40; i++) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isIn("42P01", "42710", "55006");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSecondRowWithTheKeyIsRefused() throws SQLException {
        server.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, a INT NOT NULL)", "INSERT INTO t VALUES (1, 1)");
        assertThatThrownBy(() -> server.execute("INSERT INTO t VALUES (2, 2), (1, 5)"))
                .hasMessageContaining("table \"t\" has a row with primary key (\"id\") = (1) already")
                .matches(e -> ((SQLException) e).getSQLState().equals("23505"));
        assertThat(server.rows("SELECT * FROM t")).containsExactly("1|1");
        server.execute("UPSERT INTO t VALUES (2, 2), (1, 5)");
        assertThat(server.rows("SELECT * FROM t")).containsExactly("1|5", "2|2");
        assertThatThrownBy(() -> server.execute("INSERT INTO t VALUES (3, CAST(NULL AS INT))"))
                .matches(e -> ((SQLException) e).getSQLState().equals("23502"));
    }

    @Test
    void textThatDoesNotFitIsRefusedUnlessItIsBlanks() throws SQLException {
        server.execute("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(3))", "INSERT INTO t VALUES (1, 'abc  ')");
        for (String statement : List.of(
                "INSERT INTO t VALUES (2, 'abcd')",
                "INSERT INTO t SELECT 2, a || 'd' FROM t",
                "UPSERT INTO t VALUES (1, 'abcd')",
                "UPDATE t SET a = 'abcd'")) {
            assertThatThrownBy(() -> server.execute(statement))
                    .hasMessageContaining("text of 4 characters does not fit a column of 3")
                    .matches(e -> ((SQLException) e).getSQLState().equals("22001"));
        }
        assertThat(server.rows("SELECT id, a || '.' FROM t")).containsExactly("1|abc.");
        assertThat(server.rows("SELECT CAST('abcd' AS VARCHAR(3))")).containsExactly("abc");
    }

    @Test
    void manyRowsOfLiteralsAreInserted() throws SQLException {
        server.execute(
                "CREATE TABLE t (a BIGINT, b DOUBLE, c DECIMAL(5, 2), d BOOLEAN, e VARCHAR)",
                "INSERT INTO t VALUES (-1, -0.5, 1.25, TRUE, 'it''s'), (NULL, 1e3, -7, FALSE, ''), (2, 3, NULL, NULL, NULL)");
        assertThat(server.rows("SELECT * FROM t"))
                .containsExactlyInAnyOrder(
                        "-1|-0.5|1.25|true|it's", "null|1000.0|-7.00|false|", "2|3.0|null|null|null");
        assertThatThrownBy(() -> server.execute("INSERT INTO t (a) VALUES (9223372036854775808)"))
                .matches(e -> ((SQLException) e).getSQLState().equals("22003"));
    }

    @Test
    void rowsAreUpdatedAndDeleted() throws SQLException {
        server.execute("CREATE TABLE t (id INT PRIMARY KEY, a INT)", "INSERT INTO t VALUES (1, 10), (2, 20), (3, 30)");
        assertThat(server.connection().createStatement().executeUpdate("UPDATE t SET a = a + 1 WHERE id >= 2"))
                .isEqualTo(2);
        assertThat(server.rows("SELECT * FROM t")).containsExactly("1|10", "2|21", "3|31");
        // Keys may move over each other.
        server.execute("UPDATE t SET id = id + 1");
        assertThat(server.rows("SELECT * FROM t")).containsExactly("2|10", "3|21", "4|31");
        assertThat(server.connection()
                        .createStatement()
                        .executeUpdate("DELETE FROM t WHERE a IN (SELECT MAX(a) FROM t)"))
                .isEqualTo(1);
        assertThat(server.rows("SELECT * FROM t")).containsExactly("2|10", "3|21");
        try (PreparedStatement update = server.connection().prepareStatement("UPDATE t SET a = ? WHERE id = ?")) {
            update.setInt(1, 7);
            update.setInt(2, 3);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
        assertThat(server.rows("SELECT a FROM t WHERE id = 3")).containsExactly("7");
    }

    @Test
    void rowsAreFoundByTheirKey() throws SQLException {
        server.execute(
                "CREATE TABLE t (a VARCHAR, b INT, c BIGINT, PRIMARY KEY (a, b))",
                "INSERT INTO t VALUES ('x', 1, 10), ('x', 2, 20), ('xy', 1, 30), ('y', 1, 40)",
                "CREATE MATERIALIZED VIEW v AS SELECT a, COUNT(*) AS n FROM t GROUP BY a");
        assertThat(server.rows("SELECT c FROM t WHERE a = 'x' AND b = 2")).containsExactly("20");
        assertThat(server.rows("SELECT c FROM t WHERE b = 1 AND 'x' = a")).containsExactly("10");
        assertThat(server.rows("SELECT c FROM t WHERE a = 'x'")).containsExactly("10", "20");
        assertThat(server.rows("SELECT c FROM t WHERE b = 1")).containsExactly("10", "30", "40");
        assertThat(server.rows("SELECT c FROM t WHERE a = 'x' AND a = 'y'")).isEmpty();
        assertThat(server.rows("SELECT n FROM v WHERE a = 'x'")).containsExactly("2");
        try (PreparedStatement query = server.connection().prepareStatement("SELECT c FROM t WHERE a = ? AND b = ?")) {
            query.setString(1, "xy");
            query.setInt(2, 1);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(30);
            }
        }
    }

    @Test
    void rowsOutliveTheServerAndEndWithTheTable() throws SQLException {
        server.execute("CREATE TABLE t (id INT PRIMARY KEY, a INT)", "INSERT INTO t VALUES (1, 10)");
        server.restart();
        assertThat(server.rows("SELECT * FROM t")).containsExactly("1|10");
        server.execute("DROP TABLE t", "CREATE TABLE t (id INT PRIMARY KEY, a INT)");
        assertThat(server.rows("SELECT * FROM t")).isEmpty();
    }

    @Test
    void aStreamShowsRowsAndThenChanges() throws SQLException {
        server.execute("CREATE TABLE t (id INT PRIMARY KEY, a INT)", "INSERT INTO t VALUES (1, 10)");
        try (var other = DriverManager.getConnection(server.url());
                var stream = other.createStatement();
                var rows = stream.executeQuery("SELECT STREAM * FROM t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1) + rows.getString(2) + "|" + rows.getString(3))
                    .isEqualTo("+I1|10");
            server.execute("UPDATE t SET a = 11");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1) + rows.getString(2) + "|" + rows.getString(3))
                    .isEqualTo("-U1|10");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1) + rows.getString(2) + "|" + rows.getString(3))
                    .isEqualTo("+U1|11");
        }
    }

    @Test
    void aJobCarriesChangesFromTableToTable() throws SQLException {
        server.execute(
                "SET 'execution.checkpointing.interval' = '200 ms'",
                "CREATE TABLE t (id INT PRIMARY KEY, g INT, a INT)",
                "CREATE TABLE sums (g INT PRIMARY KEY, total BIGINT)",
                "INSERT INTO t VALUES (1, 1, 10), (2, 1, 20), (3, 2, 5)",
                "CREATE JOB j AS INSERT INTO sums SELECT g, SUM(CAST(a AS BIGINT)) FROM t GROUP BY g");
        assertThat(server.await("SELECT * FROM sums", rows -> rows.size() == 2)).containsExactly("1|30", "2|5");
        server.execute("DELETE FROM t WHERE g = 2", "UPDATE t SET a = 11 WHERE id = 1");
        server.await("SELECT * FROM sums", rows -> rows.equals(List.of("1|31")));
        server.restart();
        server.execute("INSERT INTO t VALUES (4, 1, 1)");
        server.await("SELECT * FROM sums", rows -> rows.equals(List.of("1|32")));
    }

    @Test
    void batchesOfInsertsAreFast() throws SQLException {
        server.execute("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR)");
        int count = 20_000;
        try (PreparedStatement insert = server.connection().prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (int i = 0; i < count; i++) {
                insert.setInt(1, i);
                insert.setString(2, "row " + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(count).containsOnly(1);
        }
        assertThat(server.rows("SELECT COUNT(*) FROM t")).containsExactly(String.valueOf(count));
    }
}
