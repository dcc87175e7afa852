package io.weir.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.ConnectorHarness;
import io.weir.connector.format.debezium.DebeziumFormatFactory;
import io.weir.connector.format.json.JsonFormatFactory;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Source and sink against a broker in its own process. */
class KafkaConnectorTest {
    private static final Schema SCHEMA = ConnectorHarness.schema("id", DataType.of(TypeKind.BIGINT));

    @TempDir
    static Path folder;

    private static KafkaBroker broker;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start(folder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static TableDescriptor table(String topic, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put("topic", topic);
        options.putIfAbsent("properties.bootstrap.servers", broker.bootstrapServers());
        return new TableDescriptor("t", SCHEMA, List.of(), List.of(), new Options(options));
    }

    private static Source source(String topic, Map<String, String> more) {
        TableDescriptor table = table(topic, more);
        Format format = new JsonFormatFactory().create(table);
        return new KafkaConnector().source(table, Optional.of(format)).orElseThrow();
    }

    private static Sink sink(String topic, Map<String, String> more) {
        TableDescriptor table = table(topic, more);
        Format format = new JsonFormatFactory().create(table);
        return new KafkaConnector().sink(table, Optional.of(format)).orElseThrow();
    }

    private static void produce(String topic, int partition, String... values) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String value : values) {
                var unused = producer.send(
                        new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    private static Batch ids(long... ids) {
        return Batch.of(ids.length, new LongColumn(ids.length, ids, null));
    }

    private static List<Long> committed(String topic) throws InterruptedException {
        try (Reading reading =
                new Reading(source(topic, Map.of("scan.bounded.mode", "latest-offset")), List.of(), false)) {
            return reading.until(Integer.MAX_VALUE).rows;
        }
    }

    /** A commit is answered before its rows can be read: the coordinator writes the markers afterwards. */
    private static List<Long> awaitCommitted(String topic, int rowCount) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        List<Long> rows = committed(topic);
        while (rows.size() < rowCount && System.nanoTime() < deadline) {
            rows = committed(topic);
        }
        return rows;
    }

    @Test
    void allPartitionsAreReadAndPositionsGoOnAtTheNextRecord() throws InterruptedException {
        broker.createTopic("read", 2);
        produce("read", 0, "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
        produce("read", 1, "{\"id\":11}");
        List<SplitPosition> positions;
        try (Reading reading = new Reading(source("read", Map.of()), List.of(), false)) {
            assertThat(reading.until(4).rows).containsExactlyInAnyOrder(1L, 2L, 3L, 11L);
            positions = reading.reader.snapshot(1);
        }
        produce("read", 0, "{\"id\":4}");
        try (Reading reading = new Reading(source("read", Map.of()), positions, true)) {
            assertThat(reading.until(1).rows).containsExactly(4L);
        }
    }

    @Test
    void aPartitionAddedWhileTheJobWasDownIsReadFromItsBeginning() throws InterruptedException {
        broker.createTopic("grow", 1);
        produce("grow", 0, "{\"id\":1}");
        Map<String, String> latest = Map.of("scan.startup.mode", "latest-offset");
        List<SplitPosition> positions;
        try (Reading reading = new Reading(source("grow", latest), List.of(), false)) {
            produce("grow", 0, "{\"id\":2}");
            assertThat(reading.until(1).rows).containsExactly(2L);
            positions = reading.reader.snapshot(1);
        }
        broker.addPartitions("grow", 2);
        produce("grow", 1, "{\"id\":21}");
        try (Reading reading = new Reading(source("grow", latest), positions, true)) {
            assertThat(reading.until(1).rows).containsExactly(21L);
        }
    }

    @Test
    void aPartitionAddedWhileTheJobRunsIsFound() throws InterruptedException {
        broker.createTopic("found", 1);
        Map<String, String> often = Map.of("scan.topic-partition-discovery.interval", "200 ms");
        try (Reading reading = new Reading(source("found", often), List.of(), false)) {
            produce("found", 0, "{\"id\":1}");
            reading.until(1);
            broker.addPartitions("found", 2);
            produce("found", 1, "{\"id\":21}");
            assertThat(reading.until(2).rows).containsExactly(1L, 21L);
            assertThat(reading.reader.splitCount()).isEqualTo(2);
        }
    }

    @Test
    void badRecordsAreReportedWithTheirPlaceAndTheRestIsRead() throws InterruptedException {
        broker.createTopic("bad", 1);
        produce("bad", 0, "{\"id\":1}", "{\"id\":\"x\"}", "{\"id\":3}", "{\"id\":4}");
        try (Reading reading = new Reading(source("bad", Map.of()), List.of(), false)) {
            assertThat(reading.until(3).rows).containsExactly(1L, 3L, 4L);
            assertThat(reading.bad).singleElement().asString().startsWith("topic \"bad\" partition 0 offset 1: ");
        }
    }

    @Test
    void rowsAreSeenWhenTheirCheckpointIsCommitted() throws InterruptedException {
        broker.createTopic("commit", 1);
        Writing writing = new Writing(sink("commit", Map.of()), "job-commit", 1, List.of());
        writing.writer.write(ids(1, 2));
        List<byte[]> first = writing.prepare(1);
        writing.writer.write(ids(3));
        assertThat(committed("commit")).isEmpty();
        writing.committer.commit(1, first);
        assertThat(awaitCommitted("commit", 2)).containsExactly(1L, 2L);
        writing.committer.commit(2, writing.prepare(2));
        assertThat(awaitCommitted("commit", 3)).containsExactly(1L, 2L, 3L);
        assertThat(writing.failure.get()).isNull();
        writing.writer.close();
    }

    @Test
    void manyCheckpointsReuseAFewTransactionalIds() throws InterruptedException {
        broker.createTopic("ring", 1);
        Writing writing = new Writing(sink("ring", Map.of()), "job-ring", 1, List.of());
        Set<String> ids = new HashSet<>();
        List<Long> written = new ArrayList<>();
        for (long checkpoint = 1; checkpoint <= 30; checkpoint++) {
            writing.writer.write(ids(checkpoint));
            written.add(checkpoint);
            List<byte[]> committables = writing.prepare(checkpoint);
            ids.add(Committable.decode(committables.get(0)).transactionalId());
            writing.committer.commit(checkpoint, committables);
        }
        assertThat(awaitCommitted("ring", written.size())).containsExactlyElementsOf(written);
        assertThat(ids).hasSize(8);
        writing.writer.close();
    }

    @Test
    void whatACheckpointNamesIsCommittedAfterTheWriterAndTheBrokerWereKilled() throws Exception {
        broker.createTopic("recover", 1);
        Writing crashed = new Writing(sink("recover", Map.of()), "job-recover", 1, List.of());
        crashed.writer.write(ids(1, 2));
        List<byte[]> named = crashed.prepare(1);
        crashed.writer.write(ids(3));
        crashed.prepare(2); // of a checkpoint that never completed
        broker.kill();
        broker.restart();

        Writing recovered = new Writing(sink("recover", Map.of()), "job-recover", 2, named);
        assertThat(awaitCommitted("recover", 2)).containsExactly(1L, 2L);
        recovered.writer.write(ids(3, 4));
        recovered.committer.commit(2, recovered.prepare(2));
        assertThat(awaitCommitted("recover", 4)).containsExactly(1L, 2L, 3L, 4L);

        // A second crash before the next checkpoint recovers from the same one; nothing is committed twice.
        new Writing(sink("recover", Map.of()), "job-recover", 3, named);
        assertThat(awaitCommitted("recover", 4)).containsExactly(1L, 2L, 3L, 4L);
        crashed.writer.close();
        recovered.writer.close();
    }

    @Test
    void aJobFromASavepointLeavesTheTransactionsOfTheJobThatRunsOn() throws Exception {
        broker.createTopic("beside", 1);
        Writing first = new Writing(sink("beside", Map.of()), "job-beside-a", 1, List.of());
        first.writer.write(ids(1, 2));
        List<byte[]> named = first.prepare(1);
        first.writer.write(ids(3));
        List<byte[]> behind = first.prepare(2);

        CompletableFuture<Writing> starting = CompletableFuture.supplyAsync(
                () -> new Writing(sink("beside", Map.of()), "job-beside-b", 1, named), RealIo.THREADS);
        assertThatThrownBy(() -> starting.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(committed("beside")).isEmpty();
        first.committer.commit(1, named);
        Writing second = starting.get(30, TimeUnit.SECONDS);
        second.writer.write(ids(13));
        second.committer.commit(2, second.prepare(2));
        second.committer.end();
        first.committer.commit(2, behind);
        first.writer.write(ids(4));
        first.committer.commit(3, first.prepare(3));
        assertThat(awaitCommitted("beside", 5)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 13L);
        assertThat(first.failure).hasNullValue();
        first.writer.close();
        second.writer.close();
    }

    @Test
    void aJobFromASavepointCommitsWhatItNamesIfItsJobDoesNot() throws Exception {
        broker.createTopic("orphaned", 1);
        Writing first = new Writing(sink("orphaned", Map.of()), "job-orphaned-a", 1, List.of());
        first.writer.write(ids(1, 2));
        List<byte[]> named = first.prepare(1);
        first.writer.write(ids(3));
        List<byte[]> behind = first.prepare(2);
        Writing second = new Writing(sink("orphaned", Map.of()), "job-orphaned-b", 1, named);
        assertThat(awaitCommitted("orphaned", 2)).containsExactly(1L, 2L);
        // The first job was only slow, and was killed now: it finds its rows committed, and goes on with the others.
        Writing again =
                new Writing(sink("orphaned", Map.of()), "job-orphaned-a", 2, List.of(named.get(0), behind.get(0)));
        assertThat(awaitCommitted("orphaned", 3)).containsExactly(1L, 2L, 3L);
        first.writer.close();
        second.writer.close();
        again.writer.close();
    }

    @Test
    void noTransactionStaysOpenAfterRecovery() throws Exception {
        broker.createTopic("open", 1);
        Writing crashed = new Writing(sink("open", Map.of()), "job-open", 1, List.of());
        crashed.writer.write(ids(1));
        crashed.prepare(1);
        crashed.writer.write(ids(2));
        crashed.prepare(2);
        try (Brokers brokers = new Brokers(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(brokers.openTransactions("weir-job-open")).hasSize(2);
            new Writing(sink("open", Map.of()), "job-open", 2, List.of());
            assertThat(brokers.openTransactions("weir-job-open")).isEmpty();
        }
        assertThat(committed("open")).isEmpty();
        crashed.writer.close();
    }

    @Test
    void aCommitIsRepeatedForThePartitionThatWasNotToldOfIt() throws Exception {
        broker.createTopic("lost-commit", 2);
        Committable named = HalfEndedTransaction.commit(broker, "lost-commit", "weir-job-lost-commit-sink-1-0-0");
        assertThat(committed("lost-commit")).containsExactly(1L);

        Writing recovered = new Writing(sink("lost-commit", Map.of()), "job-lost-commit", 2, List.of(named.encode()));

        assertThat(committed("lost-commit")).containsExactlyInAnyOrder(1L, 2L);
        recovered.writer.write(ids(3));
        recovered.committer.commit(1, recovered.prepare(1));
        assertThat(committed("lost-commit")).containsExactlyInAnyOrder(1L, 2L, 3L);
        recovered.writer.close();
    }

    @Test
    void aCommitThatNoCheckpointNamesAnyMoreIsRepeatedToo() throws Exception {
        broker.createTopic("old-commit", 2);
        HalfEndedTransaction.commit(broker, "old-commit", "weir-job-old-commit-sink-1-0-0");
        new Writing(sink("old-commit", Map.of()), "job-old-commit", 2, List.of());
        assertThat(committed("old-commit")).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void anAbortIsRepeatedForThePartitionThatWasNotToldOfIt() throws Exception {
        broker.createTopic("lost-abort", 2);
        HalfEndedTransaction.abort(broker, "lost-abort", "weir-job-lost-abort-sink-1-0-0");
        Writing recovered = new Writing(sink("lost-abort", Map.of()), "job-lost-abort", 2, List.of());
        produce("lost-abort", 0, "{\"id\":3}");
        produce("lost-abort", 1, "{\"id\":4}");
        assertThat(committed("lost-abort")).containsExactlyInAnyOrder(3L, 4L);
        recovered.writer.close();
    }

    @Test
    void whatOthersHaveOpenInTheTopicIsLeftAlone() throws Exception {
        broker.createTopic("others", 2);
        HalfEndedTransaction.commit(broker, "others", "somebody-else");
        new Writing(sink("others", Map.of()), "job-others", 2, List.of());
        assertThat(committed("others")).containsExactly(1L);
    }

    @Test
    void whatAnEarlierStartStillWritesDoesNotTouchTheTransactionsOfThisOne() throws Exception {
        broker.createTopic("zombie", 1);
        Writing zombie = new Writing(sink("zombie", Map.of()), "job-zombie", 1, List.of());
        Writing current = new Writing(sink("zombie", Map.of()), "job-zombie", 2, List.of());
        current.writer.write(ids(1));
        List<byte[]> named = current.prepare(1);

        zombie.writer.write(ids(1)); // opens its first transaction only now
        zombie.prepare(1);
        current.committer.commit(1, named);

        assertThat(awaitCommitted("zombie", 1)).containsExactly(1L);
        zombie.writer.close();
        current.writer.close();
    }

    @Test
    void whatAnEarlierStartOpensBehindTheRecoveryIsAbortedWithALaterCommit() throws Exception {
        broker.createTopic("latecomer", 1);
        Writing zombie = new Writing(sink("latecomer", Map.of()), "job-latecomer", 1, List.of());
        Writing current = new Writing(sink("latecomer", Map.of()), "job-latecomer", 2, List.of());
        zombie.writer.write(ids(1));
        zombie.prepare(1); // readers stop before it
        current.writer.write(ids(2));
        current.committer.commit(1, current.prepare(1));
        assertThat(committed("latecomer")).isEmpty();

        current.lateMillis = 30_000;
        current.committer.commit(2, List.of());

        assertThat(awaitCommitted("latecomer", 1)).containsExactly(2L);
        zombie.writer.close();
        current.writer.close();
    }

    @Test
    void anEarlierStartThatEndsLateDoesNotAbortTransactionsOfThisOne() throws Exception {
        broker.createTopic("late-end", 1);
        Writing zombie = new Writing(sink("late-end", Map.of()), "job-late-end", 1, List.of());
        Writing current = new Writing(sink("late-end", Map.of()), "job-late-end", 2, List.of());
        current.writer.write(ids(1));
        List<byte[]> named = current.prepare(1);

        zombie.committer.end();
        zombie.committer.close();
        current.committer.commit(1, named);

        assertThat(awaitCommitted("late-end", 1)).containsExactly(1L);
        zombie.writer.close();
        current.writer.close();
    }

    @Test
    void aClosedWriterOpensNoTransactionForRowsThatWaited() throws Exception {
        broker.createTopic("closed", 1);
        Writing writing = new Writing(sink("closed", Map.of()), "job-closed", 1, List.of());
        writing.writer.close();
        writing.writer.write(ids(1));
        assertThatThrownBy(() -> writing.prepare(1)).hasMessageContaining("has ended with its attempt");
        try (Brokers brokers = new Brokers(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(brokers.openTransactions("weir-job-closed")).isEmpty();
        }
    }

    @Test
    void aTransactionThatTimedOutIsReportedAsLost() throws Exception {
        broker.createTopic("late", 1);
        Map<String, String> options = Map.of("properties.transaction.timeout.ms", "1000");
        Writing crashed = new Writing(sink("late", options), "job-late", 1, List.of());
        crashed.writer.write(ids(1));
        List<byte[]> named = crashed.prepare(1);
        try (Brokers brokers = new Brokers(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!brokers.openTransactions("weir-job-late").isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
        assertThatThrownBy(() -> new Writing(sink("late", options), "job-late", 2, named))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining(
                        "can no longer be committed: the brokers aborted it after its time-out of 1000 ms");
        crashed.writer.close();
    }

    @Test
    void whatIsWithdrawnCanBeWrittenWhereTheFormatSaysIt() {
        TableDescriptor table = table("any", Map.of());
        assertThat(sinkOf(table, new JsonFormatFactory().create(table)).changelog())
                .isEqualTo(ChangelogKind.INSERT_ONLY);
        assertThat(sinkOf(table, new DebeziumFormatFactory().create(table)).changelog())
                .isEqualTo(ChangelogKind.ALL);
    }

    private static Sink sinkOf(TableDescriptor table, Format format) {
        return new KafkaConnector().sink(table, Optional.of(format)).orElseThrow();
    }

    @Test
    void aMissingTopicIsNamed() {
        assertThatThrownBy(() -> source("nowhere", Map.of()).validate())
                .hasMessage("there is no topic \"nowhere\" on " + broker.bootstrapServers()
                        + "\nHint: Create the topic first, or correct the option 'topic'.");
    }

    @Test
    void anUnreachableBrokerIsNamed() {
        assertThatThrownBy(() -> source("x", Map.of("properties.bootstrap.servers", "127.0.0.1:1"))
                        .validate())
                .hasMessageStartingWith("no answer from the Kafka brokers at 127.0.0.1:1");
    }

    @Test
    void aTransactionTimeoutThatCheckpointsWouldExceedIsRefused() {
        broker.createTopic("timeouts", 1);
        Sink other = sink("timeouts", Map.of("properties.transaction.timeout.ms", "60000"));
        assertThatThrownBy(() -> other.validate(10_000, 600_000))
                .hasMessageContaining("the transaction time-out of 60000 ms is not longer than")
                .hasMessageContaining("610000 ms");
        Sink tooLong = sink("timeouts", Map.of("properties.transaction.timeout.ms", "99000000"));
        assertThatThrownBy(() -> tooLong.validate(10_000, 600_000))
                .hasMessageContaining("99000000 ms is more than the brokers allow, 900000 ms");
    }

    @Test
    void propertiesThatLoadClassesAreRefused() {
        assertThatThrownBy(() -> source("x", Map.of("properties.interceptor.classes", "evil.Class")))
                .hasMessageContaining("connector 'kafka' does not take the client property 'interceptor.classes'");
        assertThatThrownBy(() -> source(
                        "x",
                        Map.of(
                                "properties.sasl.jaas.config",
                                "com.sun.security.auth.module.JndiLoginModule required;")))
                .hasMessageContaining("names a login module that is not allowed");
    }
}
