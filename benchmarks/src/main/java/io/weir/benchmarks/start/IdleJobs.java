package io.weir.benchmarks.start;

import io.weir.benchmarks.start.StartFigures.JobsFigures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs on a table to which nobody writes. */
final class IdleJobs {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ServerProcess server;
    private final Connection connection;
    private int count;

    /** @param checkpointInterval null for the server's default */
    IdleJobs(ServerProcess server, Connection connection, @Nullable String checkpointInterval) throws SQLException {
        this.server = server;
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE quiet (k BIGINT, v BIGINT)");
            statement.execute("INSERT INTO quiet VALUES (1, 1)");
            statement.execute("CREATE TABLE nowhere (k BIGINT, n BIGINT) WITH ('connector' = 'blackhole')");
            if (checkpointInterval != null) {
                statement.execute("SET 'execution.checkpointing.interval' = '" + checkpointInterval + "'");
            }
        }
    }

    /** Creates jobs until there are so many, lets them settle, and watches them. */
    JobsFigures grow(int jobs, int settleSeconds, int seconds) throws SQLException, IOException, InterruptedException {
        List<Double> creations = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (; count < jobs; count++) {
                long start = System.nanoTime();
                statement.execute("CREATE JOB idle_" + count
                        + " AS INSERT INTO nowhere SELECT k, COUNT(*) FROM quiet GROUP BY k");
                creations.add((System.nanoTime() - start) / 1e6);
            }
        }
        Thread.sleep(Duration.ofSeconds(settleSeconds).toMillis());
        long start = System.nanoTime();
        Duration before = ProcessStatus.cpuTime(server.handle());
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        double used = ProcessStatus.cpuTime(server.handle()).minus(before).toNanos() / NANOS_PER_SECOND;
        double passed = (System.nanoTime() - start) / NANOS_PER_SECOND;
        ProcessStatus status = ProcessStatus.of(server.handle());
        return new JobsFigures(
                count, StartFigures.quantile(creations, 0.5), status.residentBytes(), status.threads(), used / passed);
    }
}
