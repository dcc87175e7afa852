package io.weir.sqltests.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Real flights, and how they get into a topic. */
final class Flights {
    static final Path FLIGHTS = Path.of("src/test/resources/data/flights.jsonl").toAbsolutePath();
    static final Path AIRPORTS = Path.of("src/test/resources/data/airports.csv").toAbsolutePath();
    static final int PARTITIONS = 4;

    /** Far behind all flights: moves event time on so that every real window is complete. */
    private static final String SENTINEL =
            "{\"date\":\"2031/01/01 00:00\",\"delay\":0,\"distance\":0,\"origin\":\"---\",\"destination\":\"---\"}";

    private static final String ORIGIN = "\"origin\":\"";

    private Flights() {}

    static List<String> lines() throws IOException {
        return Files.readAllLines(FLIGHTS);
    }

    /** Sends flights, partition by origin so that order by airport is kept. */
    static void produce(String brokers, String topic, List<String> lines) {
        try (KafkaProducer<byte[], byte[]> producer = producer(brokers)) {
            for (String line : lines) {
                var unused = producer.send(record(topic, line));
            }
            producer.flush();
        }
    }

    /** Ends event time in every partition. */
    static void produceEnd(String brokers, String topic) {
        try (KafkaProducer<byte[], byte[]> producer = producer(brokers)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                var unused = producer.send(
                        new ProducerRecord<>(topic, partition, null, SENTINEL.getBytes(StandardCharsets.UTF_8)));
            }
            producer.flush();
        }
    }

    static ProducerRecord<byte[], byte[]> record(String topic, String line) {
        String origin =
                line.substring(line.indexOf(ORIGIN) + ORIGIN.length(), line.indexOf(ORIGIN) + ORIGIN.length() + 3);
        int partition = Math.floorMod(origin.hashCode(), PARTITIONS);
        return new ProducerRecord<>(topic, partition, null, line.getBytes(StandardCharsets.UTF_8));
    }

    static KafkaProducer<byte[], byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "delivery.timeout.ms", "120000", "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
