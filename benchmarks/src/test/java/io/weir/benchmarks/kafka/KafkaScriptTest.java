package io.weir.benchmarks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.kafka.KafkaRequest.Broker;
import io.weir.benchmarks.kafka.KafkaRequest.Topics;
import io.weir.benchmarks.nexmark.NexmarkQuery;
import io.weir.benchmarks.run.EngineSettings;
import io.weir.sql.StatementParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaScriptTest {
    private static final EngineSettings SETTINGS = new EngineSettings("rocksdb", 2, 1, 0, "/folder");

    @ParameterizedTest
    @ValueSource(strings = {"q1", "q4"})
    void queriesReadTopicsInsteadOfTheGenerator(String query) {
        Topics topics = new Topics("in", "out");
        Broker broker = new Broker("host:1", 1);
        KafkaRequest request = new KafkaRequest(query, broker, "zstd", topics, topics, SETTINGS);
        String script = KafkaScript.weir(request, topics);
        assertThat(new StatementParser().parseScript(script)).hasSize(5);
        assertThat(script).contains("'topic' = 'in-bid'", "'topic' = 'out'").doesNotContain("event-type", "${");
        assertThat(List.of(script, KafkaScript.flink(request, topics)))
                .as("both engines write alike")
                .allMatch(each -> each.contains("'properties.compression.type' = 'zstd'"));
    }

    @Test
    void topicsAreFilledFromTheGenerator() {
        String script = new FillRequest("host:1", "in", 10, 1000, SETTINGS).script("auction");
        assertThat(new StatementParser().parseScript(script)).hasSize(7);
        assertThat(script)
                .containsOnlyOnce("'topic' = 'in-auction'")
                .endsWith("INSERT INTO topic_auction SELECT * FROM auction;\n");
    }

    @Test
    void inputsAreThoseThatTheQueryNames() {
        assertThat(KafkaScript.inputs(NexmarkQuery.of("q1"), "in")).containsExactly("in-bid");
        assertThat(KafkaScript.inputs(NexmarkQuery.of("q4"), "in")).containsExactly("in-auction", "in-bid");
    }
}
