package io.weir.benchmarks.state;

import io.weir.benchmarks.run.KillableServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The job: the latest row of each key, all of which are kept and given out again when they change. Asked through one
 * connection, which ends with the server's process.
 */
final class StateJob implements AutoCloseable {
    private final KillableServer server;
    private Connection connection;

    StateJob(KillableServer server) throws IOException, InterruptedException {
        this.server = server;
        connection = server.connect();
    }

    /** @param options of the job, as in WITH */
    void create(long keys, int rowBytes, Spread spread, String rateFile, String options) throws SQLException {
        execute(
                "CREATE TABLE load (k BIGINT NOT NULL, n BIGINT NOT NULL, payload VARCHAR NOT NULL) WITH ('connector' = '"
                        + LoadConnector.NAME + "', 'keys' = '" + keys + "', 'row-bytes' = '" + rowBytes
                        + "', 'spread' = '"
                        + spread + "', 'rate-file' = '" + rateFile + "')");
        execute("CREATE TABLE latest (k BIGINT, n BIGINT, payload VARCHAR) WITH ('connector' = 'benchmark-result')");
        execute("CREATE JOB state WITH (" + options + ") AS INSERT INTO latest SELECT k, n, payload FROM ("
                + "SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC) AS place FROM load) WHERE place = 1");
    }

    void set(String option, String value) throws SQLException {
        execute("ALTER JOB state SET ('" + option + "' = '" + value + "')");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows that have reached the keyed operator in this life of the server; 0 while there is none. */
    long rows() throws SQLException {
        return number("SELECT COALESCE(MAX(n), 0) FROM (SELECT SUM(num_records_in) AS n FROM sys.operators "
                + "WHERE state_size > 0 GROUP BY vertex_id)");
    }

    /** What keyed state holds, in the store and in caches. */
    long stateBytes() throws SQLException {
        return number("SELECT COALESCE(SUM(state_size), 0) FROM sys.operators");
    }

    long failures() throws SQLException {
        return number("SELECT COUNT(*) FROM sys.job_failures");
    }

    long failedCheckpoints() throws SQLException {
        return number("SELECT COUNT(*) FROM sys.checkpoints WHERE status = 'FAILED'");
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getLong(1);
        }
    }

    boolean isRunning() throws SQLException {
        return number("SELECT COUNT(*) FROM sys.jobs WHERE state = 'RUNNING'") == 1;
    }

    /** Completed checkpoints with a greater id, in order. */
    List<CheckpointFigures> checkpointsAfter(long id) throws SQLException {
        List<CheckpointFigures> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT c.checkpoint_id, c.trigger_time, "
                        + "c.end_to_end_duration_ms, c.checkpointed_size, c.full_size, s.sync FROM sys.checkpoints c "
                        + "JOIN (SELECT checkpoint_id, MAX(sync_ns) AS sync FROM sys.checkpoint_subtasks "
                        + "GROUP BY checkpoint_id) s ON c.checkpoint_id = s.checkpoint_id "
                        + "WHERE c.status = 'COMPLETED' AND c.checkpoint_id > " + id + " ORDER BY c.checkpoint_id")) {
            while (row.next()) {
                found.add(new CheckpointFigures(
                        row.getLong(1),
                        row.getTimestamp(2).getTime(),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)));
            }
        }
        return found;
    }

    /** The id of the latest completed checkpoint; 0 if there is none. */
    long latestCheckpoint() throws SQLException {
        return number("SELECT COALESCE(MAX(checkpoint_id), 0) FROM sys.checkpoints WHERE status = 'COMPLETED'");
    }

    /** Waits for so many completed checkpoints with a greater id. */
    List<CheckpointFigures> awaitCheckpointsAfter(long id, int count) throws SQLException, InterruptedException {
        while (true) {
            List<CheckpointFigures> found = checkpointsAfter(id);
            if (found.size() >= count) {
                return found;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** Kills the server without a word and starts it again. Returns the moment of the kill, in nanoseconds. */
    long kill(Runnable meanwhile) throws IOException, InterruptedException {
        long killedNanos = System.nanoTime();
        server.kill();
        meanwhile.run();
        server.start();
        return killedNanos;
    }

    void reconnect() throws IOException, InterruptedException {
        connection = server.connect();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
