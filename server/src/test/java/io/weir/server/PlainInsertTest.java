package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** INSERT ... SELECT into tables of connectors, without a job: it reads what a SELECT would, and ends. */
@Timeout(60)
class PlainInsertTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws SQLException {
        server = new TestServer(folder.resolve("data"));
        server.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, k INT)",
                "INSERT INTO t VALUES (1, 1), (2, 1), (3, 2)",
                "UPDATE t SET k = 2 WHERE id = 2");
        file("copies", "id INT, k INT");
        file("counts", "k INT, n BIGINT");
    }

    private void file(String name, String columns) throws SQLException {
        server.execute("CREATE TABLE " + name + " (" + columns + ") WITH ('connector' = 'filesystem', 'path' = '"
                + folder.resolve(name) + "', 'format' = 'csv')");
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
    }

    private long update(String sql) throws SQLException {
        try (Statement statement = server.connection().createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @Test
    void anOwnTableIsReadToItsEnd() throws SQLException {
        assertThat(update("INSERT INTO copies SELECT * FROM t")).isEqualTo(3);
        assertThat(server.rows("SELECT * FROM copies ORDER BY id")).containsExactly("1|1", "2|2", "3|2");
        assertThat(update("INSERT INTO copies SELECT id + 10, k FROM t WHERE k = 2"))
                .isEqualTo(2);
        assertThat(server.rows("SELECT * FROM copies WHERE id > 10 ORDER BY id"))
                .containsExactly("12|2", "13|2");
    }

    @Test
    void theResultOfAnAggregateIsWrittenAndNotItsChanges() throws SQLException {
        assertThat(update("INSERT INTO counts SELECT k, COUNT(*) FROM t GROUP BY k"))
                .isEqualTo(2);
        assertThat(server.rows("SELECT * FROM counts ORDER BY k")).containsExactly("1|1", "2|2");
    }

    @Test
    void viewsAreReadAsOfNow() throws SQLException {
        server.execute(
                "CREATE MATERIALIZED VIEW sums AS SELECT k, COUNT(*) AS n FROM t GROUP BY k",
                "CREATE VIEW large AS SELECT k, n FROM sums WHERE n > 1",
                "INSERT INTO t VALUES (4, 2)");
        assertThat(update("INSERT INTO counts SELECT * FROM large")).isEqualTo(1);
        assertThat(server.rows("SELECT * FROM counts")).containsExactly("2|3");
    }

    @Test
    void aTableThatShowsRowsTakesThem() throws SQLException {
        server.execute("CREATE TABLE shown (id INT, k INT) WITH ('connector' = 'print')");
        assertThat(update("INSERT INTO shown SELECT * FROM t")).isEqualTo(3);
        assertThat(server.rows("EXPLAIN INSERT INTO copies SELECT * FROM t")).isNotEmpty();
    }

    @Test
    void whatHasNoEndTakesAJob() throws SQLException {
        server.execute("CREATE TABLE gen (id INT, k INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')");
        assertThatThrownBy(() -> update("INSERT INTO copies SELECT * FROM gen"))
                .hasMessageContaining("table \"gen\" has no end, so INSERT would never return")
                .hasMessageContaining("CREATE JOB name AS INSERT INTO ...");
    }
}
