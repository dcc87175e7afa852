package io.weir.sqltests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Jobs of which some lose their storage for a while: {@code counted}, whose state is a count for each key, and
 * {@code written}, which commits files with its checkpoints. A third, {@code other}, has its checkpoints elsewhere: it
 * must not notice, and its checkpoints are the clock that says how many intervals the fault lasts.
 */
record StruckJobs(ServerProcess server) {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROWS = 6_000;
    private static final int ROWS_PER_SECOND = 400;
    private static final int KEYS = 100;
    private static final String INTERVAL_MILLIS = "300";

    /** @param checkpoints where those of the struck jobs go */
    void create(String checkpoints, Path folder) throws IOException, SQLException {
        String rows = "WITH ('connector' = 'datagen', 'rows-per-second' = '" + ROWS_PER_SECOND
                + "', 'fields.n.kind' = 'sequence', 'fields.n.start' = '0', 'fields.n.end' = '" + (ROWS - 1) + "')";
        String often = "'execution.checkpointing.interval' = '" + INTERVAL_MILLIS
                + " ms', 'execution.checkpointing.min-pause' = '0 ms', "
                + "'restart-strategy.type' = 'fixed-delay', 'restart-strategy.fixed-delay.attempts' = '1000', "
                + "'restart-strategy.fixed-delay.delay' = '200 ms'";
        String struck = " WITH (" + often + ", 'execution.checkpointing.dir' = '" + checkpoints + "') AS INSERT INTO ";
        String count = " SELECT MOD(n, " + KEYS + "), COUNT(*), SUM(n) FROM numbers GROUP BY MOD(n, " + KEYS + ")";
        String counts = " (k BIGINT NOT NULL, number_of BIGINT, total BIGINT, PRIMARY KEY (k) NOT ENFORCED)";
        server.execute(List.of(
                "CREATE TABLE numbers (n BIGINT NOT NULL) " + rows,
                "CREATE TABLE counts" + counts,
                "CREATE TABLE other_counts" + counts,
                "CREATE TABLE files (n BIGINT) WITH ('connector' = 'filesystem', 'format' = 'csv', 'path' = '"
                        + folder.resolve("files") + "')",
                "CREATE JOB counted" + struck + "counts" + count,
                "CREATE JOB written" + struck + "files SELECT n FROM numbers",
                "CREATE JOB other WITH (" + often + ") AS INSERT INTO other_counts" + count));
        awaitTrue("SELECT COUNT(*) = 3 FROM sys.jobs WHERE completed_checkpoints >= 2");
    }

    /** Waits until the fault is felt, and then for ten intervals. */
    void feel() throws IOException, SQLException {
        long begin = otherCheckpoint();
        awaitTrue("SELECT COUNT(DISTINCT job_name) = 2 FROM sys.checkpoints WHERE status = 'FAILED'");
        awaitTrue("SELECT MAX(checkpoint_id) >= " + (begin + 10)
                + " FROM sys.checkpoints WHERE job_name = 'other' AND status = 'COMPLETED'");
    }

    private long otherCheckpoint() throws IOException, SQLException {
        return Long.parseLong(rows("SELECT MAX(checkpoint_id) FROM sys.checkpoints WHERE job_name = 'other'")
                .get(0));
    }

    /** What the struck jobs say of it, each once, whatever the numbers of the checkpoints. */
    List<String> causes() throws IOException, SQLException {
        return rows("SELECT job_name, failure_cause FROM sys.checkpoints WHERE status = 'FAILED'").stream()
                .map(cause -> cause.replaceAll("\\s+", " ")
                        .replaceAll("(checkpoint |chk-|attempt-)\\d+", "$1n")
                        .replaceAll("[0-9a-f]{32}", "id"))
                .distinct()
                .toList();
    }

    /** Everything is counted once, written once; and the other job had no failure. */
    void finishRight() throws IOException, SQLException {
        awaitTrue("SELECT COUNT(*) = 3 FROM sys.jobs WHERE state = 'FINISHED'");
        String total = Long.toString((long) ROWS * (ROWS - 1) / 2);
        for (String table : List.of("counts", "other_counts")) {
            assertThat(rows("SELECT COUNT(*), SUM(number_of), SUM(total) FROM " + table))
                    .as(table)
                    .containsExactly(KEYS + " " + ROWS + " " + total);
        }
        assertThat(rows("SELECT COUNT(*), COUNT(DISTINCT n), SUM(n) FROM files"))
                .as("files")
                .containsExactly(ROWS + " " + ROWS + " " + total);
        assertThat(rows("SELECT failure_cause FROM sys.checkpoints WHERE job_name = 'other' AND status = 'FAILED'"))
                .isEmpty();
        assertThat(rows("SELECT cause FROM sys.job_failures WHERE job_name = 'other'"))
                .isEmpty();
    }

    /** What became of it, for the report. */
    List<String> summary() throws IOException, SQLException {
        return rows("SELECT name, state, num_restarts, completed_checkpoints, failed_checkpoints FROM sys.jobs");
    }

    void awaitTrue(String question) throws IOException, SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!rows(question).equals(List.of("true"))) {
            assertThat(System.nanoTime())
                    .as("%s%n%s%n%s", question, server.jobs(), server.tail())
                    .isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** @return the columns of each row, with blanks in between */
    List<String> rows(String query) throws IOException, SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            while (answer.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
                    row.add(answer.getString(column));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }
}
