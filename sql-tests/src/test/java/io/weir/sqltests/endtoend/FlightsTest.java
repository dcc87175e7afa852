package io.weir.sqltests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The flights job against a real broker and real HDFS, straight and under {@code kill -9}. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class FlightsTest {
    private static final String SCHEDULED = "TO_TIMESTAMP(`date`, 'yyyy/MM/dd HH:mm')";
    private static final String SCHEDULED_HOUR = "strptime(date, '%%Y/%%m/%%d %%H:%%M')".replace("%%", "%");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path parts;

    @TempDir
    Path folder;

    private static KafkaBroker broker;
    private static HdfsProcess hdfs;

    private ServerProcess server;

    @BeforeAll
    static void startParts() throws IOException {
        Path brokerFolder = Files.createDirectory(parts.resolve("kafka"));
        broker = KafkaBroker.start(brokerFolder);
        hdfs = HdfsProcess.start(parts);
    }

    @AfterAll
    static void stopParts() {
        hdfs.close();
        broker.close();
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private void execute(String... statements) throws IOException, SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void createJob(String flights, String delays) throws IOException, SQLException {
        broker.createTopic(flights, Flights.PARTITIONS);
        broker.createTopic(delays, 2);
        for (String table : Flights.tables(broker.bootstrapServers(), SCHEDULED, "INTERVAL '0' SECOND")) {
            execute(table.replace("'flights'", "'" + flights + "'").replace("'delays'", "'" + delays + "'"));
        }
        execute("""
                CREATE JOB flight_delays WITH (
                  'execution.checkpointing.interval' = '1 s',
                  'execution.checkpointing.dir' = '%s/weir',
                  'state.backend.type' = 'rocksdb',
                  'restart-strategy.type' = 'fixed-delay',
                  'restart-strategy.fixed-delay.attempts' = '1000',
                  'restart-strategy.fixed-delay.delay' = '500 ms',
                  'parallelism.default' = '2'
                ) AS %s""".formatted(hdfs.uri(), Flights.INSERT));
    }

    private List<String> awaitRows(String topic, List<String> expected) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<String> rows = DelaysTopic.committed(broker.bootstrapServers(), topic);
        while (rows.size() < expected.size() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            rows = DelaysTopic.committed(broker.bootstrapServers(), topic);
        }
        return rows;
    }

    @Test
    void theJobWritesWhatABatchDatabaseComputes() throws Exception {
        server = new ServerProcess(folder);
        createJob("flights1", "delays1");
        Flights.produce(broker.bootstrapServers(), "flights1", Flights.lines());
        Flights.produceEnd(broker.bootstrapServers(), "flights1");
        List<String> expected = Flights.expected(SCHEDULED_HOUR);

        List<String> rows = awaitRows("delays1", expected);

        assertThat(rows).as(server.tail()).containsExactlyElementsOf(expected);
        assertThat(server.terminate()).isEqualTo(143);
    }

    @Test
    void nothingIsLostAndNothingComesTwiceUnderKills() throws Exception {
        int kills = Integer.getInteger("weir.kills", 10);
        long seed = Long.getLong("weir.seed", System.nanoTime());
        System.out.println("kills=" + kills + " seed=" + seed);
        Random random = new Random(seed);
        server = new ServerProcess(folder);
        createJob("flights2", "delays2");
        List<String> lines = Flights.lines();

        int sent = 0;
        for (int kill = 0; kill < kills; kill++) {
            int next = lines.size() * (kill + 1) / (kills + 1);
            Flights.produce(broker.bootstrapServers(), "flights2", lines.subList(sent, next));
            sent = next;
            // From within the first moments of a start to somewhere in its third second, checkpoints and commits among
            // them.
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(6000)).toNanos());
            server.kill();
            server.restart();
        }
        Flights.produce(broker.bootstrapServers(), "flights2", lines.subList(sent, lines.size()));
        Flights.produceEnd(broker.bootstrapServers(), "flights2");
        List<String> expected = Flights.expected(SCHEDULED_HOUR);

        List<String> rows = awaitRows("delays2", expected);

        assertThat(rows).as("seed %s, server:\n%s", seed, server.tail()).containsExactlyElementsOf(expected);
    }
}
