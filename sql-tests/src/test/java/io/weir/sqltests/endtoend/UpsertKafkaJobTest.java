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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A grouping whose groups change and go again is written by key into a topic, and read from there by a view; the server
 * is killed meanwhile. The view must hold what the groups are in the end.
 */
@ExtendWith(RealParts.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class UpsertKafkaJobTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int BIDS = 40_000;
    private static final int TOO_MANY = 30;

    private final RealParts.Running parts;

    @TempDir
    Path folder;

    private ServerProcess server;

    UpsertKafkaJobTest(RealParts.Running parts) {
        this.parts = parts;
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private List<String> statements() {
        String counts = """
                CREATE TABLE %s (auction BIGINT, bids BIGINT, highest BIGINT, PRIMARY KEY (auction) NOT ENFORCED)
                WITH ('connector' = 'upsert-kafka', 'topic' = 'groups', 'properties.bootstrap.servers' = '%s',
                      'key.format' = 'json', 'value.format' = 'json'%s)""";
        String brokers = parts.broker().bootstrapServers();
        return List.of(
                """
                CREATE TABLE bids (auction BIGINT, price BIGINT) WITH ('connector' = 'nexmark', 'event-type' = 'bid',
                  'rows-per-second' = '5000', 'events.num' = '%d')""".formatted(BIDS),
                counts.formatted("counts", brokers, ""),
                counts.formatted("counts_so_far", brokers, ", 'scan.bounded.mode' = 'latest-offset'"),
                """
                CREATE JOB count_bids WITH ('execution.checkpointing.interval' = '500 ms', 'parallelism' = '2')
                AS INSERT INTO counts SELECT auction, COUNT(*), MAX(price) FROM bids GROUP BY auction HAVING COUNT(*) < %d""".formatted(TOO_MANY),
                "CREATE MATERIALIZED VIEW copy AS SELECT auction, bids, highest FROM counts");
    }

    @Test
    void theViewHoldsTheGroupsOfTheBatchAnswer() throws Exception {
        parts.broker().createTopic("groups", 3);
        server = new ServerProcess(folder);
        server.execute(statements());
        await(() -> Long.parseLong(rows("SELECT completed_checkpoints FROM sys.jobs WHERE name = 'count_bids'")
                        .get(0))
                >= 3);
        server.kill();
        server.restart();

        List<String> expected = batchAnswer();
        await(() -> rows("SELECT auction, bids, highest FROM copy").equals(expected));
        assertThat(rows("SELECT auction, bids, highest FROM counts_so_far")).isEqualTo(expected);
        List<ConsumerRecord<byte[], byte[]>> records =
                CommittedRecords.of(parts.broker().bootstrapServers(), "groups");
        assertThat(records).as("groups that went").anyMatch(record -> record.value() == null);
        assertThat(records).as("groups that changed").hasSizeGreaterThan(expected.size());
        server.execute(List.of("DROP JOB IF EXISTS count_bids"));
        try (Admin admin = parts.broker().admin()) {
            assertThat(Transactions.leftOpen(admin, "groups")).isEmpty();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in time; server:\n" + server.jobs() + server.tail());
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private List<String> rows(String query) throws IOException, SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(rows.getString(column));
                }
                found.add(String.join("|", values));
            }
        }
        found.sort(null);
        return found;
    }

    /** Counted here, from the same generated rows. */
    private List<String> batchAnswer() throws IOException, SQLException {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Long> highest = new HashMap<>();
        for (String bid : rows("SELECT auction, price FROM bids")) {
            String[] values = bid.split("\\|");
            counts.merge(values[0], 1, Integer::sum);
            highest.merge(values[0], Long.parseLong(values[1]), Math::max);
        }
        List<String> groups = new ArrayList<>();
        counts.forEach((auction, count) -> {
            if (count < TOO_MANY) {
                groups.add(auction + "|" + count + "|" + highest.get(auction));
            }
        });
        groups.sort(null);
        assertThat(groups).hasSizeLessThan(counts.size()).hasSizeGreaterThan(10);
        return groups;
    }
}
