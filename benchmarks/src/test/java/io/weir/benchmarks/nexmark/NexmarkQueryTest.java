package io.weir.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.sql.StatementParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NexmarkQueryTest {
    static List<String> names() {
        return NexmarkQuery.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyScriptIsReadByWeir(String name) {
        String script = NexmarkQuery.of(name).weirScript("'connector' = 'a'", "'connector' = 'b'");
        assertThat(new StatementParser().parseScript(script)).hasSizeGreaterThanOrEqualTo(5);
        assertThat(script.replace("${SIDE_INPUT}", "")).doesNotContain("${");
    }

    @Test
    void unknownQueryIsRefused() {
        assertThatThrownBy(() -> NexmarkQuery.of("q24"))
                .hasMessage("query 'q24' does not exist; there are q0 to q23 and count");
    }
}
