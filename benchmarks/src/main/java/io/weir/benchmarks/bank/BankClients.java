package io.weir.benchmarks.bank;

import io.weir.benchmarks.run.KillableServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** What all clients of a run share: the server, which is killed now and then, and when the run is over. Thread-safe. */
final class BankClients {
    /** So long after a kill lost connections are put down to it. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final KillableServer server;
    private volatile long killedNanos;
    private volatile boolean wasKilled;
    private volatile boolean isOver;

    BankClients(KillableServer server) {
        this.server = server;
    }

    /** Work over one connection. */
    @FunctionalInterface
    interface Work {
        void over(Connection connection) throws SQLException;
    }

    void kill() throws IOException, InterruptedException {
        killedNanos = System.nanoTime();
        wasKilled = true;
        server.kill();
        server.start();
    }

    void end() {
        isOver = true;
    }

    boolean isOver() {
        return isOver;
    }

    /** Does work to its end; after a kill anew, over another connection. */
    void run(Work work) throws IOException, InterruptedException, SQLException {
        while (true) {
            try (Connection connection = server.connect()) {
                work.over(connection);
                return;
            } catch (SQLException e) {
                if (!wasKilled || !isLost(e) || System.nanoTime() - killedNanos > GRACE.toNanos()) {
                    throw e;
                }
            }
        }
    }

    /** Whether it says that the server is gone, as SQLSTATE class 08 does. */
    private static boolean isLost(SQLException error) {
        return error.getSQLState() != null && error.getSQLState().startsWith("08");
    }
}
