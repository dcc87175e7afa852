package io.weir.benchmarks.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.result.RowHash;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a run left in its topic: committed records alone.
 *
 * @param totals rows, and the sum of their hashes
 * @param lastMillis since 1970, when the last record was sent
 */
record TopicResult(Totals totals, long lastMillis) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TIME_WITH_FRACTION =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+");
    private static final Pattern TRAILING_ZEROS = Pattern.compile("\\.?0+$");
    private static final Duration POLL = Duration.ofMillis(500);

    /** Reads a topic to its end. */
    static TopicResult read(String bootstrapServers, String topic) throws IOException {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(topic)
                    .forEach(found -> partitions.add(new TopicPartition(topic, found.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Adder adder = new Adder();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    adder.add(record.value(), record.timestamp());
                }
            }
            return adder.result();
        }
    }

    /** How many records topics hold, markers of transactions included. */
    static long recordCount(String bootstrapServers, List<String> topics) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers), bytes, bytes)) {
            List<TopicPartition> partitions = new ArrayList<>();
            topics.forEach(topic -> consumer.partitionsFor(topic)
                    .forEach(found -> partitions.add(new TopicPartition(topic, found.partition()))));
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Adds records up: rows as such, or change events. */
    static final class Adder {
        private long changes;
        private long netRows;
        private long netHash;
        private long lastMillis;

        void add(byte[] value, long timestampMillis) throws IOException {
            JsonNode row = JSON.readTree(value);
            changes++;
            lastMillis = Math.max(lastMillis, timestampMillis);
            if (!row.has("op")) {
                add(row, 1);
                return;
            }
            add(row.get("before"), -1);
            add(row.get("after"), 1);
        }

        private void add(JsonNode row, int sign) {
            if (row.isNull()) {
                return;
            }
            // Engines may order and space fields as they like.
            Map<String, JsonNode> fields = new TreeMap<>();
            row.fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
            long hash = RowHash.START;
            for (JsonNode field : fields.values()) {
                hash = hash(hash, field);
            }
            netRows += sign;
            netHash += sign * RowHash.finish(hash);
        }

        private static long hash(long hash, JsonNode field) {
            if (field.isNull()) {
                return RowHash.addNull(hash);
            }
            if (field.isNumber()) {
                return RowHash.add(hash, new BigDecimal(field.asText()));
            }
            byte[] text = comparable(field.asText()).getBytes(StandardCharsets.UTF_8);
            return RowHash.add(hash, text, 0, text.length);
        }

        /** Of times one engine writes all digits of the fraction, the other only those up to the last that is not 0. */
        private static String comparable(String text) {
            return TIME_WITH_FRACTION.matcher(text).matches()
                    ? TRAILING_ZEROS.matcher(text).replaceFirst("")
                    : text;
        }

        TopicResult result() {
            return new TopicResult(new Totals(changes, netRows, netHash), lastMillis);
        }
    }
}
