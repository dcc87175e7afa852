package io.weir.sqltests.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the flights job has committed, as any consumer with {@code read_committed} would. */
final class DelaysTopic {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DelaysTopic() {}

    /** All committed rows so far, in the form of {@link Flights#expected}, sorted; duplicates stand twice. */
    static List<String> committed(String brokers, String topic) throws IOException {
        List<String> rows = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    rows.add(row(JSON.readTree(record.value())));
                }
            }
        }
        rows.sort(null);
        return rows;
    }

    private static String row(JsonNode json) {
        return String.join(
                "|",
                json.get("state").asText(),
                json.get("iata").asText(),
                json.get("name").asText(),
                json.get("city").asText(),
                json.get("departure_hour").asText().replace('T', ' ').substring(0, 19),
                json.get("flights").asText(),
                String.format(Locale.ROOT, "%.6f", json.get("mean_delay").asDouble()),
                json.get("max_delay").asText());
    }
}
