package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a job goes on from, whatever is changed in between. */
@Timeout(60)
class SavepointTest {
    private static final String COUNTS = "SELECT * FROM counts ORDER BY k";
    private static final String RESTORED =
            "SELECT name FROM sys.jobs WHERE state = 'RUNNING' AND restored_checkpoint_id > 0";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws SQLException {
        server = new TestServer(folder);
        server.execute(
                "SET 'execution.checkpointing.interval' = '100 ms'",
                "CREATE TABLE t (id INT PRIMARY KEY, k INT)",
                "CREATE TABLE counts (k INT PRIMARY KEY, n BIGINT)",
                "INSERT INTO t VALUES (1, 1), (2, 1), (3, 2)");
    }

    @AfterEach
    void stop() throws SQLException {
        server.close();
    }

    private void createJob() throws SQLException {
        server.execute("CREATE JOB j AS INSERT INTO counts SELECT k, COUNT(*) FROM t GROUP BY k");
        server.await(COUNTS, List.of("1|2", "2|1")::equals);
    }

    @Test
    void aJobGoesOnWithOtherParallelismAndStateBackend() throws SQLException {
        createJob();
        String[] changes = {
            "SET 'parallelism' = '3'",
            "SET 'state.backend.type' = 'rocksdb'",
            "SET 'parallelism' = '1'",
            "SET 'state.backend.type' = 'hashmap'"
        };
        for (int i = 0; i < changes.length; i++) {
            server.execute("STOP JOB j WITH SAVEPOINT s" + i, "DROP JOB j", "INSERT INTO t VALUES (1" + i + ", 1)");
            server.execute(
                    changes[i],
                    "CREATE JOB j FROM SAVEPOINT s" + i
                            + " AS INSERT INTO counts SELECT k, COUNT(*) FROM t GROUP BY k");
            server.await(COUNTS, List.of("1|" + (3 + i), "2|1")::equals);
        }
    }

    @Test
    void rowsThatOnlyTheSavepointCommitsAreThereOnceForTheNextJob() throws SQLException {
        String query = " AS INSERT INTO counts SELECT k, COUNT(*) FROM t GROUP BY k";
        server.execute("SET 'execution.checkpointing.interval' = '1 h'", "CREATE JOB j" + query);
        server.await("SELECT job_name FROM sys.operators WHERE num_records_in >= 3", rows -> !rows.isEmpty());
        server.execute(
                "STOP JOB j WITH SAVEPOINT s",
                "DROP JOB j",
                "INSERT INTO t VALUES (4, 1)",
                "SET 'execution.checkpointing.interval' = '100 ms'",
                "CREATE JOB k FROM SAVEPOINT s" + query);
        server.await(COUNTS, List.of("1|3", "2|1")::equals);
    }

    @Test
    void aJobRunsOnBesideOneFromItsSavepoint() throws SQLException {
        String query = " AS INSERT INTO copied SELECT id FROM t";
        String copied = "SELECT id, COUNT(*) FROM copied GROUP BY id ORDER BY id";
        server.execute("CREATE TABLE copied (id INT)", "SET 'execution.checkpointing.interval' = '1 h'");
        server.execute("CREATE JOB j" + query);
        server.await("SELECT job_name FROM sys.operators WHERE num_records_in >= 3", rows -> !rows.isEmpty());
        server.execute(
                "CREATE SAVEPOINT s FOR JOB j", "INSERT INTO t VALUES (4, 1)", "CREATE JOB k FROM SAVEPOINT s" + query);
        server.execute("CREATE SAVEPOINT s2 FOR JOB j", "CREATE SAVEPOINT s3 FOR JOB k");
        server.await(copied, List.of("1|1", "2|1", "3|1", "4|2")::equals);
        server.execute("INSERT INTO t VALUES (5, 1)");
        server.restart();
        server.execute("ALTER JOB j SET ('execution.checkpointing.interval' = '100 ms')");
        server.execute("ALTER JOB k SET ('execution.checkpointing.interval' = '100 ms')");
        server.await(copied, List.of("1|1", "2|1", "3|1", "4|2", "5|2")::equals);
        server.execute("ALTER JOB j SUSPEND", "ALTER JOB j RESUME", "INSERT INTO t VALUES (6, 1)");
        server.await(copied, List.of("1|1", "2|1", "3|1", "4|2", "5|2", "6|2")::equals);
        assertThat(server.rows("SELECT * FROM sys.job_failures")).isEmpty();
    }

