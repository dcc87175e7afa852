package io.weir.connector.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.ConnectorHarness;
import io.weir.connector.format.csv.CsvFormatFactory;
import io.weir.connector.format.debezium.DebeziumFormatFactory;
import io.weir.connector.format.json.JsonFormatFactory;
import io.weir.connector.format.raw.RawFormatFactory;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.FormatFactory;
import io.weir.spi.connector.MetadataColumn;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables by key on a topic, against a broker in its own process. */
class UpsertKafkaTest {
    private static final DataType ID = DataType.of(TypeKind.BIGINT).notNull();
    private static final DataType NAME = DataType.of(TypeKind.VARCHAR);
    private static final DataType STRICT_NAME = NAME.notNull();
    private static final List<DataType> TYPES = List.of(ID, NAME);
    private static final Schema SCHEMA = ConnectorHarness.schema("id", ID, "name", NAME);
    private static final FormatFactory JSON = new JsonFormatFactory();

    @TempDir
    static Path folder;

    private static KafkaBroker broker;

    private final UpsertKafkaConnector connector = new UpsertKafkaConnector();

    @BeforeAll
    static void startBroker() throws IOException {
        broker = KafkaBroker.start(folder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static TableDescriptor table(String topic, Schema schema, List<Integer> key, String... options) {
        Map<String, String> all = new HashMap<>();
        all.put("connector", "upsert-kafka");
        all.put("topic", topic);
        all.put("properties.bootstrap.servers", broker.bootstrapServers());
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new TableDescriptor("t", schema, List.of(), key, new Options(all));
    }

    private static TableDescriptor table(String topic, String... options) {
        return table(topic, SCHEMA, List.of(0), options);
    }

    private Source source(TableDescriptor table, FormatFactory keys, FormatFactory values) {
        Format keyFormat = keys.create(connector.keyPart(table));
        return connector
                .source(table, keyFormat, values.create(connector.valuePart(table)))
                .orElseThrow();
    }

    private Sink sink(TableDescriptor table, FormatFactory keys, FormatFactory values) {
        Format keyFormat = keys.create(connector.keyPart(table));
        return connector
                .sink(table, keyFormat, values.create(connector.valuePart(table)))
                .orElseThrow();
    }

    private Sink sink(TableDescriptor table) {
        return sink(table, JSON, JSON);
    }

    private static Object[] row(RowKind kind, Object... values) {
        return Stream.concat(Stream.of(kind), Stream.of(values)).toArray();
    }

    private static Batch batch(List<DataType> types, Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(types);
        for (Object[] row : rows) {
            List<Object> values = List.of(row).subList(1, row.length);
            builder.addRow(types, ((RowKind) row[0]).code(), values);
        }
        return builder.build();
    }

    private static Batch put(long id, String name) {
        return batch(TYPES, row(RowKind.UPDATE_AFTER, id, name));
    }

    private static Batch delete(long id) {
        return batch(TYPES, row(RowKind.DELETE, id, "gone"));
    }

    /** Records as {@code key=value} by partition and offset, as any consumer of committed records sees them. */
    private static List<String> records(String topic) {
        List<String> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            for (var info : consumer.partitionsFor(topic)) {
                TopicPartition partition = new TopicPartition(topic, info.partition());
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                while (consumer.position(partition) < end) {
                    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                        records.add(record.key() + "=" + record.value());
                    }
                }
            }
        }
        return records;
    }

