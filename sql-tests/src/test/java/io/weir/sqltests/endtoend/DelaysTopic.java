package io.weir.sqltests.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the flights job has committed, in the form of {@link FlightsQuery#expected}, sorted. */
final class DelaysTopic {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DelaysTopic() {}

    static List<String> await(String brokers, String topic, int count) throws IOException {
        return rows(CommittedRecords.await(brokers, topic, count));
    }

    static List<String> committed(String brokers, String topic) throws IOException {
        return rows(CommittedRecords.of(brokers, topic));
    }

    private static List<String> rows(List<ConsumerRecord<byte[], byte[]>> records) throws IOException {
        List<String> rows = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            rows.add(row(JSON.readTree(record.value())));
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