    @Test
    void rowsOfASavepointAreThereWhenItsJobIsDropped() throws SQLException {
        String query = " AS INSERT INTO copied SELECT id FROM t";
        server.execute("CREATE TABLE copied (id INT)", "SET 'execution.checkpointing.interval' = '1 h'");
        server.execute("CREATE JOB j" + query);
        server.await("SELECT job_name FROM sys.operators WHERE num_records_in >= 3", rows -> !rows.isEmpty());
        server.execute("CREATE SAVEPOINT s FOR JOB j", "DROP JOB j", "INSERT INTO t VALUES (4, 1)");
        server.execute("SET 'execution.checkpointing.interval' = '100 ms'", "CREATE JOB k FROM SAVEPOINT s" + query);
        server.await("SELECT id FROM copied ORDER BY id", List.of("1", "2", "3", "4")::equals);
    }

    @Test
    void aJobThatStateDoesNotFitIsRefused() throws SQLException {
        createJob();
        server.execute("STOP JOB j WITH SAVEPOINT s");
        String other = " AS INSERT INTO counts SELECT k, SUM(id) FROM t GROUP BY k";
        assertThatThrownBy(() -> server.execute("CREATE JOB other FROM SAVEPOINT s" + other))
                .hasMessageContaining("has state of operator \"")
                .hasMessageContaining("which the job does not have")
                .hasMessageContaining("'execution.state-recovery.ignore-unclaimed-state'");
        assertThatThrownBy(() -> server.execute("CREATE JOB other FROM SAVEPOINT s WITH ('max-parallelism' = '7')"
                        + " AS INSERT INTO counts SELECT k, COUNT(*) FROM t GROUP BY k"))
                .hasMessageContaining("set max-parallelism to 128");
        assertThatThrownBy(() -> server.execute("CREATE JOB other FROM SAVEPOINT '" + folder + "/none'" + other))
                .hasMessageContaining("is no checkpoint and no savepoint");
        assertThat(server.rows("SELECT name FROM sys.jobs")).containsExactly("j");
        server.execute("CREATE JOB other FROM SAVEPOINT s"
                + " WITH ('execution.state-recovery.ignore-unclaimed-state' = 'true')" + other);
        server.await("SELECT name FROM sys.jobs WHERE name = 'other' AND state = 'RUNNING'", rows -> !rows.isEmpty());
    }

    @Test
    void stateOfAColumnIsNotReadAsOneOfAnotherType() throws SQLException {
        String query = " AS INSERT INTO counts SELECT k, MAX(v) FROM generated GROUP BY k";
        String options = " WITH ('connector' = 'datagen', 'rows-per-second' = '10')";
        server.execute("CREATE TABLE generated (k INT, v INT)" + options, "CREATE JOB j" + query);
        server.await(COUNTS, rows -> !rows.isEmpty());
        server.execute("STOP JOB j WITH SAVEPOINT s", "DROP JOB j", "DROP TABLE generated");
        for (String type : List.of("BIGINT", "SMALLINT", "DECIMAL(9, 0)", "INT NOT NULL")) {
            server.execute("CREATE TABLE generated (k INT, v " + type + ")" + options);
            assertThatThrownBy(() -> server.execute("CREATE JOB j FROM SAVEPOINT s" + query))
                    .hasMessageContaining("has state of operator \"");
            server.execute("DROP TABLE generated");
        }
        server.execute("CREATE TABLE generated (k INT, v INT)" + options, "CREATE JOB j FROM SAVEPOINT s" + query);
        server.await(RESTORED, List.of("j")::equals);
    }

