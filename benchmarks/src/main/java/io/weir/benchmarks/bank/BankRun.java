package io.weir.benchmarks.bank;

import io.weir.benchmarks.run.KillableServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Weir's side of the test: a server in a process of its own, that is killed while clients write and read over JDBC.
 *
 * @param parallelism of the views
 * @param seconds how long clients write and read
 */
record BankRun(int parallelism, int seconds, int kills, int writers, int readers, long heapMegabytes) {
    private static final long MILLIS_PER_SECOND = 1000;

    BankFigures.Report run(Path folder) throws IOException, InterruptedException, SQLException {
        List<String> java = List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseParallelGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Duser.timezone=UTC");
        BankFigures figures = new BankFigures();
        try (KillableServer server = new KillableServer(folder, java, List.of())) {
            server.start();
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : BankScript.weir(parallelism)) {
                    statement.execute(sql);
                }
                BankWriter.goRound(connection);
                // A session waits until views have what it has written.
                number(statement, "SELECT total FROM total");
            }
            work(new BankClients(server), figures);
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                long wanted = Transfers.ACCOUNTS + figures.transfers.get() - figures.withdrawn.get();
                figures.lost.set(Math.abs(wanted - number(statement, "SELECT COUNT(*) FROM transfers")));
            }
        }
        return figures.report(parallelism);
    }

    private void work(BankClients clients, BankFigures figures) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(writers + readers);
        try {
            List<Future<Void>> work = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                work.add(threads.submit(new BankWriter(clients, figures, writer, writers)));
            }
            for (int reader = 0; reader < readers; reader++) {
                work.add(threads.submit(new BankReader(clients, figures, reader)));
            }
            long pauseMillis = seconds * MILLIS_PER_SECOND / (kills + 1);
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
            for (int kill = 0; kill < kills; kill++) {
                clients.kill();
                figures.kills.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
            clients.end();
            for (Future<Void> one : work) {
                Void unused = one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a client failed", e);
        } finally {
            clients.end();
            threads.shutdownNow();
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }
}
