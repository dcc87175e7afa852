package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.slow.SlowFileSystem;
import io.weir.spi.testing.Shown;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Back-pressure, skew and slow storage: what checkpoints do under them, and what EXPLAIN CHECKPOINT says of it. */
@Timeout(120)
final class CheckpointShowsTest {
    private static final String COMPLETED = "SELECT checkpoint_id FROM sys.checkpoints WHERE status = 'COMPLETED' "
            + "AND checkpoint_type IN ('CHECKPOINT', 'UNALIGNED_CHECKPOINT') AND job_name = '%s' ORDER BY checkpoint_id";

    @TempDir
    Path folder;

    private static void createTables(TestServer server, String rest) throws SQLException {
        server.execute(
                "CREATE TABLE gen (a INT) WITH ('connector' = 'datagen', 'number-of-splits' = '2')",
                "CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'slow', 'rest' = '" + rest + "')");
    }

    private static String createJob(String name, String more) {
        return "CREATE JOB " + name + " WITH ('parallelism' = '2', 'execution.checkpointing.interval' = '200 ms', "
                + "'execution.checkpointing.min-pause' = '100 ms'" + more + ") AS "
                + "INSERT INTO sink SELECT MOD(a, 100), COUNT(*) FROM gen GROUP BY MOD(a, 100)";
    }

    /** @return how long the checkpoints of a job took, in ms, without the first, during which everything fills up */
    private static List<Long> durations(TestServer server, String job, int count) throws SQLException {
        server.await(COMPLETED.formatted(job), rows -> rows.size() > count);
        return server
                .rows("SELECT end_to_end_duration_ms FROM sys.checkpoints WHERE status = 'COMPLETED' AND job_name = '"
                        + job + "' ORDER BY checkpoint_id")
                .stream()
                .skip(1)
                .map(Long::valueOf)
                .sorted()
                .toList();
    }

    private static long median(List<Long> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    @Test
    void anUnalignedCheckpointDoesNotWaitForASlowSink(TestReporter reporter) throws SQLException {
        String unaligned = ", 'execution.checkpointing.unaligned.enabled' = 'true'";
        try (TestServer server = new TestServer(folder)) {
            createTables(server, "0");
            server.execute(createJob("aligned_low", ""));
            long alignedLow = median(durations(server, "aligned_low", 4));
            server.execute("DROP JOB aligned_low", createJob("unaligned_low", unaligned));
            long unalignedLow = median(durations(server, "unaligned_low", 4));
            server.execute("DROP JOB unaligned_low", "DROP TABLE sink");
            server.execute("CREATE TABLE sink (a INT, n BIGINT) WITH ('connector' = 'slow', 'rest' = '100 ms')");
            server.execute(createJob("aligned_full", ""));
            long alignedFull = median(durations(server, "aligned_full", 4));
            server.execute("DROP JOB aligned_full", createJob("unaligned_full", unaligned));
            long unalignedFull = median(durations(server, "unaligned_full", 4));
            List<String> inFlight = server.rows(
                    "SELECT p50 FROM sys.checkpoint_summary WHERE metric = 'persisted_data' AND job_name = 'unaligned_full'");
            List<String> backPressure = server.rows(
                    "SELECT MAX(back_pressured_share) > 0.5 FROM sys.operators WHERE job_name = 'unaligned_full'");
            Shown.show(
                    reporter,
                    "back-pressure",
                    Map.of(
                            "lowAlignedMillis", Long.toString(alignedLow),
                            "lowUnalignedMillis", Long.toString(unalignedLow),
                            "fullAlignedMillis", Long.toString(alignedFull),
                            "fullUnalignedMillis", Long.toString(unalignedFull),
                            "persistedBytes", inFlight.get(0)));
            assertThat(backPressure).containsExactly("true");
            assertThat(Long.parseLong(inFlight.get(0))).isPositive();
            assertThat(unalignedFull).isLessThan(Math.max(2 * unalignedLow, 1_000));
            assertThat(unalignedFull).isLessThan(alignedFull);
        }
    }

    private List<String> explained(TestServer server, String job, TestReporter reporter) throws SQLException {
        List<String> ids = server.await(COMPLETED.formatted(job), rows -> rows.size() > 3);
        List<String> text = server.rows("EXPLAIN CHECKPOINT " + ids.get(ids.size() - 1) + " FOR JOB " + job);
        Shown.show(reporter, "explain-" + job, Map.of("text", "\n" + String.join("\n", text)));
        return text;
    }

    @Test
    void backPressureIsNamedWithTheSubtaskThatCausesIt(TestReporter reporter) throws SQLException {
        try (TestServer server = new TestServer(folder)) {
            createTables(server, "100 ms");
            server.execute(createJob("back_pressured", ""));
            assertThat(explained(server, "back_pressured", reporter))
                    .anyMatch(line -> line.startsWith("Most of it was back-pressure: the barrier stood behind rows")
                            && line.contains("'execution.checkpointing.unaligned.enabled' = 'true'"));
        }
    }

    @Test
    void skewIsNamedWithTheSubtaskThatHasMostOfTheState(TestReporter reporter) throws SQLException {
        try (TestServer server =
                new TestServer(ServerConfig.of(folder).with("hadoop.fs.slow.impl", SlowFileSystem.class.getName()))) {
            createTables(server, "0");
            server.execute(
                    "CREATE JOB skewed WITH ('parallelism' = '4', 'execution.checkpointing.interval' = '300 ms', "
                            + "'execution.checkpointing.incremental' = 'false') AS "
                            + "INSERT INTO sink SELECT CASE WHEN MOD(a, 100) < 99 THEN 0 ELSE MOD(a, 50) END, "
                            + "COUNT(DISTINCT a) FROM gen GROUP BY CASE WHEN MOD(a, 100) < 99 THEN 0 ELSE MOD(a, 50) END");
            assertThat(explained(server, "skewed", reporter))
                    .anyMatch(line -> line.contains("some keys have most of the rows"));
        }
    }

    @Test
    void slowStorageIsNamedWithWhatItWritesPerSecond(TestReporter reporter) throws SQLException {
        try (TestServer server =
                new TestServer(ServerConfig.of(folder).with("hadoop.fs.slow.impl", SlowFileSystem.class.getName()))) {
            createTables(server, "0");
            server.execute(createJob(
                    "slow_storage",
                    ", 'execution.checkpointing.dir' = 'slow://" + folder.resolve("slow") + "', "
                            + "'execution.checkpointing.data-inline-threshold' = '0'"));
            assertThat(explained(server, "slow_storage", reporter))
                    .anyMatch(line -> line.startsWith("Most of it was writing to storage"));
        }
    }
}