    /** A commit is answered before its records can be read: the coordinator writes the markers afterwards. */
    private static List<String> awaitRecords(String topic, int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        List<String> records = records(topic);
        while (records.size() < count && System.nanoTime() < deadline) {
            records = records(topic);
        }
        return records;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    /** {@code keysAndValues}: key, value, key, value, ...; null is none. */
    private static void produce(String topic, @Nullable String... keysAndValues) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < keysAndValues.length; i += 2) {
                var unused = producer.send(
                        new ProducerRecord<>(topic, bytes(keysAndValues[i]), bytes(keysAndValues[i + 1])));
            }
            producer.flush();
        }
    }

    private static List<String> read(Source source, List<DataType> types) throws InterruptedException {
        try (Reading reading = new Reading(source, List.of(), false)) {
            return reading.until(Integer.MAX_VALUE).texts(types);
        }
    }

    private Source bounded(String topic) {
        return source(table(topic, "scan.bounded.mode", "latest-offset"), JSON, JSON);
    }

    @Test
    void aRowThatIsPutHasKeyAndValueAndOneThatIsDeletedIsATombstone() {
        broker.createTopic("tombstones", 1);
        Writing writing = new Writing(sink(table("tombstones")), "job-tombstones", 1, List.of());
        writing.writer.write(batch(TYPES, row(RowKind.INSERT, 1L, "a"), row(RowKind.UPDATE_AFTER, 2L, "b")));
        writing.writer.write(batch(TYPES, row(RowKind.DELETE, 1L, "a"), row(RowKind.UPDATE_AFTER, 2L, "c")));
        writing.committer.commit(1, writing.prepare(1));
        assertThat(awaitRecords("tombstones", 4))
                .containsExactly(
                        "{\"id\":1}={\"id\":1,\"name\":\"a\"}",
                        "{\"id\":2}={\"id\":2,\"name\":\"b\"}",
                        "{\"id\":1}=null",
                        "{\"id\":2}={\"id\":2,\"name\":\"c\"}");
        writing.writer.close();
    }

    @Test
    void recordsOfAKeyStandInOnePartitionInTheOrderOfTheRows() throws InterruptedException {
        broker.createTopic("order", 3);
        Writing writing = new Writing(sink(table("order")), "job-order", 1, List.of());
        for (int round = 1; round <= 50; round++) {
            for (long id = 0; id < 20; id++) {
                writing.writer.write(round % 7 == 0 ? delete(id) : put(id, "r" + round));
                while (!writing.writer.isReady()) {
                    Thread.onSpinWait();
                }
            }
        }
        writing.committer.commit(1, writing.prepare(1));
        List<String> records = awaitRecords("order", 1000);
        for (long id = 0; id < 20; id++) {
            String key = "{\"id\":" + id + "}=";
            List<String> expected = new ArrayList<>();
            for (int round = 1; round <= 50; round++) {
                expected.add(key + (round % 7 == 0 ? "null" : "{\"id\":" + id + ",\"name\":\"r" + round + "\"}"));
            }
            assertThat(records.stream().filter(record -> record.startsWith(key)))
                    .containsExactlyElementsOf(expected);
        }
        Map<Long, String> last = new HashMap<>();
        read(bounded("order"), TYPES)
                .forEach(row -> last.put(Long.parseLong(row.replaceAll("\\D*(\\d+),.*", "$1")), row));
        assertThat(last).hasSize(20).allSatisfy((id, row) -> assertThat(row).isEqualTo("+I[" + id + ", r50]"));
        writing.writer.close();
    }

    @Test
    void whatACheckpointNamesIsCommittedAfterTheWriterAndTheBrokerWereKilled() throws Exception {
        broker.createTopic("recover", 1);
        Writing crashed = new Writing(sink(table("recover")), "job-recover", 1, List.of());
        crashed.writer.write(put(1, "a"));
        crashed.writer.write(put(2, "b"));
        crashed.writer.write(delete(1));
        List<byte[]> named = crashed.prepare(1);
        crashed.writer.write(put(1, "never committed"));
        crashed.prepare(2); // of a checkpoint that never completed
        broker.kill();
        broker.restart();

        Writing recovered = new Writing(sink(table("recover")), "job-recover", 2, named);
        recovered.writer.write(put(1, "again"));
        recovered.committer.commit(2, recovered.prepare(2));

        assertThat(awaitRecords("recover", 4))
                .containsExactly(
                        "{\"id\":1}={\"id\":1,\"name\":\"a\"}",
                        "{\"id\":2}={\"id\":2,\"name\":\"b\"}",
                        "{\"id\":1}=null",
                        "{\"id\":1}={\"id\":1,\"name\":\"again\"}");
        try (Brokers brokers = new Brokers(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!brokers.openTransactions("weir-job-recover").isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
        crashed.writer.close();
        recovered.writer.close();
    }

    @Test
    void atLeastOnceHasEverythingAtTheBrokersAtACheckpoint() {
        broker.createTopic("at-least-once", 1);
        Sink sink = sink(table("at-least-once", "sink.delivery-guarantee", "at-least-once"));
        Writing writing = new Writing(sink, "job-at-least-once", 1, List.of());
        writing.writer.write(put(1, "a"));
        writing.writer.write(delete(1));
        assertThat(writing.prepare(1)).isEmpty();
        assertThat(records("at-least-once")).containsExactly("{\"id\":1}={\"id\":1,\"name\":\"a\"}", "{\"id\":1}=null");
        writing.writer.close();
    }

    @Test
    void rowsArePutAndDeletedByKeyAndTheReadingGoesOnWhereItStopped() throws InterruptedException {
        broker.createTopic("read", 1);
        produce("read", "{\"id\":1}", "{\"id\":1,\"name\":\"a\"}", "{\"id\":1}", "{\"id\":1,\"name\":\"b\"}");
        produce("read", "{\"id\":2}", null, "{\"id\":3}", "{\"name\":\"the key is in the key\"}");
        Source source = source(table("read"), JSON, JSON);
        List<SplitPosition> positions;
        try (Reading reading = new Reading(source, List.of(), false)) {
            assertThat(reading.until(4).texts(TYPES))
                    .containsExactly("+I[1, a]", "+I[1, b]", "-D[2, null]", "+I[3, the key is in the key]");
            positions = reading.reader.snapshot(1);
        }
        produce("read", "{\"id\":1}", null);
        try (Reading reading = new Reading(source, positions, true)) {
            assertThat(reading.until(1).texts(TYPES)).containsExactly("-D[1, null]");
        }
    }

    @Test
    void aTopicWithTheHolesThatCompactionLeavesIsReadToItsEnd() throws InterruptedException {
        broker.createTopic("holes", 1);
        Writing writing = new Writing(sink(table("holes")), "job-holes", 1, List.of());
        writing.writer.write(put(1, "a"));
        writing.committer.commit(1, writing.prepare(1)); // its marker takes an offset
        writing.writer.write(put(1, "aborted"));
        writing.prepare(2);
        Writing next = new Writing(sink(table("holes")), "job-holes", 2, List.of());
        next.writer.write(put(2, "b"));
        next.committer.commit(2, next.prepare(2));
        awaitRecords("holes", 2);
        assertThat(read(bounded("holes"), TYPES)).containsExactly("+I[1, a]", "+I[2, b]");
        writing.writer.close();
        next.writer.close();
    }

    @Test
    void aTombstoneHasNullsAlsoWhereTheTableHasNone() throws InterruptedException {
        broker.createTopic("strict", 1);
        produce("strict", "{\"id\":1}", "{\"id\":1,\"name\":\"a\"}", "{\"id\":1}", null);
        Schema strict = ConnectorHarness.schema("id", ID, "name", STRICT_NAME);
        TableDescriptor table = table("strict", strict, List.of(0), "scan.bounded.mode", "latest-offset");
        assertThat(read(source(table, JSON, JSON), strict.types())).containsExactly("+I[1, a]", "-D[1, null]");
    }

    @Test
    void aRecordIsRefusedWholeWhateverPartOfItIsWrong() throws InterruptedException {
        broker.createTopic("bad", 1);
        produce("bad", null, "{\"id\":1,\"name\":\"no key\"}", "{\"id\":\"x\"}", "{\"id\":1,\"name\":\"a\"}");
        produce("bad", "{\"id\":2}", "{\"id\":2,\"name\":", "{\"id\":\"y\"}", null, "{\"id\":3}", "{\"name\":\"c\"}");
        try (Reading reading = new Reading(bounded("bad"), List.of(), false)) {
            assertThat(reading.until(Integer.MAX_VALUE).texts(TYPES)).containsExactly("+I[3, c]");
            assertThat(reading.bad).hasSize(4);
            assertThat(reading.bad.get(0)).isEqualTo("topic \"bad\" partition 0 offset 0: wanted a key, found none");
            assertThat(reading.bad.get(1)).startsWith("topic \"bad\" partition 0 offset 1: key: ");
            assertThat(reading.bad.get(2)).startsWith("topic \"bad\" partition 0 offset 2: ");
            assertThat(reading.bad.get(3)).startsWith("topic \"bad\" partition 0 offset 3: key: ");
        }
    }

    @Test
    void wantedColumnsComeFromBothPartsAndMetadataBehindThem() throws InterruptedException {
        broker.createTopic("wanted", 1);
        produce("wanted", "7,k", "7,x,k,1", "7,k", null);
        Schema schema =
                ConnectorHarness.schema("id", ID, "x", NAME, "k", STRICT_NAME, "n", DataType.of(TypeKind.INTEGER));
        DataType offset = RecordMetadata.TYPES.get("offset");
        TableDescriptor plain = table("wanted", schema, List.of(0, 2), "scan.bounded.mode", "latest-offset");
        TableDescriptor table = new TableDescriptor(
                "t", schema, List.of(new MetadataColumn("o", "offset", offset)), List.of(0, 2), plain.options());
        FormatFactory csv = new CsvFormatFactory();
        Source source = source(table, csv, csv).withColumns(List.of(0, 2, 3)).orElseThrow();
        assertThat(read(source, List.of(ID, STRICT_NAME, DataType.of(TypeKind.INTEGER), offset)))
                .containsExactly("+I[7, k, 1, 0]", "-D[7, k, null, 1]");
    }

    @Test
    void withoutTheKeyInTheValueARowIsPutTogetherFromBoth() throws InterruptedException {
        broker.createTopic("except", 2);
        Schema schema = ConnectorHarness.schema("k_id", ID, "name", NAME);
        TableDescriptor table = table(
                "except",
                schema,
                List.of(0),
                "value.fields-include",
                "EXCEPT_KEY",
                "key.fields-prefix",
                "k_",
                "scan.bounded.mode",
                "latest-offset");
        Writing writing = new Writing(sink(table, JSON, new RawFormatFactory()), "job-except", 1, List.of());
        writing.writer.write(put(1, "a"));
        writing.writer.write(delete(1));
        writing.committer.commit(1, writing.prepare(1));
        assertThat(awaitRecords("except", 2)).containsExactly("{\"id\":1}=a", "{\"id\":1}=null");
        assertThat(read(source(table, JSON, new RawFormatFactory()), TYPES)).containsExactly("+I[1, a]", "-D[1, null]");
        writing.writer.close();
    }

    @Test
    void aTableWithoutPrimaryKeyIsRefused() {
        TableDescriptor table = table("any", SCHEMA, List.of());
        assertThatThrownBy(() -> connector.keyPart(table))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("table \"t\" wants a primary key")
                .hasMessageContaining("Hint: Declare one: PRIMARY KEY (...) NOT ENFORCED.");
    }

    @Test
    void formatsThatCarryChangesThemselvesAreRefused() {
        assertThatThrownBy(() -> source(table("any"), JSON, new DebeziumFormatFactory()))
                .hasMessageContaining("option 'value.format' names a format whose records are changes by themselves");
    }

    @Test
    void aPrefixThatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> connector.keyPart(table("any", "key.fields-prefix", "k_")))
                .hasMessageContaining(
                        "option 'key.fields-prefix' wants the option 'value.fields-include' = 'EXCEPT_KEY'");
        assertThatThrownBy(() -> connector.keyPart(
                        table("any", "key.fields-prefix", "k_", "value.fields-include", "EXCEPT_KEY")))
                .hasMessageContaining("column \"id\" of the primary key does not begin with 'k_'");
    }

    @Test
    void aTableIsReadAndWrittenAsUpserts() {
        assertThat(connector.sourceChangelog(table("any"))).isEqualTo(ChangelogKind.UPSERT);
        assertThat(sink(table("any")).changelog()).isEqualTo(ChangelogKind.UPSERT);
    }
}
