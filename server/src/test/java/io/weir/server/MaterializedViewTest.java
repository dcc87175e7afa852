package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MaterializedViewTest {
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
    void whatAViewReadsIsNotReplacedUnderIt() throws SQLException {
        server.execute(
                "CREATE TABLE base (a INT)",
                "CREATE VIEW \"between\" AS SELECT * FROM base",
                "CREATE MATERIALIZED VIEW counted AS SELECT COUNT(*) AS n FROM \"between\"");
        assertThatThrownBy(() -> server.execute("CREATE OR REPLACE TABLE base (a INT)"))
                .hasMessageContaining("\"base\" cannot be replaced: materialized view \"counted\" uses it");
        assertThatThrownBy(() -> server.execute("CREATE OR REPLACE VIEW \"between\" AS SELECT 1 AS a"))
                .hasMessageContaining("\"between\" cannot be replaced: materialized view \"counted\" uses it");
        assertThatThrownBy(() -> server.execute("CREATE MATERIALIZED VIEW jobs AS SELECT * FROM sys.jobs"))
                .hasMessageContaining("a materialized view cannot read system table \"sys.jobs\"");
    }

    @Test
    void aFastViewWaitsForASlowOneInLittleMemoryAndLosesNothing() throws SQLException {
        server.close();
        server = new TestServer(ServerConfig.of(folder).with("weir.tables.view-changes-size", "1 mb"));
        server.execute(
                "CREATE TABLE pairs (id INT PRIMARY KEY, g INT)",
                "CREATE TABLE numbers (id BIGINT, s VARCHAR) WITH ('connector' = 'datagen', 'number-of-rows' = '60000',"
                        + " 'rows-per-second' = '0', 'fields.id.kind' = 'sequence', 'fields.id.start' = '1',"
                        + " 'fields.id.end' = '60000', 'fields.s.length' = '50')",
                "CREATE MATERIALIZED VIEW slow AS SELECT COUNT(*) AS n FROM pairs a JOIN pairs b ON a.g = b.g",
                "CREATE MATERIALIZED VIEW fast AS SELECT id, s FROM numbers",
                "CREATE MATERIALIZED VIEW onFast AS SELECT COUNT(*) AS n, MAX(id) AS most FROM fast",
                "CREATE MATERIALIZED VIEW joined AS SELECT COUNT(*) AS n FROM numbers JOIN pairs ON numbers.id = pairs.id",
                "INSERT INTO pairs SELECT CAST(id AS INT), 1 FROM numbers WHERE id <= 4000");
        assertThat(server.await("SELECT n, most FROM onFast", rows -> rows.contains("60000|60000")))
                .hasSize(1);
        assertThat(server.rows("SELECT n FROM slow")).containsExactly("16000000");
        assertThat(server.rows("SELECT COUNT(*), COUNT(DISTINCT id) FROM fast")).containsExactly("60000|60000");
        assertThat(server.await("SELECT n FROM joined", rows -> rows.contains("4000")))
                .hasSize(1);
    }

    @Test
    void aSessionSeesInAViewWhatItHasWritten() throws SQLException {
        server.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, g INT, a INT)",
                "INSERT INTO t VALUES (1, 1, 10), (2, 1, 20), (3, 2, 5)",
                "CREATE MATERIALIZED VIEW sums AS SELECT g, SUM(a) AS total FROM t GROUP BY g");
        assertThat(server.rows("SELECT * FROM sums")).containsExactly("1|30", "2|5");
        for (int i = 0; i < 10; i++) {
            server.execute("UPDATE t SET a = a + 1 WHERE id = 1");
            assertThat(server.rows("SELECT total FROM sums WHERE g = 1")).containsExactly(String.valueOf(31 + i));
        }
        server.execute("DELETE FROM t WHERE g = 2");
        assertThat(server.rows("SELECT * FROM sums")).containsExactly("1|40");
        assertThat(server.rows("SELECT COUNT(*), SUM(total) FROM sums")).containsExactly("1|40");
    }

    @Test
    void viewsAreMadeAnewWhenTheServerStarts() throws SQLException {
        server.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, a INT)",
                "CREATE MATERIALIZED VIEW big AS SELECT * FROM t WHERE a > 5",
                "CREATE MATERIALIZED VIEW counted (n) AS SELECT COUNT(*) FROM big",
                "INSERT INTO t VALUES (1, 10), (2, 3), (3, 7)");
        assertThat(server.rows("SELECT * FROM counted")).containsExactly("2");
        server.restart();
        assertThat(server.rows("SELECT * FROM big")).containsExactly("1|10", "3|7");
        assertThat(server.rows("SELECT * FROM counted")).containsExactly("2");
        server.execute("INSERT INTO t VALUES (4, 8)");
        assertThat(server.rows("SELECT n, (SELECT COUNT(*) FROM t WHERE a > 5) FROM counted"))
                .containsExactly("3|3");
    }

    @Test
    void aViewKeepsTheTimeZoneOfTheSessionThatMadeIt() throws SQLException {
        server.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, ts TIMESTAMP_LTZ(3))",
                "SET 'table.local-time-zone' = 'Asia/Tokyo'",
                "CREATE MATERIALIZED VIEW days AS SELECT id, CAST(CAST(ts AS DATE) AS VARCHAR) AS d FROM t",
                "CREATE MATERIALIZED VIEW utc WITH ('table.local-time-zone' = 'UTC')"
                        + " AS SELECT id, CAST(CAST(ts AS DATE) AS VARCHAR) AS d FROM t",
                "INSERT INTO t VALUES (1, CAST('2026-07-01T20:00:00Z' AS TIMESTAMP_LTZ(3)))",
                "RESET 'table.local-time-zone'");
        assertThat(server.rows("SELECT * FROM days")).containsExactly("1|2026-07-02");
        assertThat(server.rows("SELECT * FROM utc")).containsExactly("1|2026-07-01");
        server.restart();
        assertThat(server.rows("SELECT * FROM days")).containsExactly("1|2026-07-02");
    }

    @Test
    void whatAViewReadsIsNotDropped() throws SQLException {
        server.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, a INT)",
                "CREATE MATERIALIZED VIEW v AS SELECT a FROM t",
                "CREATE MATERIALIZED VIEW w AS SELECT COUNT(*) AS n FROM v");
        assertThatThrownBy(() -> server.execute("DROP TABLE t")).hasMessageContaining("view \"v\" uses it");
        assertThatThrownBy(() -> server.execute("DROP MATERIALIZED VIEW v")).hasMessageContaining("view \"w\" uses it");
        assertThatThrownBy(() -> server.execute("INSERT INTO v VALUES (1)"))
                .hasMessageContaining("materialized view \"v\" cannot be written to");
        server.execute("DROP MATERIALIZED VIEW w", "DROP MATERIALIZED VIEW v", "DROP TABLE t");
        assertThat(server.rows("SHOW TABLES")).isEmpty();
    }

    @Test
    void aViewThatFailsLeavesTheOthersAlone() throws SQLException {
        server.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, a INT)",
                "CREATE MATERIALIZED VIEW inverse AS SELECT id, 100 / a AS i FROM t",
                "CREATE MATERIALIZED VIEW counted AS SELECT COUNT(*) AS n FROM t",
                "INSERT INTO t VALUES (1, 10)");
        assertThat(server.rows("SELECT i FROM inverse")).containsExactly("10");
        server.execute("INSERT INTO t VALUES (2, 0)");
        assertThat(server.rows("SELECT n FROM counted")).containsExactly("2");
        assertThatThrownBy(() -> server.rows("SELECT i FROM inverse")).hasMessageContaining("division by zero");
        assertThat(server.rows("SELECT name, state, uptime_ms >= 0 FROM sys.views ORDER BY name"))
                .containsExactly("counted|RUNNING|true", "inverse|FAILED|null");
        assertThat(server.rows("SHOW MATERIALIZED VIEWS LIKE 'inv%'"))
                .singleElement()
                .asString()
                .startsWith("inverse|FAILED|null|")
                .contains("division by zero");
        assertThat(server.rows("SELECT state_since <= CURRENT_TIMESTAMP FROM sys.views"))
                .containsOnly("true");
    }

    @Test
    void aViewThatReadsAFailedOneFailsWithItAndTheOthersGoOn() throws SQLException {
        server.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, a INT)",
                "CREATE MATERIALIZED VIEW inverse AS SELECT id, 100 / a AS i FROM t",
                "CREATE MATERIALIZED VIEW doubled AS SELECT id, 2 * i AS d FROM inverse",
                "CREATE MATERIALIZED VIEW counted AS SELECT COUNT(*) AS n FROM t",
                "INSERT INTO t VALUES (1, 10)");
        assertThat(server.rows("SELECT d FROM doubled")).containsExactly("20");
        server.execute("INSERT INTO t VALUES (2, 0)");
        assertThat(server.rows("SELECT n FROM counted")).containsExactly("2");
        server.execute("INSERT INTO t VALUES (3, 5)");
        assertThat(server.rows("SELECT n FROM counted")).containsExactly("3");
        assertThatThrownBy(() -> server.rows("SELECT d FROM doubled"))
                .hasMessageContaining("view doubled has failed")
                .hasMessageContaining("view inverse, which view doubled reads, has failed");
        assertThat(server.rows("SELECT name, state FROM sys.views ORDER BY name"))
                .containsExactly("counted|RUNNING", "doubled|FAILED", "inverse|FAILED");
    }

    @Test
    void aViewOfAFileShowsAllOfItThoughNothingElseHappens(@TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("rows.csv"), "1\n2\n3\n");
        server.execute(
                "CREATE TABLE files (a INT) WITH ('connector' = 'filesystem', 'path' = '" + outside
                        + "', 'format' = 'csv')",
                "CREATE MATERIALIZED VIEW copied AS SELECT a FROM files");
        server.await("SELECT a FROM copied ORDER BY a", List.of("1", "2", "3")::equals);
    }

    @Test
    void viewsAreMadeAnewWhenWhatTheyReadCanBeReachedAgain(@TempDir Path outside) throws Exception {
        Path files = Files.createDirectories(outside.resolve("files"));
        Files.writeString(files.resolve("rows.csv"), "1\n2\n");
        server.execute(
                "CREATE TABLE files (a INT) WITH ('connector' = 'filesystem', 'path' = '" + files
                        + "', 'format' = 'csv')",
                "CREATE MATERIALIZED VIEW copied AS SELECT a FROM files",
                "CREATE MATERIALIZED VIEW counted AS SELECT COUNT(*) AS n FROM copied");
        server.await("SELECT n FROM counted", List.of("2")::equals);
        Path away = outside.resolve("away");
        server.restartAfter(() -> {
            Files.move(files, away);
            Files.createSymbolicLink(files, files); // leads nowhere
        });
        server.await(
                "SELECT name, state FROM sys.views ORDER BY name", List.of("copied|FAILED", "counted|FAILED")::equals);
        Files.delete(files);
        Files.move(away, files);
        server.await(
                "SELECT name FROM sys.views WHERE state IN ('RUNNING', 'FINISHED') ORDER BY name",
                List.of("copied", "counted")::equals);
        server.await("SELECT n FROM counted", List.of("2")::equals);
    }

    @Test
    void aViewOfWhatCannotBeReachedIsRefusedAsAJobIs() throws SQLException {
        server.execute("CREATE TABLE files (a INT)"
                + " WITH ('connector' = 'filesystem', 'path' = '/no/such/folder', 'format' = 'csv')");
        assertThatThrownBy(() -> server.execute("CREATE MATERIALIZED VIEW v AS SELECT a FROM files"))
                .hasMessageContaining("table \"files\"")
                .hasMessageContaining("does not exist or cannot be read");
        assertThat(server.rows("SELECT name FROM sys.views")).isEmpty();
    }

    /**
     * Transfers leave the sum over all accounts as it is: every single reading shows it, over views, views on views and
     * the table, in one statement.
     */
    @Test
    void everyReadingShowsTheSameTotal() throws Exception {
        server.execute(
                "CREATE TABLE transfers (id BIGINT PRIMARY KEY, from_account INT, to_account INT, amount INT)",
                "CREATE MATERIALIZED VIEW credits AS SELECT to_account AS account, SUM(amount) AS total"
                        + " FROM transfers GROUP BY to_account",
                "CREATE MATERIALIZED VIEW debits AS SELECT from_account AS account, SUM(amount) AS total"
                        + " FROM transfers GROUP BY from_account",
                "CREATE MATERIALIZED VIEW balance AS SELECT c.account, c.total - d.total AS balance"
                        + " FROM credits c JOIN debits d ON c.account = d.account",
                "CREATE MATERIALIZED VIEW total AS SELECT SUM(balance) AS total FROM balance");
        int accounts = 10;
        try (PreparedStatement insert =
                server.connection().prepareStatement("INSERT INTO transfers VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < accounts; i++) {
                transfer(insert, i, i, (i + 1) % accounts);
            }
        }
        assertThat(server.rows("SELECT total FROM total")).containsExactly("0");
        AtomicBoolean ends = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger(accounts);
        AtomicInteger readings = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Void>> work = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            Random random = new Random(writer);
            work.add(CompletableFuture.runAsync(
                    () -> {
                        try (Connection connection = DriverManager.getConnection(server.url());
                                PreparedStatement insert =
                                        connection.prepareStatement("INSERT INTO transfers VALUES (?, ?, ?, ?)")) {
                            while (!ends.get()) {
                                transfer(
                                        insert,
                                        written.getAndIncrement(),
                                        random.nextInt(accounts),
                                        random.nextInt(accounts));
                            }
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    threads));
        }
        List<String> queries = List.of(
                "SELECT total FROM total",
                "SELECT SUM(balance) FROM balance",
                "SELECT (SELECT SUM(total) FROM credits) - (SELECT SUM(total) FROM debits)",
                "SELECT (SELECT SUM(total) FROM credits) - (SELECT SUM(amount) FROM transfers)",
                "SELECT (SELECT total FROM total) + SUM(balance) FROM balance");
        for (int reader = 0; reader < 2; reader++) {
            int first = reader;
            work.add(CompletableFuture.runAsync(
                    () -> {
                        try (Connection connection = DriverManager.getConnection(server.url());
                                Statement statement = connection.createStatement()) {
                            for (int i = first; i < 60; i++) {
                                String sql = queries.get(i % queries.size());
                                assertThat(TestServer.rows(statement, sql, 10))
                                        .as(sql)
                                        .containsExactly("0");
                                readings.incrementAndGet();
                            }
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        } finally {
                            ends.set(readings.get() > 100);
                        }
                    },
                    threads));
        }
        try {
            CompletableFuture.allOf(work.get(2), work.get(3)).join();
        } finally {
            ends.set(true);
        }
        CompletableFuture.allOf(work.get(0), work.get(1)).join();
        threads.shutdown();
        assertThat(server.rows("SELECT COUNT(*) FROM transfers")).containsExactly(String.valueOf(written.get()));
    }

    private static void transfer(PreparedStatement insert, long id, int from, int to) throws SQLException {
        insert.setLong(1, id);
        insert.setInt(2, from);
        insert.setInt(3, to);
        insert.setInt(4, 1);
        insert.executeUpdate();
    }
}
