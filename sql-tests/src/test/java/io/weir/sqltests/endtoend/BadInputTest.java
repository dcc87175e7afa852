package io.weir.sqltests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users are told when something is wrong, by a real server over JDBC: within seconds, and while another job goes
 * on.
 */
@ExtendWith(RealParts.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BadInputTest {
    private static final Duration SECONDS = Duration.ofSeconds(25);

    private final RealParts.Running parts;

    private ServerProcess server;
    private Connection connection;

    BadInputTest(RealParts.Running parts) {
        this.parts = parts;
    }

    @BeforeAll
    void startServerWithAJobThatIsInOrder(@TempDir Path folder) throws Exception {
        server = new ServerProcess(folder);
        connection = server.connect();
        execute("CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '100')");
        execute("CREATE TABLE hole (n BIGINT) WITH ('connector' = 'blackhole')");
        execute(
                "CREATE JOB steady WITH ('execution.checkpointing.interval' = '500 ms') AS INSERT INTO hole SELECT n FROM numbers");
    }

    @AfterEach
    void theOtherJobGoesOn() throws Exception {
        long before = Long.parseLong(job("steady", "completed_checkpoints"));
        await(() -> Long.parseLong(job("steady", "completed_checkpoints")) > before);
        assertThat(job("steady", "state")).isEqualTo("RUNNING");
        assertThat(job("steady", "num_restarts")).isEqualTo("0");
    }

    @AfterAll
    void stopServer() throws SQLException {
        connection.close();
        server.close();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + SECONDS.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    values.add(rows.getString(column));
                }
                found.add(String.join(" | ", values));
            }
        }
        return found;
    }

    private String job(String name, String column) throws SQLException {
        return rows("SELECT " + column + " FROM sys.jobs WHERE name = '" + name + "'")
                .get(0);
    }

    /** What a statement is refused with: SQLSTATE and text. */
    private String refused(String sql) {
        long start = System.nanoTime();
        SQLException error = catchThrowableOfType(SQLException.class, () -> execute(sql));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("time").isLessThan(SECONDS);
        assertThat((Throwable) error).as("error of %s", sql).isNotNull();
        return error.getSQLState() + " " + error.getMessage();
    }

    /**
     * Waits until a job has failed for good.
     *
     * @return with what
     */
    private String failed(String name) throws Exception {
        await(() -> job(name, "state").equals("FAILED"));
        return job(name, "last_error");
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String kafka(String table, String columns, String topic, String more) {
        return "CREATE TABLE " + table + " (" + columns + ") WITH ('connector' = 'kafka', 'topic' = '" + topic
                + "', 'properties.bootstrap.servers' = '" + parts.broker().bootstrapServers()
                + "', 'format' = 'json'" + more + ")";
    }

    private void produce(String topic, String... values) {
        try (KafkaProducer<byte[], byte[]> producer =
                Flights.producer(parts.broker().bootstrapServers())) {
            for (String value : values) {
                var unused =
                        producer.send(new ProducerRecord<>(topic, 0, null, value.getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    @Test
    void anUnknownColumn() {
        assertThat(refused("SELECT STREAM m FROM numbers")).isEqualTo("""
                42703 1:15: table "numbers" has no column "m"
                Detail: The columns are "n".""");
    }

    @Test
    void anUnknownConnectorOption() {
        assertThat(
                        refused(
                                "CREATE TABLE t (n BIGINT) WITH ('connector' = 'kafka', 'topik' = 'x', 'properties.bootstrap.servers' = 'localhost:9092', 'format' = 'json')"))
                .startsWith(
                        "42704 1:56: connector 'kafka' with format 'json' has no option 'topik'\nDetail: The options are 'bad-records', ")
                .endsWith(", 'topic', 'value.format'.\nHint: Did you mean 'topic'?");
    }

    @Test
    void anUnknownSetKey() {
        assertThat(refused("SET 'execution.checkpointing.intervall' = '1 s'")).isEqualTo("""
                42704 option 'execution.checkpointing.intervall' does not exist
                Hint: Did you mean 'execution.checkpointing.interval'?""");
    }

    @Test
    void anUnreachableBroker() throws Exception {
        int port = unusedPort();
        execute(
                "CREATE TABLE far_away (n BIGINT) WITH ('connector' = 'kafka', 'topic' = 'x', 'properties.bootstrap.servers' = '127.0.0.1:"
                        + port + "', 'format' = 'json')");
        assertThat(refused("CREATE JOB j AS INSERT INTO hole SELECT n FROM far_away"))
                .isEqualTo("""
                08001 table "far_away": no answer from the Kafka brokers at 127.0.0.1:%d
                Detail: Timed out waiting for a node assignment. Call: %s
                Hint: Check 'properties.bootstrap.servers' and that a broker listens there.""".formatted(port, "listNodes"));
        assertThat(refused("CREATE JOB j AS INSERT INTO far_away SELECT n FROM numbers"))
                .isEqualTo("""
                08001 table "far_away": no answer from the Kafka brokers at 127.0.0.1:%d
                Detail: Timed out waiting for a node assignment. Call: %s
                Hint: Check 'properties.bootstrap.servers' and that a broker listens there.""".formatted(port, "listNodes"));
        SQLException whileReading =
                catchThrowableOfType(SQLException.class, () -> rows("SELECT STREAM n FROM far_away"));
        assertThat((Throwable) whileReading)
                .hasMessageContaining("no answer from the Kafka brokers at 127.0.0.1:" + port);
    }

    @Test
    void aMissingTopic() throws Exception {
        execute(kafka("missing", "n BIGINT", "nowhere", ""));
        assertThat(refused("CREATE JOB j AS INSERT INTO hole SELECT n FROM missing"))
                .isEqualTo("""
                42704 table "missing": there is no topic "nowhere" on %s
                Hint: Create the topic first, or correct the option 'topic'.""".formatted(parts.broker().bootstrapServers()));
        assertThat(refused("CREATE JOB j AS INSERT INTO missing SELECT n FROM numbers"))
                .isEqualTo("""
                42704 table "missing": there is no topic "nowhere" on %s
                Hint: Create the topic first, or correct the option 'topic'.""".formatted(parts.broker().bootstrapServers()));
    }

    @Test
    void unreachableHdfs() throws Exception {
        int port = unusedPort();
        assertThat(refused("CREATE JOB j WITH ('execution.checkpointing.dir' = 'hdfs://127.0.0.1:" + port
                        + "/weir') AS INSERT INTO hole SELECT n FROM numbers"))
                .startsWith("58030 checkpoint storage: cannot write to hdfs://127.0.0.1:" + port
                        + "/weir\nDetail: ConnectException: ")
                .contains("Connection refused")
                .endsWith(
                        "Hint: Check the address and that the file system is up; set 'execution.checkpointing.dir' to change it.");
    }

    @Test
    void aJobNameUsedTwice() {
        assertThat(refused("CREATE JOB steady AS INSERT INTO hole SELECT n FROM numbers"))
                .isEqualTo("""
                42710 1:12: job "steady" exists already
                Hint: Choose another name, or DROP JOB first.""");
    }

    @Test
    void aMalformedRecordFailsTheJobThatSaysSo() throws Exception {
        parts.broker().createTopic("malformed-fail", 1);
        produce("malformed-fail", "{\"n\":1}", "{\"n\":", "{\"n\":3}");
        execute(kafka("strict", "n BIGINT", "malformed-fail", ""));
        execute("CREATE JOB strict_job AS INSERT INTO hole SELECT n FROM strict");
        assertThat(failed("strict_job")).isEqualTo("""
                record at topic "malformed-fail" partition 0 offset 1 cannot be read: not JSON: Unexpected end-of-input within/between Object entries (at byte 5)
                Hint: Set the table option 'bad-records' to 'skip' or 'dead-letter' to go on behind such records.""");
    }

    @Test
    void aWrongTypeInARecord() throws Exception {
        parts.broker().createTopic("wrong-type", 1);
        produce("wrong-type", "{\"n\":1}", "{\"n\":\"many\"}");
        execute(kafka("typed", "n BIGINT", "wrong-type", ""));
        execute("CREATE JOB typed_job AS INSERT INTO hole SELECT n FROM typed");
        assertThat(failed("typed_job")).isEqualTo("""
                record at topic "wrong-type" partition 0 offset 1 cannot be read: field "n": wanted BIGINT, found "many"
                Hint: Set the table option 'bad-records' to 'skip' or 'dead-letter' to go on behind such records.""");
    }

    @Test
    void malformedRecordsAreSkippedAndCounted() throws Exception {
        parts.broker().createTopic("malformed-skip", 1);
        produce("malformed-skip", "{\"n\":1}", "{\"n\":", "{\"n\":\"many\"}", "{\"n\":4}");
        execute(kafka("lenient", "n BIGINT", "malformed-skip", ", 'bad-records' = 'skip'"));
        execute("CREATE TABLE kept (n BIGINT)");
        execute(
                "CREATE JOB lenient_job WITH ('execution.checkpointing.interval' = '500 ms') AS INSERT INTO kept SELECT n FROM lenient");
        await(() -> rows("SELECT n FROM kept ORDER BY n").equals(List.of("1", "4")));
        assertThat(rows("SELECT counters FROM sys.operators WHERE job_name = 'lenient_job' AND counters LIKE '%Bad%'"))
                .singleElement()
                .asString()
                .contains("numBadRecords=2");
    }

    @Test
    void malformedRecordsGoToTheDeadLetterTable() throws Exception {
        parts.broker().createTopic("malformed-keep", 1);
        produce("malformed-keep", "{\"n\":1}", "{\"n\":", "{\"n\":\"many\"}", "{\"n\":4}");
        execute("CREATE TABLE letters (place VARCHAR, record VARBINARY, cause VARCHAR, seen_at TIMESTAMP_LTZ(3))");
        execute("CREATE TABLE good (n BIGINT)");
        execute(kafka(
                "careful",
                "n BIGINT",
                "malformed-keep",
                ", 'bad-records' = 'dead-letter', 'bad-records.table' = 'letters'"));
        execute(
                "CREATE JOB careful_job WITH ('execution.checkpointing.interval' = '500 ms') AS INSERT INTO good SELECT n FROM careful");
        await(() -> rows("SELECT n FROM good ORDER BY n").equals(List.of("1", "4")));
        await(() -> rows("SELECT place FROM letters").size() == 2);
        assertThat(rows("SELECT place, CAST(record AS VARCHAR), cause FROM letters ORDER BY place"))
                .containsExactly(
                        "topic \"malformed-keep\" partition 0 offset 1 | {\"n\": | not JSON: Unexpected end-of-input within/between Object entries (at byte 5)",
                        "topic \"malformed-keep\" partition 0 offset 2 | {\"n\":\"many\"} | field \"n\": wanted BIGINT, found \"many\"");
    }

    @Test
    void aJobThatFailsLeavesNoTransactionOpen() throws Exception {
        parts.broker().createTopic("fails-later", 1);
        parts.broker().createTopic("open-when-failed", 1);
        produce("fails-later", "{\"n\":1}");
        execute(kafka("fails_later", "n BIGINT", "fails-later", ""));
        execute(kafka("open_when_failed", "n BIGINT", "open-when-failed", ""));
        execute(
                "CREATE JOB failing_job WITH ('execution.checkpointing.interval' = '1 min') AS INSERT INTO open_when_failed SELECT n FROM fails_later");
        try (Admin admin = parts.broker().admin()) {
            await(() -> Transactions.open(admin, "open-when-failed").size() > 1);
            produce("fails-later", "{");

            assertThat(failed("failing_job")).contains("offset 1 cannot be read");

            assertThat(Transactions.leftOpen(admin, "open-when-failed")).isEmpty();
        }
    }
}
