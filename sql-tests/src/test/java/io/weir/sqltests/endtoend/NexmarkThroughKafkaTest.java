package io.weir.sqltests.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Endless Nexmark: one job writes bids into a topic, another one counts them by window into a second topic, and the
 * server is killed a few times. What was written must be a beginning of the generator's bids, and the counts those of a
 * batch database over it.
 */
@ExtendWith(RealParts.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class NexmarkThroughKafkaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int WINDOW_SECONDS = 10;
    private static final int PARTITIONS = 3;
    private static final String LAST =
            "{\"auction\":0,\"bidder\":0,\"price\":0,\"dateTime\":\"2031-01-01 00:00:00.000\"}";
    private static final int DELAY_SECONDS = 4;

    private final RealParts.Running parts;
    private final int kills = Integer.getInteger("weir.nexmark-kills", 4);
    private final long seed = Long.getLong("weir.seed", System.nanoTime());

    @TempDir
    Path folder;

    private ServerProcess server;

    NexmarkThroughKafkaTest(RealParts.Running parts) {
        this.parts = parts;
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private static String nexmark(String table, String more) {
        return """
                CREATE TABLE %s (auction BIGINT, bidder BIGINT, price BIGINT, "dateTime" TIMESTAMP(3))
                WITH ('connector' = 'nexmark', 'event-type' = 'bid', 'number-of-splits' = '1', 'first-event.rate' = '100', %s)""".formatted(table, more);
    }

    private List<String> statements(String checkpoints) {
        String brokers = parts.broker().bootstrapServers();
        String job = """
                CREATE JOB %s WITH (
                  'execution.checkpointing.interval' = '500 ms',
                  'execution.checkpointing.dir' = '%s/%s',
                  'restart-strategy.type' = 'fixed-delay', 'restart-strategy.fixed-delay.attempts' = '1000',
                  'restart-strategy.fixed-delay.delay' = '500 ms',
                  'parallelism' = '%d'
                ) AS %s""";
        return List.of(
                nexmark("generated", "'rows-per-second' = '2000'"),
                """
                CREATE TABLE bids (auction BIGINT, bidder BIGINT, price BIGINT, "dateTime" TIMESTAMP(3),
                  WATERMARK FOR "dateTime" AS "dateTime" - INTERVAL '%d' SECOND)
                WITH ('connector' = 'kafka', 'topic' = 'bids', 'properties.bootstrap.servers' = '%s', 'format' = 'json')""".formatted(DELAY_SECONDS, brokers),
                """
                CREATE TABLE counts (auction BIGINT, window_end TIMESTAMP(3), bids BIGINT, highest BIGINT)
                WITH ('connector' = 'kafka', 'topic' = 'counts', 'properties.bootstrap.servers' = '%s', 'format' = 'json')""".formatted(brokers),
                job.formatted(
                        "generate",
                        checkpoints,
                        "generate",
                        1,
                        "INSERT INTO bids SELECT auction, bidder, price, \"dateTime\" FROM generated"),
                job.formatted("count_bids", checkpoints, "count_bids", 2, """
                        INSERT INTO counts SELECT auction, window_end, COUNT(*), MAX(price)
                        FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR("dateTime"), INTERVAL '%d' SECOND))
                        GROUP BY auction, window_start, window_end""".formatted(WINDOW_SECONDS)));
    }

    @Test
    void whatIsCommittedIsABeginningOfTheStreamAndItsCounts() throws Exception {
        System.out.println("seed=" + seed + " kills=" + kills);
        String brokers = parts.broker().bootstrapServers();
        parts.broker().createTopic("bids", PARTITIONS);
        parts.broker().createTopic("counts", 2);
        String checkpoints = parts.hdfs().uri() + "/nexmark";
        server = new ServerProcess(folder);
        server.execute(statements(checkpoints));
        killSomeTimes(checkpoints + "/count_bids");
        server.execute(List.of("DROP JOB generate"));

        List<ConsumerRecord<byte[], byte[]>> bids = CommittedRecords.of(brokers, "bids");
        assertThat(Difference.of(sorted(bids, "auction", "bidder", "price", "dateTime"), generated(bids.size())))
                .as("seed %s: a beginning of the generator's bids", seed)
                .isEmpty();
        endTime(brokers);
        List<String> expected = expected(bids);
        List<String> counts = sorted(
                CommittedRecords.await(brokers, "counts", expected.size()), "auction", "window_end", "bids", "highest");

        System.out.println("seed=" + seed + " bids=" + bids.size() + " counts=" + counts.size());
        assertThat(Difference.of(counts, expected))
                .as("seed %s, server:\n%s", seed, server.jobs())
                .isEmpty();
        server.execute(List.of("DROP JOB count_bids"));
        try (Admin admin = parts.broker().admin()) {
            assertThat(Transactions.leftOpen(admin, "bids")).isEmpty();
            assertThat(Transactions.leftOpen(admin, "counts")).isEmpty();
        }
    }

    /** Each time after a checkpoint of the counting job; and one more of these behind the last. */
    private void killSomeTimes(String checkpoints) throws IOException {
        Random random = new Random(seed);
        try (CheckpointWatch watch = new CheckpointWatch(checkpoints)) {
            long completed = watch.awaitCompleted(0, PATIENCE);
            for (int kill = 0; kill < kills; kill++) {
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(3000)).toNanos());
                server.kill();
                server.restart();
                long before = Math.max(completed, watch.latestCompleted());
                completed = watch.awaitCompleted(before, PATIENCE);
                assertThat(completed)
                        .as("seed %s, server:\n%s", seed, server.tail())
                        .isPositive();
            }
        }
    }

    private static List<String> sorted(List<ConsumerRecord<byte[], byte[]>> records, String... fields)
            throws IOException {
        List<String> rows = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            JsonNode json = JSON.readTree(record.value());
            List<String> values = new ArrayList<>();
            for (String field : fields) {
                values.add(json.get(field).asText());
            }
            rows.add(String.join("|", values));
        }
        rows.sort(null);
        return rows;
    }

    /** The first bids, from the generator itself. */
    private List<String> generated(int count) throws IOException, SQLException {
        List<String> rows = new ArrayList<>();
        server.execute(List.of(nexmark("first_bids", "'events.num' = '" + (count * 2 + 100) + "'")));
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet bids =
                        statement.executeQuery("SELECT auction, bidder, price, \"dateTime\" FROM first_bids")) {
            while (rows.size() < count && bids.next()) {
                LocalDateTime time = bids.getTimestamp(4).toLocalDateTime();
                rows.add(bids.getLong(1) + "|" + bids.getLong(2) + "|" + bids.getLong(3) + "|" + TIME.format(time));
            }
        }
        rows.sort(null);
        return rows;
    }

    /** Far behind all bids, in each partition: ends every window with real ones. */
    private static void endTime(String brokers) {
        try (KafkaProducer<byte[], byte[]> producer = Flights.producer(brokers)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                var unused = producer.send(new ProducerRecord<>("bids", partition, null, LAST.getBytes(UTF_8)));
            }
            producer.flush();
        }
    }

    /** The counts of all windows, by DuckDB. */
    private List<String> expected(List<ConsumerRecord<byte[], byte[]>> bids) throws IOException, SQLException {
        Path file = folder.resolve("bids.jsonl");
        List<String> lines = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> bid : bids) {
            lines.add(new String(bid.value(), UTF_8));
        }
        Files.write(file, lines);
        List<String> expected = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT auction, strftime(time_bucket(INTERVAL '%1$d seconds', dateTime) + INTERVAL '%1$d seconds', '%%Y-%%m-%%d %%H:%%M:%%S.%%g') AS window_end,
                               count(*), max(price)
                        FROM read_json('%2$s', format = 'newline_delimited',
                                       columns = {auction: 'BIGINT', bidder: 'BIGINT', price: 'BIGINT', dateTime: 'TIMESTAMP'})
                        GROUP BY auction, window_end""".formatted(WINDOW_SECONDS, file))) {
            while (rows.next()) {
                expected.add(rows.getString(1) + "|" + rows.getString(2) + "|" + rows.getString(3) + "|"
                        + rows.getString(4));
            }
        }
        expected.sort(null);
        return expected;
    }
}
