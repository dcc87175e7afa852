package io.weir.runtime.operator.changelog;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.OperatorHarness;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NormalizeTest {
    private final StrictStateBackends backends = new StrictStateBackends();
    private final OperatorHarness harness = harness(0).state(backends).open();

    private static OperatorHarness.Builder harness(long ttlMillis) {
        return OperatorHarness.of(new NormalizeFactory(
                        "normalize", "Normalize", List.of(0), List.of(BIGINT), List.of(BIGINT, VARCHAR), ttlMillis))
                .input(BIGINT, VARCHAR)
                .output(BIGINT, VARCHAR);
    }

    @Test
    void aRowReplacesTheOneWithTheSameKey() {
        harness.process(0, "+I 1 a");
        assertThat(harness.rows()).containsExactly("+I 1 a");
        harness.process(0, "+I 1 b");
        assertThat(harness.rows()).containsExactly("-U 1 a", "+U 1 b");
        harness.process(0, "-D 1 NULL");
        assertThat(harness.rows()).containsExactly("-D 1 b");
        assertThat(backends.lastSnapshot().size("rows")).isZero();
    }

    @Test
    void aBatchMakesOneChangeOfEachKey() {
        harness.process(0, "+I 1 a", "+U 1 b", "-D 2 x", "+I NULL n", "-D 1 b", "+I 1 c");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I 1 c", "+I NULL n");
    }

    @Test
    void theSameRowAgainIsNoChange() {
        harness.process(0, "+I 1 a").process(0, "+U 1 a");
        assertThat(harness.rows()).containsExactly("+I 1 a");
    }

    @Test
    void aDeletionOfNothingIsNoChange() {
        harness.process(0, "-D 1 a", "-U 2 b");
        assertThat(harness.rows()).isEmpty();
        assertThat(backends.lastSnapshot().size("rows")).isZero();
    }

    @Test
    void anUpdateTornApartByABatchEndsInTheNewRow() {
        harness.process(0, "+I 1 a").process(0, "-U 1 a").process(0, "+U 1 b");
        assertThat(harness.rows()).containsExactly("+I 1 a", "-D 1 a", "+I 1 b");
    }

    @Test
    void aKeyThatNoRowHasTouchedForItsTimeToLiveIsNew() {
        OperatorHarness expiring = harness(10_000).open();
        expiring.process(0, "+I 1 a", "+I 2 a");
        expiring.advanceTo(8_000).process(0, "+U 1 a");
        expiring.advanceTo(16_000).process(0, "+U 1 b", "+U 2 b");
        assertThat(expiring.rows()).containsExactlyInAnyOrder("+I 1 a", "+I 2 a", "-U 1 a", "+U 1 b", "+I 2 b");
    }
}
