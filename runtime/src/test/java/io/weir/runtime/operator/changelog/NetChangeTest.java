package io.weir.runtime.operator.changelog;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.OperatorHarness;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NetChangeTest {
    private final StrictStateBackends backends = new StrictStateBackends();

    private OperatorHarness.Builder builder() {
        return OperatorHarness.of(
                        new NetChangeFactory("net", "NetChange", List.of(0), List.of(BIGINT), List.of(BIGINT, VARCHAR)))
                .input(BIGINT, VARCHAR)
                .output(BIGINT, VARCHAR)
                .state(backends);
    }

    private final OperatorHarness harness = builder().open();
    /** Does not end an epoch after each call, as the snapshots of the other one do. */
    private final OperatorHarness gentle = builder().gentle().open();

    @Test
    void anEpochShowsTheNetChangeOfEachKey() {
        gentle.process(0, "+I 1 a", "+I 2 b").process(0, "-D 2 b", "-U 1 a", "+U 1 c");
        assertThat(gentle.rows()).isEmpty();
        gentle.epoch();
        assertThat(gentle.rows()).containsExactly("+I 1 c");
        gentle.process(0, "-U 1 c", "+U 1 d").process(0, "+I 3 x").epoch();
        assertThat(gentle.rows()).containsExactlyInAnyOrder("+U 1 d", "+I 3 x");
    }

    @Test
    void aCheckpointEndsAnEpochToo() {
        harness.process(0, "+I 1 a");
        assertThat(harness.rows()).containsExactly("+I 1 a");
        harness.process(0, "+U 1 b").process(0, "-U 1 a");
        assertThat(harness.rows()).containsExactly("+U 1 b");
        harness.process(0, "-D 1 b");
        assertThat(harness.rows()).containsExactly("-D 1 b");
        assertThat(backends.lastSnapshot().size("rows")).isZero();
        assertThat(backends.lastSnapshot().size("changed")).isZero();
    }

    @Test
    void aWithdrawalMayComeBeforeItsRow() {
        gentle.process(0, "-U 1 a", "+U 1 b", "+I 1 a").epoch();
        assertThat(gentle.rows()).containsExactly("+I 1 b");
    }

    @Test
    void aWithdrawalInAnEarlierEpochThanItsRowLeavesNothing() {
        harness.process(0, "-D 1 a");
        harness.process(0, "+I 1 a");
        assertThat(harness.rows()).isEmpty();
        assertThat(backends.lastSnapshot().size("rows")).isZero();
    }

    @Test
    void ofTwoRowsUnderOneKeyTheLastIsShownAndThenTheOther() {
        harness.process(0, "+I 1 a").process(0, "+I 1 b");
        assertThat(harness.rows()).containsExactly("+I 1 a", "+U 1 b");
        harness.process(0, "-D 1 b");
        assertThat(harness.rows()).containsExactly("+U 1 a");
    }

    @Test
    void aRowThatComesBackIsNoChange() {
        gentle.process(0, "+I 1 a").epoch();
        gentle.process(0, "-D 1 a", "+I 1 a").epoch();
        assertThat(gentle.rows()).containsExactly("+I 1 a");
    }

    @Test
    void theEndOfInputEndsAnEpoch() {
        gentle.process(0, "+I 1 a").endOfInput(0);
        assertThat(gentle.rows()).containsExactly("+I 1 a");
        gentle.epoch();
        assertThat(gentle.rows()).isEmpty();
    }
}
