package io.weir.server.cli;

import io.weir.server.ServerConfig;
import io.weir.server.WeirServer;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir quickstart}: a server, a job, and its result as it changes. */
@Command(
        name = "quickstart",
        description = "Starts a server with a job over sample data, and shows the job's result as it changes.",
        mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
    private static final String PORT = "server.port";
    private static final List<String> SET_UP = List.of("SET 'execution.checkpointing.interval' = '1 s'", """
            CREATE TABLE bids (auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, "dateTime" TIMESTAMP(3),
              WATERMARK FOR "dateTime" AS "dateTime")
            WITH ('connector' = 'nexmark', 'event-type' = 'bid', 'max-emit-speed' = 'false', 'first-event.rate' = '5000',
              'base-time' = '%d')""", """
            CREATE TABLE channel_report (window_end TIMESTAMP(3), channel VARCHAR, bids BIGINT, highest BIGINT, average BIGINT)
            WITH ('connector' = 'filesystem', 'path' = '%s', 'format' = 'json', 'source.monitor-interval' = '200 ms')""");
    private static final String JOB = """
            CREATE JOB bids_per_channel AS
            INSERT INTO channel_report
            SELECT window_end, channel, COUNT(*), MAX(price), AVG(price)
            FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR("dateTime"), INTERVAL '2' SECOND))
            WHERE channel IN ('Apple', 'Baidu', 'Facebook', 'Google')
            GROUP BY window_start, window_end, channel""";

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep everything there (default: a temporary folder).")
    private @Nullable Path dataDirectory;

    @Option(names = "--port", paramLabel = "N", description = "The port (default: 8765, or another if that is taken).")
    private @Nullable Integer port;

    @Option(names = "--run-for", paramLabel = "SECONDS", description = "End by itself (default: on Ctrl-C).")
    private @Nullable Integer seconds;

    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable Path temporary;
    private @Nullable WeirServer server;

    @Override
    public Integer call() throws IOException, SQLException {
        Path home = dataDirectory;
        if (home == null) {
            home = Files.createTempDirectory("weir-quickstart");
            temporary = home;
        }
        Thread hook = new Thread(this::end, "weir-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            WeirServer started = start(home.resolve("server"));
            server = started;
            try (Connection connection = DriverManager.getConnection(started.url())) {
                boolean isNew = setUp(connection, home.resolve("channel_report"));
                explain(started.url(), isNew);
                show(connection);
            }
        } catch (SQLException e) {
            if (!ended.get()) {
                throw e;
            }
        } finally {
            end();
        }
        return 0;
    }

    private WeirServer start(Path folder) {
        ServerConfig config = ServerConfig.of(folder);
        if (port != null) {
            return WeirServer.start(config.with(PORT, port.toString()));
        }
        try {
            return WeirServer.start(config);
        } catch (WeirException e) {
            if (!e.primary().startsWith("cannot listen")) {
                throw e;
            }
            System.out.println("Port 8765 is taken, another one is used.");
            return WeirServer.start(config.with(PORT, "0"));
        }
    }

    /**
     * Creates tables and job.
     *
     * @return false if they are there from an earlier start
     */
    private static boolean setUp(Connection connection, Path report) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet jobs = statement.executeQuery("SHOW JOBS LIKE 'bids_per_channel'")) {
                if (jobs.next()) {
                    return false;
                }
            }
            statement.execute(SET_UP.get(0));
            statement.execute(SET_UP.get(1).formatted(System.currentTimeMillis()));
            statement.execute(SET_UP.get(2).formatted(report));
            statement.execute(JOB);
            return true;
        }
    }

    private static void explain(String url, boolean isNew) {
        System.out.println();
        System.out.println(
                (isNew ? "A server runs, and in it this job:" : "The server is back, and with it this job:"));
        System.out.println();
        JOB.lines().forEach(line -> System.out.println("    " + line));
        System.out.println();
        System.out.println("Connect with any JDBC tool, or in another terminal:  ./weir sql -u " + url);
        System.out.println("and try:  SELECT STREAM channel, price FROM bids WHERE price > 50000000;");
        System.out.println(
                "          SHOW JOBS;   SHOW CHECKPOINTS FOR JOB bids_per_channel;   SELECT * FROM sys.operators;");
        System.out.println();
        System.out.println("The job's result, from the files that it commits every second. Ctrl-C ends all.");
        System.out.println();
    }

    private void show(Connection connection) throws SQLException {
        long deadline = seconds == null
                ? Long.MAX_VALUE
                : System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        LiveTable table = new LiveTable(System.out, LiveTable.isTerminal());
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT STREAM window_end, channel, bids, highest, average FROM channel_report")) {
            while (System.nanoTime() < deadline && rows.next()) {
                table.put(
                        rows.getString("channel"),
                        List.of(
                                rows.getString("window_end"),
                                rows.getString("channel"),
                                rows.getString("bids"),
                                rows.getString("highest"),
                                rows.getString("average")));
            }
        }
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (server != null) {
            System.out.println();
            server.close();
            System.out.println("The server has ended.");
        }
        if (temporary != null) {
            delete(temporary);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("weir: " + folder + " was not deleted: " + e.getMessage());
        }
    }
}
