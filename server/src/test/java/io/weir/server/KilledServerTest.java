package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own that is killed at random moments while statements change the catalog. */
@Timeout(240)
class KilledServerTest {
    private static final int KILLS = 4;
    private static final String WITH = " (a INT) WITH ('connector' = 'datagen', 'rows-per-second' = '1')";

    @TempDir
    Path folder;

    private final Random random = new Random(System.nanoTime());
    private Process process;
    private String url;

    private void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "io.weir.server.cli.WeirMain",
                        "server",
                        "--port",
                        "0",
                        "--data-dir",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        List<String> seen = new ArrayList<>();
        String line = out.readLine();
        while (line != null && !line.startsWith("Weir listens at ")) {
            seen.add(line);
            line = out.readLine();
        }
        assertThat(line).as("output %s", seen).isNotNull();
        url = line.substring("Weir listens at ".length());
        Thread drain = new Thread(() -> out.lines().forEach(ignored -> {}));
        drain.setDaemon(true);
        drain.start();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAnyKill() throws Exception {
        Set<String> created = new HashSet<>();
        Set<String> dropped = new HashSet<>();
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int round = 0; round < KILLS; round++) {
                start();
                check(created, dropped);
                Process running = process;
                var unused =
                        killer.schedule(running::destroyForcibly, 50 + random.nextInt(1500), TimeUnit.MILLISECONDS);
                changeUntilKilled(round, created, dropped);
                running.waitFor();
            }
            start();
            check(created, dropped);
        } finally {
            killer.shutdownNow();
            process.destroyForcibly().waitFor();
        }
        assertThat(created).isNotEmpty();
    }

    /** Notes what was acknowledged. What was under way when the server died may be either way, and is noted nowhere. */
    private void changeUntilKilled(int round, Set<String> created, Set<String> dropped) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            if (round == 0) {
                statement.execute("CREATE TABLE source" + WITH);
                statement.execute("CREATE TABLE sink (a INT) WITH ('connector' = 'blackhole')");
                created.addAll(List.of("table source", "table sink"));
            }
            for (int i = 0; ; i++) {
                String name = "t_" + round + "_" + i;
                statement.execute("CREATE TABLE " + name + WITH);
                created.add("table " + name);
                if (i % 3 == 0) {
                    created.remove("table " + name);
                    statement.execute("DROP TABLE " + name);
                    dropped.add("table " + name);
                }
                if (i % 5 == 0) {
                    statement.execute("CREATE JOB j_" + name + " AS INSERT INTO sink SELECT a FROM source");
                    created.add("job j_" + name);
                }
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).startsWith("08");
        }
    }

    private void check(Set<String> created, Set<String> dropped) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            Set<String> found = new HashSet<>();
            TestServer.rows(statement, "SHOW TABLES", Integer.MAX_VALUE)
                    .forEach(row -> found.add("table " + row.substring(0, row.indexOf('|'))));
            TestServer.rows(statement, "SHOW JOBS", Integer.MAX_VALUE)
                    .forEach(row -> found.add("job " + row.substring(0, row.indexOf('|'))));
            assertThat(created).isSubsetOf(found);
            found.retainAll(dropped);
            assertThat(found).as("dropped, but there").isEmpty();
            assertThat(TestServer.rows(
                            statement,
                            "SELECT name, last_error FROM sys.jobs WHERE state = 'QUARANTINED'",
                            Integer.MAX_VALUE))
                    .isEmpty();
        }
    }
}
