package io.weir.sqltests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.spi.testing.Shown;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of the RocksDB state is full: the job whose state is there starts again until there is room, and has counted
 * everything once; another goes on. The disk is a small one in memory, which only the server's process sees: Linux lets
 * every user have that, unless the system forbids it, and then there is nothing to test with.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FullStateDirectoryTest {
    private static final long KEYS = 400_000;
    private static final long ROUNDS = 4;
    private static final int CHUNK_BYTES = 1 << 16;

    @TempDir
    Path folder;

    @Test
    void aFullStateDirectoryCostsTimeOnly(TestReporter reporter)
            throws IOException, SQLException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        List<String> launcher = List.of(
                "unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=96m tmpfs '" + disk + "' && exec \"$@\"", "sh");
        // A disk that is full for this server alone takes a mount; some containers let nobody do that.
        assumeTrue(canMount(launcher), "this system lets no user mount a disk in memory");
        List<String> options = List.of(
                "-D", "state.backend.heap.memory.size=8 mb",
                "-D", "state.backend.rocksdb.memory.size=12 mb",
                "-D", "state.backend.rocksdb.localdir=" + disk);
        try (ServerProcess server = new ServerProcess(folder, launcher, options)) {
            StruckJobs jobs = new StruckJobs(server);
            server.execute(List.of(
                    """
                    CREATE TABLE visits (n BIGINT NOT NULL, k AS MOD(n * 7368787, %d)) WITH (
                      'connector' = 'datagen', 'rows-per-second' = '60000',
                      'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '%d')
                    """.formatted(KEYS, KEYS * ROUNDS - 1),
                    "CREATE TABLE few (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')",
                    "CREATE TABLE visitors (visits BIGINT NOT NULL, keys BIGINT, total BIGINT, PRIMARY KEY (visits) NOT ENFORCED)",
                    "CREATE TABLE nowhere (k BIGINT, n BIGINT) WITH ('connector' = 'blackhole')",
                    """
                    CREATE JOB large WITH ('parallelism' = '2', 'execution.checkpointing.interval' = '500 ms',
                      'restart-strategy.type' = 'fixed-delay', 'restart-strategy.fixed-delay.attempts' = '1000',
                      'restart-strategy.fixed-delay.delay' = '500 ms') AS
                    INSERT INTO visitors SELECT visits, COUNT(*), SUM(total) FROM (
                      SELECT k, COUNT(*) AS visits, SUM(n) AS total FROM visits GROUP BY k) GROUP BY visits
                    """,
                    "CREATE JOB small WITH ('execution.checkpointing.interval' = '300 ms') AS "
                            + "INSERT INTO nowhere SELECT MOD(n, 10), COUNT(*) FROM few GROUP BY MOD(n, 10)"));
            jobs.awaitTrue("SELECT COUNT(*) >= 1 FROM sys.checkpoints "
                    + "WHERE job_name = 'large' AND status = 'COMPLETED' AND full_size > 4000000");
            // As the server's process sees it.
            Path ballast = Path.of("/proc/" + server.processId() + "/root" + disk + "/ballast");
            fill(ballast);
            long small = smallCheckpoints(jobs);
            jobs.awaitTrue("SELECT COUNT(*) >= 1 FROM sys.job_failures WHERE job_name = 'large'");
            fill(ballast); // what the failed attempt gave back
            jobs.awaitTrue("SELECT COUNT(*) >= 3 FROM sys.job_failures WHERE job_name = 'large'");
            jobs.awaitTrue("SELECT COUNT(*) >= " + (small + 5)
                    + " FROM sys.checkpoints WHERE job_name = 'small' AND status = 'COMPLETED'");
            Files.delete(ballast);
            jobs.awaitTrue("SELECT COUNT(*) = 1 FROM sys.jobs WHERE name = 'large' AND state = 'FINISHED'");
            List<String> causes = jobs.rows("SELECT cause FROM sys.job_failures WHERE job_name = 'large'").stream()
                    .distinct()
                    .toList();
            Shown.show(
                    reporter,
                    "state-directory-full",
                    Map.of(
                            "jobs",
                            "\n" + String.join("\n", jobs.summary()),
                            "causes",
                            "\n" + String.join("\n", causes)));
            assertThat(causes).allMatch(cause -> cause.contains("local disk is full"));
            assertThat(jobs.rows("SELECT visits, keys, total FROM visitors"))
                    .containsExactly(ROUNDS + " " + KEYS + " " + KEYS * ROUNDS * (KEYS * ROUNDS - 1) / 2);
            assertThat(jobs.rows("SELECT cause FROM sys.job_failures WHERE job_name = 'small'"))
                    .isEmpty();
        }
    }

    private static long smallCheckpoints(StruckJobs jobs) throws IOException, SQLException {
        return Long.parseLong(
                jobs.rows("SELECT COUNT(*) FROM sys.checkpoints WHERE job_name = 'small' AND status = 'COMPLETED'")
                        .get(0));
    }

    private boolean canMount(List<String> launcher) throws InterruptedException {
        List<String> command = new java.util.ArrayList<>(launcher);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    /** To the last byte. */
    private static void fill(Path file) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (OutputStream out = Files.newOutputStream(
                file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
            while (true) {
                out.write(chunk);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}
