package io.weir.benchmarks.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.result.ResultTotals.Totals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TopicResultTest {
    private static Totals totals(String... records) throws IOException {
        TopicResult.Adder adder = new TopicResult.Adder();
        for (String record : records) {
            adder.add(record.getBytes(StandardCharsets.UTF_8), 7);
        }
        return adder.result().totals();
    }

    @Test
    void rowsAreComparedByValueWhateverTheirOrderAndSpelling() throws IOException {
        Totals one = totals("{\"a\": 1.50, \"t\": \"2015-07-15 00:00:00.120\"}", "{\"a\":2,\"t\":null}");
        Totals other = totals("{\"t\":null,\"a\":2}", "{\"t\":\"2015-07-15 00:00:00.12\",\"a\":1.5}");
        assertThat(one.sameResult(other)).isTrue();
        assertThat(one.sameResult(totals("{\"a\":1}", "{\"a\":2}"))).isFalse();
    }

    @Test
    void wholeSecondHasNoFraction() throws IOException {
        assertThat(totals("{\"t\":\"2015-07-15 00:00:00.000\"}").sameResult(totals("{\"t\":\"2015-07-15 00:00:00\"}")))
                .isTrue();
    }

    @Test
    void whatIsWithdrawnDoesNotCount() throws IOException {
        Totals updated = totals(
                "{\"before\":null,\"after\":{\"a\":1},\"op\":\"c\"}",
                "{\"before\":{\"a\":1},\"after\":null,\"op\":\"d\"}",
                "{\"before\":null,\"after\":{\"a\":2},\"op\":\"c\"}");
        assertThat(updated.sameResult(totals("{\"a\":2}"))).isTrue();
        assertThat(updated.changes()).isEqualTo(3);
    }
}
