package io.weir.benchmarks.kafka;

import io.weir.benchmarks.nexmark.NexmarkQuery;
import io.weir.benchmarks.result.HashedColumns;
import java.util.List;
import java.util.regex.Pattern;

/** Scripts from topics to a topic. The options are the same in both engines. */
public final class KafkaScript {
    private static final String FORMAT = "'format' = '";

    private KafkaScript() {}

    /** For Weir. */
    public static String weir(KafkaRequest request, KafkaRequest.Topics topics) {
        return topics(NexmarkQuery.of(request.query()).weirScript(source(request), sink(request, topics)), topics);
    }

    /** For Flink. */
    public static String flink(KafkaRequest request, KafkaRequest.Topics topics) {
        return topics(NexmarkQuery.of(request.query()).peerScript(source(request), sink(request, topics)), topics);
    }

    /** A script for Weir that fills the topic of one type of event. */
    static String fill(String type, String source, String bootstrapServers, String topic) {
        String tables = NexmarkQuery.tables("${SOURCE}");
        String generated = tables.replace("${SOURCE}", source);
        String stored = tables.replace("CREATE TABLE ", "CREATE TABLE topic_")
                .replace(
                        "${SOURCE}, 'event-type' = '" + type + "'",
                        "'connector' = 'kafka', 'topic' = '" + topic + "', " + broker(bootstrapServers)
                                + ", 'sink.delivery-guarantee' = 'at-least-once', " + FORMAT + "json'")
                .replace("${SOURCE}", source);
        return generated + "\n" + stored + "\nINSERT INTO topic_" + type + " SELECT * FROM " + type + ";\n";
    }

    /** The topics that a query reads: those of the tables in its FROM clauses. */
    static List<String> inputs(NexmarkQuery query, String prefix) {
        return EventTopics.TYPES.stream()
                .filter(type -> Pattern.compile("\\bFROM((?!\\bWHERE|\\bGROUP)[^()])*\\b" + type + "\\b")
                        .matcher(query.text())
                        .find())
                .map(type -> prefix + "-" + type)
                .toList();
    }

    /** The topic of one type of event, instead of the generator's option; without those of the hashing sink. */
    private static String topics(String script, KafkaRequest.Topics topics) {
        return script.replaceAll("'event-type' = '(\\w+)'", "'topic' = '" + topics.input() + "-$1'")
                .replaceAll(", '" + HashedColumns.OPTION + "' = '[^']*'", "");
    }

    private static String source(KafkaRequest request) {
        return "'connector' = 'kafka', " + broker(request.broker().bootstrapServers())
                + ", 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset', " + FORMAT
                + "json'";
    }

    private static String sink(KafkaRequest request, KafkaRequest.Topics topics) {
        return "'connector' = 'kafka', 'topic' = '" + topics.output() + "', "
                + broker(request.broker().bootstrapServers())
                + ", 'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '"
                + topics.output()
                + "', 'properties.transaction.timeout.ms' = '900000', 'properties.compression.type' = '"
                + request.compression() + "', " + FORMAT
                + (isUpdating(request.query()) ? "debezium-json'" : "json'");
    }

    /** Whether results are withdrawn; plain JSON cannot say that. */
    private static boolean isUpdating(String query) {
        return query.equals("q4") || query.equals("count");
    }

    private static String broker(String bootstrapServers) {
        return "'properties.bootstrap.servers' = '" + bootstrapServers + "'";
    }
}
