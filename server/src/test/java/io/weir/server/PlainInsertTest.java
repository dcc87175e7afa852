package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** INSERT without a job: of a query into tables of connectors, where it reads what a SELECT would, and ends; and in batches. */
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
        String table = name.substring(name.indexOf('/') + 1);
        server.execute("CREATE TABLE \"" + table + "\" (" + columns + ") WITH ('connector' = 'filesystem', 'path' = '"
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
    void rowsThatAreLeftOutAreNotCounted() throws Exception {
        Files.createDirectories(folder.resolve("some"));
        Files.writeString(folder.resolve("some/rows.csv"), "1,1\nx,2\n3,3\n");
        server.execute(
                "CREATE TABLE letters (place VARCHAR, record VARBINARY, cause VARCHAR, seen_at TIMESTAMP_LTZ(3))",
                "CREATE TABLE \"some\" (id INT, k INT) WITH ('connector' = 'filesystem', 'path' = '"
                        + folder.resolve("some") + "', 'format' = 'csv', 'bad-records' = 'dead-letter',"
                        + " 'bad-records.table' = 'letters')");
        assertThat(update("INSERT INTO copies SELECT * FROM \"some\"")).isEqualTo(2);
        assertThat(server.rows("SELECT * FROM copies ORDER BY id")).containsExactly("1|1", "3|3");
        assertThat(server.rows("SELECT COUNT(*) FROM letters")).containsExactly("1");
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

    @Test
    void aDirectoryThatCannotBeMadeIsToldAtOnce() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        file("file/out", "id INT, k INT");
        server.execute("CREATE TABLE gen (id INT, k INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')");
        for (String sql : List.of(
                "INSERT INTO \"out\" SELECT * FROM t", "CREATE JOB j AS INSERT INTO \"out\" SELECT * FROM gen")) {
            assertThatThrownBy(() -> server.execute(sql))
                    .hasMessageContaining("table \"out\": making directory")
                    .hasMessageContaining("Not a directory");
        }
        assertThat(server.rows("SHOW JOBS")).isEmpty();
    }

    @Test
    void theErrorOfABatchTellsWhatWasDone() throws SQLException {
        try (Statement statement = server.connection().createStatement()) {
            statement.addBatch("UPDATE t SET k = 7");
            statement.addBatch("INSERT INTO t VALUES (4, 1)");
            statement.addBatch("INSERT INTO t VALUES (4, 2)");
            statement.addBatch("INSERT INTO t VALUES (5, 2)");
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
            assertThat(error.getUpdateCounts()).containsExactly(3, 1);
            assertThat(error.getSQLState()).startsWith("23");
            assertThat(statement.executeBatch()).isEmpty();
        }
        assertThat(server.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|7", "2|7", "3|7", "4|1");
    }

    @Test
    void theErrorOfAPreparedBatchTellsWhatWasDone() throws SQLException {
        try (PreparedStatement update =
                server.connection().prepareStatement("UPDATE t SET k = 100 / CAST(? AS INT) WHERE id < 3")) {
            for (int divisor : new int[] {50, 20, 0, 10}) {
                update.setInt(1, divisor);
                update.addBatch();
            }
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, update::executeBatch);
            assertThat(error.getLargeUpdateCounts()).containsExactly(2, 2);
        }
        assertThat(server.rows("SELECT k FROM t ORDER BY id")).containsExactly("5", "5", "2");
    }

    @Test
    void insertsOfOneRequestAreDoneTogetherOrNotAtAll() throws SQLException {
        try (PreparedStatement insert = server.connection().prepareStatement("INSERT INTO t VALUES (?, 0)")) {
            for (int i = 0; i < 5_003; i++) {
                insert.setInt(1, i == 5_001 ? 1 : 1_000 + i);
                insert.addBatch();
            }
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(error.getUpdateCounts()).hasSize(5_000).containsOnly(1);
        }
        assertThat(server.rows("SELECT COUNT(*) FROM t")).containsExactly("5003");
    }
}
