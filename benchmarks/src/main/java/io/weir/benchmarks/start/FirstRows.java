package io.weir.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/** How long jobs take to their first row, one after the other. */
final class FirstRows {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 5;

    private FirstRows() {}

    /** @param warmJobs behind the first one */
    static void measure(Connection connection, int warmJobs, Path folder, StartFigures figures)
            throws SQLException, IOException, InterruptedException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE bids (auction BIGINT, bidder BIGINT, price BIGINT) WITH ('connector' = 'nexmark', 'event-type' = 'bid')");
            for (int job = 0; job <= warmJobs; job++) {
                Path file = folder.resolve("first-row-" + job);
                statement.execute("CREATE TABLE result_" + job + " (bidder BIGINT, bids BIGINT) WITH ('connector' = '"
                        + FirstRowConnector.NAME + "', 'file' = '" + file + "')");
                Instant start = Instant.now();
                statement.execute("CREATE JOB first_" + job + " AS INSERT INTO result_" + job
                        + " SELECT bidder, COUNT(*) FROM bids GROUP BY bidder");
                double millis = Duration.between(start, await(file)).toNanos() / 1e6;
                (job == 0 ? figures.firstRowCold : figures.firstRowWarm).add(millis);
                statement.execute("DROP JOB first_" + job);
            }
        }
    }

    private static Instant await(Path file) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() > end) {
                throw new IOException("a job has no first row after " + LIMIT.toSeconds() + " s");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return Instant.parse(Files.readString(file));
    }
}
