package io.weir.runtime.operator.join;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.TIMESTAMP;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Left rows are (currency, time, amount), right rows (currency, time, rate). */
final class TemporalJoinTest {
    private static final List<DataType> TYPES = List.of(VARCHAR, TIMESTAMP, BIGINT);
    private final StrictStateBackends backends = new StrictStateBackends();

    private OperatorHarness harness(boolean leftOuter) {
        return OperatorHarness.of(new TemporalJoinFactory(
                        "join",
                        "TemporalJoin",
                        leftOuter,
                        TYPES,
                        TYPES,
                        List.of(0),
                        List.of(0),
                        List.of(VARCHAR),
                        1,
                        1,
                        Optional.empty()))
                .input(VARCHAR, TIMESTAMP, BIGINT)
                .input(VARCHAR, TIMESTAMP, BIGINT)
                .output(VARCHAR, TIMESTAMP, BIGINT, VARCHAR, TIMESTAMP, BIGINT)
                .state(backends)
                .open();
    }

    @Test
    void aRowGetsTheVersionThatWasValidAtItsTime() {
        OperatorHarness harness = harness(false);
        harness.process(1, "+I eur 00:00:10 2", "+U eur 00:00:20 3", "-U eur 00:00:10 2");
        harness.process(0, "+I eur 00:00:05 50", "+I eur 00:00:10 100", "+I eur 00:00:19 190", "+I eur 00:00:20 200");
        assertThat(harness.rows()).isEmpty();
        harness.watermark("00:00:19");
        assertThat(harness.output())
                .containsExactly(
                        "+I eur 00:00:10 100 eur 00:00:10 2",
                        "+I eur 00:00:19 190 eur 00:00:10 2",
                        "watermark 00:00:19");
        harness.watermark("END");
        assertThat(harness.rows()).containsExactly("+I eur 00:00:20 200 eur 00:00:20 3");
        assertThat(backends.lastSnapshot().size("left")).isZero();
        assertThat(backends.lastSnapshot().size("timers")).isZero();
    }

    @Test
    void aVersionMayComeBehindTheRowThatNeedsIt() {
        OperatorHarness harness = harness(false);
        harness.process(0, "+I eur 00:00:12 120").process(1, "+I eur 00:00:11 3", "+I eur 00:00:01 1");
        harness.watermark("00:00:12");
        assertThat(harness.rows()).containsExactly("+I eur 00:00:12 120 eur 00:00:11 3");
    }

    @Test
    void aDeletionEndsTheVersion() {
        OperatorHarness harness = harness(true);
        harness.process(1, "+I eur 00:00:10 2", "-D eur 00:00:15 2");
        harness.process(0, "+I eur 00:00:14 1", "+I eur 00:00:16 2").watermark("00:00:30");
        assertThat(harness.rows())
                .containsExactly("+I eur 00:00:14 1 eur 00:00:10 2", "+I eur 00:00:16 2 NULL NULL NULL");
        harness.process(1, "+I usd 00:00:30 1");
        assertThat(backends.lastSnapshot().size("versions")).isEqualTo(1);
    }

    @Test
    void anOuterJoinKeepsRowsWithoutVersion() {
        OperatorHarness harness = harness(true);
        harness.process(0, "+I eur 00:00:14 1", "+I NULL 00:00:14 2", "+I eur NULL 3", "+I eur 00:00:14 1");
        assertThat(harness.rows()).containsExactly("+I NULL 00:00:14 2 NULL NULL NULL", "+I eur NULL 3 NULL NULL NULL");
        harness.watermark("00:00:14");
        assertThat(harness.rows())
                .containsExactly("+I eur 00:00:14 1 NULL NULL NULL", "+I eur 00:00:14 1 NULL NULL NULL");
    }

    @Test
    void versionsThatEndedAreForgotten() {
        OperatorHarness harness = harness(true);
        harness.watermark("00:00:30");
        harness.process(1, "+I eur 00:00:10 1", "+I eur 00:00:20 2", "+I eur 00:00:31 3");
        // A late row, whose version is gone, and one that asks for the version valid at the watermark.
        harness.process(0, "+I eur 00:00:15 1", "+I eur 00:00:30.5 2").watermark("00:00:31");
        assertThat(harness.rows())
                .containsExactly("+I eur 00:00:15 1 NULL NULL NULL", "+I eur 00:00:30.500 2 eur 00:00:20 2");
    }

    @Test
    void manyRowsComeBatchByBatch() {
        OperatorHarness harness = harness(true);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 9000; i++) {
            rows.add("+I eur 00:00:1" + i % 10 + " " + i);
        }
        harness.process(0, rows.toArray(String[]::new)).watermark("END");
        assertThat(harness.batchesInCall()).isLessThanOrEqualTo(1);
        assertThat(harness.rows()).hasSize(9000);
    }
}
