package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerTest {
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
    void valuesAreSelected() throws SQLException {
        assertThat(server.rows("SELECT 1 AS a, 'x' AS b")).containsExactly("1|x");
        assertThat(server.rows("VALUES (1, 'x'), (2, 'y')")).containsExactly("1|x", "2|y");
    }

    @Test
    void optionsAreSetForTheSession() throws SQLException {
        server.execute("SET 'execution.checkpointing.interval' = '3 s'");
        assertThat(server.rows("SET"))
                .anyMatch(row -> row.startsWith("execution.checkpointing.interval|3 s|10 s|session|"));
        server.execute("RESET 'execution.checkpointing.interval'");
        assertThat(server.rows("SET"))
                .anyMatch(row -> row.startsWith("execution.checkpointing.interval|10 s|10 s|default|"));
    }

    @Test
    void anUnknownOptionIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> server.execute("SET 'execution.checkpointing.intervall' = '3 s'"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("option 'execution.checkpointing.intervall' does not exist")
                .hasMessageContaining("Did you mean 'execution.checkpointing.interval'?");
        assertThatThrownBy(() -> server.execute("SET 'state.checkpoints.dir' = '/x'"))
                .hasMessageContaining("It is called 'execution.checkpointing.dir' now.");
        assertThatThrownBy(() -> server.execute("SET 'execution.checkpointing.interval' = 'soon'"))
                .hasMessageContaining("wants a duration such as '10 s', '500 ms' or '1 min', found 'soon'");
    }

    @Test
    void tablesAndViewsOutliveTheServer() throws SQLException {
        server.execute(
                "CREATE TABLE gen (a INT, b VARCHAR) WITH ('connector' = 'datagen', 'number-of-rows' = '5')",
                "CREATE VIEW doubled AS SELECT CAST(a AS BIGINT) * 2 AS d FROM gen");
        server.restart();
        assertThat(server.rows("SHOW TABLES")).containsExactly("doubled|VIEW|null", "gen|TABLE|datagen");
        assertThat(server.rows("SELECT * FROM doubled")).hasSize(5);
        server.execute("DROP VIEW doubled", "DROP TABLE gen");
        server.restart();
        assertThat(server.rows("SHOW TABLES")).isEmpty();
    }

    @Test
    void whatIsInUseIsNotDropped() throws SQLException {
        server.execute(
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')",
                "CREATE TABLE sink (a INT) WITH ('connector' = 'blackhole')",
                "CREATE VIEW v AS SELECT a FROM gen",
                "CREATE JOB j AS INSERT INTO sink SELECT a FROM v");
        assertThatThrownBy(() -> server.execute("DROP TABLE gen")).hasMessageContaining("job \"j\" uses it");
        server.execute("DROP JOB j");
        assertThatThrownBy(() -> server.execute("DROP TABLE gen")).hasMessageContaining("view \"v\" uses it");
        server.execute("DROP VIEW v", "DROP TABLE gen");
    }

    @Test
    void aStreamRunsUntilItIsClosed() throws SQLException {
        server.execute("CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')");
        try (Statement statement = server.connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT STREAM a, COUNT(*) AS n FROM gen GROUP BY a")) {
            for (int i = 0; i < 50; i++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("op")).isIn("+I", "-U", "+U");
            }
            assertThat(server.rows("SELECT statement FROM sys.queries WHERE statement LIKE '%GROUP BY%'"))
                    .hasSize(1);
        }
        server.await("SELECT id FROM sys.queries WHERE statement LIKE '%GROUP BY%'", rows -> rows.isEmpty());
    }

    @Test
    void aJobGoesOnWithTheNextServer() throws SQLException {
        server.execute(
                "SET 'execution.checkpointing.interval' = '100 ms'",
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')",
                "CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'blackhole')",
                "CREATE JOB j AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a");
        server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 1", rows -> !rows.isEmpty());
        server.restart();
        server.await(
                "SELECT name FROM sys.jobs WHERE state = 'RUNNING' AND restored_checkpoint_id > 0",
                rows -> !rows.isEmpty());
        server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 1", rows -> !rows.isEmpty());
    }

    @Test
    void aJobWhoseCheckpointsAreGoneDoesNotBeginAgainByItself() throws SQLException, IOException {
        server.execute(
                "SET 'execution.checkpointing.interval' = '100 ms'",
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')",
                "CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'blackhole')",
                "CREATE JOB j AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a");
        server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 1", rows -> !rows.isEmpty());
        server.execute("CREATE SAVEPOINT s FOR JOB j");
        Path moved = folder.resolve("moved");
        server.restartAfter(() -> Files.move(folder.resolve("checkpoints"), moved));
        server.await("SELECT name FROM sys.jobs WHERE state = 'QUARANTINED'", rows -> !rows.isEmpty());
        assertThat(server.rows("SELECT last_error FROM sys.jobs"))
                .singleElement()
                .asString()
                .contains("job \"j\" has completed checkpoints, and none of them is there any more")
                .contains(folder.toString());
        assertThatThrownBy(() -> server.execute("ALTER JOB j RESTART")).hasMessageContaining("none of them is there");
        server.restartAfter(() -> Files.move(moved, folder.resolve("checkpoints")));
        server.execute("ALTER JOB j RESTART");
        server.await(
                "SELECT name FROM sys.jobs WHERE state = 'RUNNING' AND restored_checkpoint_id > 0",
                rows -> !rows.isEmpty());
        server.restartAfter(() -> Files.move(folder.resolve("checkpoints"), moved));
        server.await("SELECT name FROM sys.jobs WHERE state = 'QUARANTINED'", rows -> !rows.isEmpty());
        server.execute("ALTER JOB j RESTORE FROM SAVEPOINT s");
        server.await(
                "SELECT name FROM sys.jobs WHERE state = 'RUNNING' AND restored_checkpoint_id > 0",
                rows -> !rows.isEmpty());
    }

    @Test
    void checkpointsAndFailuresAreRememberedByTheNextServer() throws SQLException {
        server.execute(
                "SET 'execution.checkpointing.interval' = '100 ms'",
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')",
                "CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'blackhole')",
                "CREATE JOB j AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a");
        server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 1", rows -> !rows.isEmpty());
        server.execute("STOP JOB j");
        String all = "SELECT checkpoint_id, checkpoint_type, status, trigger_time, end_to_end_duration_ms, "
                + "checkpointed_size, full_size, persisted_data, max_start_delay_ms, max_alignment_ms, max_sync_ms, "
                + "max_async_ms FROM sys.checkpoints WHERE status = 'COMPLETED'";
        var before = server.rows(all);
        assertThat(before).hasSizeGreaterThan(1);
        server.restart();
        assertThat(server.rows(all)).isEqualTo(before);
        assertThat(server.rows("SHOW CHECKPOINTS FOR JOB j")).hasSizeGreaterThanOrEqualTo(before.size());
        assertThat(server.rows("SELECT subtask, sync_ns, async_ns FROM sys.checkpoint_subtasks"))
                .isNotEmpty();
        assertThat(server.rows("SELECT metric, p50 <= p90 AND p90 <= p99 AND p99 <= \"max\", checkpoints "
                        + "FROM sys.checkpoint_summary WHERE metric = 'end_to_end_duration_ms'"))
                .containsExactly("end_to_end_duration_ms|true|" + before.size());
        String newest = before.get(0).substring(0, before.get(0).indexOf('|'));
        assertThat(server.rows("EXPLAIN CHECKPOINT " + newest + " FOR JOB j").get(0))
                .startsWith("Checkpoint " + newest + ": CHECKPOINT, COMPLETED");
    }

    @Test
    void aJobInWhichNothingHappensTakesEveryTenthCheckpointAndSavesWhatComesAtTheNextInterval() throws Exception {
        server.execute(
                "SET 'execution.checkpointing.interval' = '50 ms'",
                "SET 'execution.checkpointing.min-pause' = '0 s'",
                "CREATE TABLE quiet (a INT)",
                "CREATE TABLE counts (a INT PRIMARY KEY, n BIGINT)",
                "CREATE JOB j AS INSERT INTO counts SELECT a, COUNT(*) FROM quiet GROUP BY a");
        server.await(
                "SELECT trigger_time FROM sys.checkpoints WHERE status = 'COMPLETED' ORDER BY trigger_time DESC LIMIT 3",
                rows -> rows.size() == 3 && millisBetween(rows, 1, 0) >= 450 && millisBetween(rows, 2, 1) >= 450);
        server.execute("INSERT INTO quiet VALUES (1), (1)");
        server.await("SELECT * FROM counts", List.of("1|2")::equals);
    }

    private static long millisBetween(List<String> times, int from, int to) {
        return Duration.between(instant(times.get(from)), instant(times.get(to)))
                .toMillis();
    }

    private static Instant instant(String utc) {
        return Instant.parse(utc.replace(' ', 'T'));
    }

    /** Key, a value for SET, one for CREATE JOB, one for ALTER JOB. */
    private static final List<List<String>> LIVE_OPTIONS = List.of(
            List.of("interval", "1 s", "100 ms", "50 ms"),
            List.of("timeout", "1 min", "2 min", "3 min"),
            List.of("min-pause", "1 ms", "2 ms", "3 ms"),
            List.of("max-concurrent-checkpoints", "1", "1", "1"),
            List.of("tolerable-failed-checkpoints", "1", "2", "3"),
            List.of("mode", "at-least-once", "AT_LEAST_ONCE", "exactly-once"),
            List.of("unaligned.enabled", "false", "false", "true"),
            List.of("aligned-checkpoint-timeout", "1 s", "0", "10 ms"),
            List.of("incremental", "true", "false", "true"),
            List.of("num-retained", "1", "2", "3"),
            List.of(
                    "externalized-checkpoint-retention",
                    "retain-on-cancellation",
                    "DELETE_ON_CANCELLATION",
                    "no-externalized-checkpoints"),
            List.of("data-inline-threshold", "1 mb", "1 kb", "0"),
            List.of("file-merging.enabled", "false", "true", "true"),
            List.of("file-merging.max-file-size", "1 kb", "1 mb", "32 mb"),
            List.of("local-backup.enabled", "false", "false", "true"));

    @Test
    void checkpointOptionsAreSetForTheSessionForAJobAndOnARunningJob() throws SQLException {
        StringBuilder with = new StringBuilder();
        StringBuilder alter = new StringBuilder();
        for (List<String> option : LIVE_OPTIONS) {
            String key = "execution.checkpointing." + option.get(0);
            server.execute("SET '" + key + "' = '" + option.get(1) + "'");
            assertThat(server.rows("SET")).anyMatch(row -> row.startsWith(key + "|" + option.get(1) + "|"));
            with.append(with.isEmpty() ? "" : ", ").append("'" + key + "' = '" + option.get(2) + "'");
            alter.append(alter.isEmpty() ? "" : ", ").append("'" + key + "' = '" + option.get(3) + "'");
        }
        server.execute(
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')",
                "CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'blackhole')",
                "CREATE JOB j WITH (" + with + ") AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a");
        server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 1", rows -> !rows.isEmpty());
        assertThat(server.rows("SELECT checkpoint_id FROM sys.checkpoints WHERE checkpoint_type LIKE 'UNALIGNED%'"))
                .isEmpty();

        server.execute("ALTER JOB j SET (" + alter + ")");
        String newest =
                server.rows("SELECT MAX(checkpoint_id) FROM sys.checkpoints").get(0);
        server.await(
                "SELECT checkpoint_id FROM sys.checkpoints WHERE status = 'COMPLETED' AND checkpoint_id > " + newest
                        + " + 3",
                rows -> !rows.isEmpty());
        assertThat(server.rows("SELECT state, num_restarts FROM sys.jobs")).containsExactly("RUNNING|0");
        assertThat(folder.resolve("local-backup")).isDirectory();
        assertThatThrownBy(() -> server.execute("ALTER JOB j SET ('execution.checkpointing.dir' = '/tmp/x')"))
                .hasMessageContaining("is fixed for the life of a job");
        assertThatThrownBy(() -> server.execute("SET 'execution.checkpointing.local-backup.dirs' = '/tmp/x'"))
                .hasMessageContaining("belongs to the server and not to a session or job");
        assertThatThrownBy(() -> server.execute(
                        "CREATE JOB k WITH ('execution.checkpointing.file-merging.pool-blocking' = 'true') "
                                + "AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a"))
                .hasMessageContaining("is not needed here");

        // All that lies in storage in new ways is found again.
        server.restart();
        server.await(
                "SELECT name FROM sys.jobs WHERE state = 'RUNNING' AND restored_checkpoint_id > 0",
                rows -> !rows.isEmpty());
    }

    @Test
    void aClaimedSavepointIsDeletedWhenTheJobHasACheckpoint() throws SQLException {
        server.execute(
                "SET 'execution.checkpointing.interval' = '100 ms'",
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')",
                "CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'blackhole')",
                "CREATE JOB j AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a");
        server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 0", rows -> !rows.isEmpty());
        server.execute("CREATE SAVEPOINT kept FOR JOB j", "CREATE SAVEPOINT claimed FOR JOB j", "DROP JOB j");
        server.execute(
                "CREATE JOB k FROM SAVEPOINT kept AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a",
                "CREATE JOB l FROM SAVEPOINT claimed WITH ('execution.state-recovery.claim-mode' = 'CLAIM') "
                        + "AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a");
        server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 1", rows -> rows.size() == 2);
        server.await("SELECT name FROM sys.savepoints", rows -> rows.equals(List.of("kept")));
    }

    @Test
    void aJobIsSuspendedRescaledStoppedAndRestored() throws SQLException {
        server.execute(
                "SET 'execution.checkpointing.interval' = '100 ms'",
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')",
                "CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'blackhole')",
                "CREATE JOB j AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a");
        String running = "SELECT name FROM sys.jobs WHERE state = 'RUNNING' AND completed_checkpoints > 0";
        server.await(running, rows -> !rows.isEmpty());
        server.execute("ALTER JOB j SUSPEND");
        assertThat(server.rows("SELECT state FROM sys.jobs")).containsExactly("SUSPENDED");
        server.execute("ALTER JOB j RESUME");
        server.await(running, rows -> !rows.isEmpty());
        server.execute("ALTER JOB j SET ('parallelism' = '2')");
        server.await(running, rows -> !rows.isEmpty());
        assertThat(server.rows("SELECT subtask FROM sys.operators WHERE vertex_name LIKE 'GroupAggregate%'"))
                .containsExactlyInAnyOrder("0", "1");
        assertThat(server.rows("STOP JOB j WITH SAVEPOINT s"))
                .singleElement()
                .asString()
                .startsWith("s|file:");
        assertThat(server.rows("SELECT state FROM sys.jobs")).containsExactly("STOPPED");
        assertThat(server.rows("SELECT name, job_name FROM sys.savepoints")).containsExactly("s|j");
        server.execute(
                "DROP JOB j",
                "CREATE JOB k FROM SAVEPOINT s AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a");
        server.await(running + " AND restored_path LIKE '%savepoint-s-%'", rows -> !rows.isEmpty());
    }

    @Test
    void statementsThatWaitForJobsLeaveThreadsToOthers() throws Exception {
        server.execute(
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')",
                "CREATE TABLE sink (a INT) WITH ('connector' = 'blackhole')",
                "CREATE JOB j AS INSERT INTO sink SELECT a FROM gen");
        int clients = 64;
        CyclicBarrier together = new CyclicBarrier(clients);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<String> answers = new ArrayList<>();
            Callable<String> restart = () -> restart(together);
            for (Future<String> answer : threads.invokeAll(Collections.nCopies(clients, restart))) {
                answers.add(answer.get());
            }
            assertThat(answers)
                    .contains("restarted")
                    .anyMatch(answer -> answer.contains("32 statements wait for jobs already"));
        } finally {
            threads.shutdownNow();
        }
    }

    private String restart(CyclicBarrier together) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            together.await();
            statement.execute("ALTER JOB j RESTART");
            return "restarted";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void aJobNameIsTakenOnce() throws SQLException {
        server.execute(
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '10')",
                "CREATE TABLE sink (a INT) WITH ('connector' = 'blackhole')",
                "CREATE JOB j AS INSERT INTO sink SELECT a FROM gen");
        assertThatThrownBy(() -> server.execute("CREATE JOB J AS INSERT INTO sink SELECT a FROM gen"))
                .hasMessageContaining("job \"J\" exists already");
        server.execute("CREATE JOB IF NOT EXISTS j AS INSERT INTO sink SELECT a FROM gen");
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefused() {
        assertThatThrownBy(() -> WeirServer.start(ServerConfig.of(folder).with("server.port", "0")))
                .hasMessageContaining("data directory " + folder)
                .hasMessageContaining("It is process " + ProcessHandle.current().pid());
    }

    @Test
    void everybodyIsNotLetInByAccident() {
        Path other = folder.resolve("other");
        assertThatThrownBy(() -> WeirServer.start(
                        ServerConfig.of(other).with("server.port", "0").with("server.bind", "0.0.0.0")))
                .hasMessageContaining("would listen on 0.0.0.0 and let everybody in");
    }

    @Test
    void aJobNameIsOnlyALabel() throws SQLException {
        String name = "Gr\u00f6\u00dfe / '; DROP \"\"x\"\" ../\ud83d\ude42 " + "n".repeat(250);
        server.execute(
                "SET 'execution.checkpointing.interval' = '100 ms'",
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')",
                "CREATE TABLE sink (a INT) WITH ('connector' = 'blackhole')",
                "CREATE JOB \"" + name + "\" AS INSERT INTO sink SELECT a FROM gen");
        server.restart();
        server.await(
                "SELECT name FROM sys.jobs WHERE completed_checkpoints > 0 AND state = 'RUNNING'",
                rows -> rows.equals(java.util.List.of(name.replace("\"\"", "\""))));
        server.execute("DROP JOB \"" + name + "\"");
        assertThat(server.rows("SHOW JOBS")).isEmpty();
    }

    @Test
    void aTableIsMadeOfAQuery() throws SQLException {
        server.execute("CREATE TABLE numbers AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t (n, label)");
        assertThat(server.rows("SELECT * FROM numbers")).containsExactlyInAnyOrder("1|a", "2|b");
        server.execute("CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1')");
        assertThatThrownBy(() -> server.execute("CREATE TABLE endless AS SELECT a FROM gen"))
                .isInstanceOf(SQLException.class);
        assertThat(server.rows("SHOW TABLES LIKE 'endless'")).isEmpty();
    }

    @Test
    void aCheckpointIsExplained() throws SQLException {
        server.execute(
                "SET 'execution.checkpointing.interval' = '100 ms'",
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')",
                "CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'blackhole')",
                "CREATE JOB j AS INSERT INTO sink SELECT a, COUNT(*) FROM gen GROUP BY a");
        String id = server.await(
                        "SELECT MAX(checkpoint_id) FROM sys.checkpoints WHERE status = 'COMPLETED'",
                        rows -> !rows.contains("null"))
                .get(0);
        assertThat(server.rows("EXPLAIN CHECKPOINT " + id + " FOR JOB j"))
                .anyMatch(line -> line.startsWith("Checkpoint " + id + ": CHECKPOINT, COMPLETED"))
                .anyMatch(line -> line.startsWith("Slowest was "));
        assertThatThrownBy(() -> server.rows("EXPLAIN CHECKPOINT 999999 FOR JOB j"))
                .hasMessageContaining("checkpoint 999999 of job \"j\" is not remembered");
    }
}
