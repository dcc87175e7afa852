package io.weir.sqltests.endtoend;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A Weir server in a process of its own, on one data directory, that can be killed and started again. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private ChildProcess child;

    ServerProcess(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
        this.child = launch();
    }

    private ChildProcess launch() throws IOException {
        return new ChildProcess(
                folder.resolve("server.log"),
                List.of("-Xmx768m"),
                "io.weir.server.cli.WeirMain",
                List.of("server", "--data-dir", folder.resolve("data").toString(), "--port", Integer.toString(port)));
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

    void kill() {
        child.kill();
    }

    /** Starts the server again; returns at once. */
    void restart() throws IOException {
        child = launch();
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