    @Test
    void statementsThatNeedTheJobToRunWaitUntilItHasStarted() throws SQLException {
        String insert = "INSERT INTO counts SELECT k, COUNT(*) FROM late GROUP BY k";
        server.execute(
                "CREATE TABLE late (id INT PRIMARY KEY, k INT)",
                "CREATE JOB j AS " + insert,
                "STOP JOB j WITH SAVEPOINT s0",
                "DROP JOB j",
                "CREATE JOB j FROM SAVEPOINT s0 AS " + insert,
                "CREATE SAVEPOINT s1 FOR JOB j",
                "ALTER JOB j SET ('parallelism' = '2')",
                "CREATE SAVEPOINT s2 FOR JOB j",
                "ALTER JOB j SET ('parallelism' = '1')",
                "STOP JOB j WITH SAVEPOINT s3",
                "ALTER JOB j RESUME",
                "ALTER JOB j SUSPEND",
                "ALTER JOB j RESUME",
                "ALTER JOB j RESTART",
                "STOP JOB j WITH SAVEPOINT s4",
                "ALTER JOB j RESUME",
                "INSERT INTO late VALUES (4, 1)");
        server.await(COUNTS, List.of("1|1")::equals);
    }

    @Test
    void aJobThatKeepsNoCheckpointsGoesOnFromWhereItWasSuspended() throws SQLException {
        server.execute("SET 'execution.checkpointing.externalized-checkpoint-retention' = 'delete-on-cancellation'");
        createJob();
        server.execute("ALTER JOB j SUSPEND", "INSERT INTO t VALUES (4, 1)", "ALTER JOB j RESUME");
        server.await(COUNTS, List.of("1|3", "2|1")::equals);
        server.await(RESTORED, rows -> !rows.isEmpty());
    }

    @Test
    void aJobThatKeepsNoCheckpointsBeginsAnewAfterStop() throws SQLException {
        server.execute("SET 'execution.checkpointing.externalized-checkpoint-retention' = 'delete-on-cancellation'");
        createJob();
        server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 0", rows -> !rows.isEmpty());
        server.execute("STOP JOB j", "ALTER JOB j RESUME");
        server.await("SELECT name FROM sys.jobs WHERE state = 'RUNNING'", rows -> !rows.isEmpty());
    }

    @Test
    void aJobGoesBackToItsOldestCheckpoint() throws SQLException, IOException {
        server.execute("SET 'execution.checkpointing.num-retained' = '3'");
        createJob();
        server.await("SELECT name FROM sys.jobs WHERE completed_checkpoints > 3", rows -> !rows.isEmpty());
        server.execute("ALTER JOB j SET ('execution.checkpointing.interval' = '1 h')");
        assertThat(server.rows("SHOW CREATE JOB j"))
                .singleElement()
                .asString()
                .contains("'execution.checkpointing.interval' = '1 h'", "'execution.checkpointing.num-retained' = '3'");
        long oldest;
        try (Stream<Path> files = Files.walk(folder.resolve("checkpoints"))) {
            oldest = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("chk-\\d+"))
                    .mapToLong(name -> Long.parseLong(name.substring(4)))
                    .min()
                    .orElseThrow();
        }
        assertThatThrownBy(() -> server.execute("ALTER JOB j RESTORE FROM CHECKPOINT 1000000000"))
                .hasMessageContaining("job \"j\" has no checkpoint 1000000000")
                .hasMessageContaining("It has [" + oldest);
        assertThat(server.rows("SELECT state FROM sys.jobs")).containsExactly("RUNNING");
        server.execute("ALTER JOB j RESTORE FROM CHECKPOINT " + oldest, "INSERT INTO t VALUES (4, 1)");
        server.await(
                "SELECT name FROM sys.jobs WHERE state = 'RUNNING' AND restored_checkpoint_id = " + oldest,
                rows -> !rows.isEmpty());
        server.execute("ALTER JOB j SET ('execution.checkpointing.interval' = '100 ms')");
        server.await(COUNTS, List.of("1|3", "2|1")::equals);
    }
}
