package io.weir.sqltests.endtoend;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A Weir server in a process of its own, on one data directory, that can be killed and started again. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private final List<String> launcher;
    private final List<String> options;
    private ChildProcess child;

    ServerProcess(Path folder) throws IOException {
        this(folder, List.of());
    }

    /** @param options more options of the command line */
    ServerProcess(Path folder, List<String> options) throws IOException {
        this(folder, List.of(), options);
    }

    /** @param launcher what starts Java, and becomes it */
    ServerProcess(Path folder, List<String> launcher, List<String> options) throws IOException {
        this.folder = folder;
        this.launcher = launcher;
        this.options = options;
        try (ServerSocket socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
        this.child = launch();
    }

    private ChildProcess launch() throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("server", "--data-dir", folder.resolve("data").toString(), "--port", Integer.toString(port)));
        arguments.addAll(options);
        return new ChildProcess(
                folder.resolve("server.log"), launcher, List.of("-Xmx768m"), "io.weir.server.cli.WeirMain", arguments);
    }

    long processId() {
        return child.process().pid();
    }

    String url() {
        return "jdbc:weir://127.0.0.1:" + port;
    }

    /** Connects as soon as the server answers. */
    Connection connect() throws IOException, SQLException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection(url());
            } catch (SQLException e) {
                if (!child.isAlive() || System.nanoTime() > deadline) {
                    throw new IOException("the server does not answer:\n" + tail(), e);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    /** Executes statements, one after the other, as soon as the server answers. */
    void execute(List<String> statements) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** What the server says of its jobs, for the message of a test that fails. */
    String jobs() throws IOException, SQLException {
        StringBuilder text = new StringBuilder();
        for (String query : List.of(
                "SELECT name, state, completed_checkpoints, in_progress_checkpoints, last_checkpoint_at, last_error FROM sys.jobs",
                "SELECT job_name, vertex_name, subtask, num_records_in, num_records_out, current_watermark, queued_elements, counters FROM sys.operators",
                "SELECT job_name, checkpoint_id, status, trigger_time, acknowledged_subtasks, subtasks, failure_cause FROM sys.checkpoints ORDER BY trigger_time DESC FETCH FIRST 6 ROWS ONLY")) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        text.append(rows.getString(column)).append(" | ");
                    }
                    text.append('\n');
                }
            }
        }
        return text.toString();
    }

    void kill() {
        child.kill();
    }

    /** Starts the server again; returns at once. */
    void restart() throws IOException {
        child = launch();
    }

    /** The length of the log in characters, as a mark for {@link #logSince}. */
    int logLength() throws IOException {
        return child.output().length();
    }

    String logSince(int mark) throws IOException {
        return child.output().substring(mark);
    }

    int terminate() throws InterruptedException {
        return child.terminate();
    }

    String tail() throws IOException {
        String output = child.output();
        return output.substring(Math.max(0, output.length() - 8000));
    }

    @Override
    public void close() {
        child.kill();
    }
}
