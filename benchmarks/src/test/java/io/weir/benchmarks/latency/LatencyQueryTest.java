package io.weir.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.sql.StatementParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LatencyQueryTest {
    static List<String> names() {
        return LatencyQuery.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyScriptIsReadByWeir(String name) {
        String script = LatencyQuery.of(name).script("'connector' = 'a'", "'connector' = 'b'");
        assertThat(new StatementParser().parseScript(script)).hasSize(3);
        assertThat(script).doesNotContain("${");
    }

    @Test
    void unknownQueryIsRefused() {
        assertThatThrownBy(() -> LatencyQuery.of("q4"))
                .hasMessage("query 'q4' does not exist; there are q0, q1, count");
    }
}
