package io.weir.sqltests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A grouping whose state is several times the memory it may take, through {@code kill -9}: nothing is lost, nothing is
 * counted twice.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LargeStateTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long KEYS = 1_000_000;
    private static final long ROUNDS = 3;
    private static final List<String> LITTLE_MEMORY =
            List.of("-D", "state.backend.heap.memory.size=12 mb", "-D", "state.backend.rocksdb.memory.size=12 mb");

    @TempDir
    Path folder;

    @Test
    void aGroupingOfAMillionKeysInLittleMemoryGoesOnAfterAKill() throws IOException, SQLException {
        try (ServerProcess server = new ServerProcess(folder, LITTLE_MEMORY)) {
            server.execute(List.of(
                    """
                    CREATE TABLE visits (n BIGINT NOT NULL, k AS MOD(n * 7368787, %d)) WITH (
                      'connector' = 'datagen', 'rows-per-second' = '0',
                      'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '%d')
                    """.formatted(KEYS, KEYS * ROUNDS - 1),
                    "CREATE TABLE visitors (visits BIGINT NOT NULL, keys BIGINT, total BIGINT, PRIMARY KEY (visits) NOT ENFORCED)",
                    """
                    CREATE JOB visitors WITH ('parallelism' = '2', 'execution.checkpointing.interval' = '700 ms') AS
                    INSERT INTO visitors SELECT visits, COUNT(*), SUM(total) FROM (
                      SELECT k, COUNT(*) AS visits, SUM(n) AS total FROM visits GROUP BY k) GROUP BY visits
                    """));
            await(
                    server,
                    "SELECT COUNT(*) >= 2 FROM sys.checkpoints WHERE status = 'COMPLETED' AND full_size > 2000000");
            assertThat(isTrue(
                            server,
                            "SELECT MIN(checkpointed_size) > 0 FROM sys.checkpoints WHERE status = 'COMPLETED'"))
                    .as("says what was uploaded")
                    .isTrue();
            server.kill();
            server.restart();
            await(server, "SELECT COUNT(*) = 1 FROM sys.jobs WHERE state = 'FINISHED'");
            long total = KEYS * ROUNDS * (KEYS * ROUNDS - 1) / 2;
            assertThat(isTrue(
                            server,
                            "SELECT COUNT(*) = 1 AND MAX(visits) = %d AND MAX(keys) = %d AND MAX(total) = %d FROM visitors"
                                    .formatted(ROUNDS, KEYS, total)))
                    .as("every key %s times:%n%s", ROUNDS, server.tail())
                    .isTrue();
        }
    }

    private static void await(ServerProcess server, String question) throws IOException, SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isTrue(server, question)) {
            assertThat(System.nanoTime()).as("%s%n%s", question, server.jobs()).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static boolean isTrue(ServerProcess server, String question) throws IOException, SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
