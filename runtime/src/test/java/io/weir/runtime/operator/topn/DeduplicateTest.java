package io.weir.runtime.operator.topn;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.TIMESTAMP;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.OperatorHarness;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are (key, time, value). */
final class DeduplicateTest {
    private static final int ARRIVAL = -1;
    private static final int TIME = 1;

    private static OperatorHarness harness(boolean keepLast, int timeColumn, boolean insertOnly) {
        return OperatorHarness.of(new DeduplicateFactory(
                        "dedup",
                        "Deduplicate",
                        List.of(0),
                        List.of(BIGINT),
                        List.of(BIGINT, TIMESTAMP, VARCHAR),
                        keepLast,
                        timeColumn,
                        insertOnly,
                        0))
                .input(BIGINT, TIMESTAMP, VARCHAR)
                .output(BIGINT, TIMESTAMP, VARCHAR)
                .state(new StrictStateBackends())
                .open();
    }

    @Test
    void theFirstToArriveComesOutOnce() {
        OperatorHarness harness = harness(false, ARRIVAL, true);
        harness.process(0, "+I 1 00:00:05 a", "+I 2 00:00:05 b", "+I 1 00:00:01 c", "+I NULL NULL d");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:05 a", "+I 2 00:00:05 b", "+I NULL NULL d");
        harness.process(0, "+I NULL 00:00:01 e", "+I 2 00:00:00 f", "+I 3 00:00:00 g");
        assertThat(harness.rows()).containsExactly("+I 3 00:00:00 g");
    }

    @Test
    void theLastToArriveReplacesTheOneBefore() {
        OperatorHarness harness = harness(true, ARRIVAL, true);
        harness.process(0, "+I 1 00:00:05 a", "+I 1 00:00:01 b");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:01 b");
        harness.process(0, "+I 1 00:00:00 c").process(0, "+I 1 00:00:00 c");
        assertThat(harness.rows()).containsExactly("-U 1 00:00:01 b", "+U 1 00:00:00 c");
    }

    @Test
    void theFirstByTimeGivesWayToAnEarlierOne() {
        OperatorHarness harness = harness(false, TIME, true);
        harness.process(0, "+I 1 00:00:05 a", "+I 1 00:00:05 b", "+I 1 00:00:07 c");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:05 a");
        harness.process(0, "+I 1 00:00:03 d", "+I 1 NULL e");
        assertThat(harness.rows()).containsExactly("-U 1 00:00:05 a", "+U 1 00:00:03 d");
    }

    @Test
    void theLastByTimeStaysUntilALaterOneComes() {
        OperatorHarness harness = harness(true, TIME, true);
        harness.process(0, "+I 1 NULL n");
        assertThat(harness.rows()).containsExactly("+I 1 NULL n");
        harness.process(0, "+I 1 00:00:05 a", "+I 1 00:00:03 b");
        assertThat(harness.rows()).containsExactly("-U 1 NULL n", "+U 1 00:00:05 a");
        harness.process(0, "+I 1 00:00:05 c");
        assertThat(harness.rows()).containsExactly("-U 1 00:00:05 a", "+U 1 00:00:05 c");
        harness.process(0, "+I 1 NULL d");
        assertThat(harness.rows()).isEmpty();
    }

    @Test
    void timesBeforeTheEpochAreTimesToo() {
        OperatorHarness harness = harness(true, TIME, true);
        harness.process(0, "+I 1 1969-12-31T00:00:05 a").process(0, "+I 1 1969-12-31T00:00:06 b");
        assertThat(harness.rows())
                .containsExactly(
                        "+I 1 1969-12-31T00:00:05 a", "-U 1 1969-12-31T00:00:05 a", "+U 1 1969-12-31T00:00:06 b");
    }

    @Test
    void whenTheLastByTimeIsWithdrawnTheOneBeforeComesBack() {
        OperatorHarness harness = harness(true, TIME, false);
        harness.process(0, "+I 1 00:00:05 a", "+I 1 00:00:06 b");
        harness.rows();
        harness.process(0, "-D 1 00:00:06 b");
        assertThat(harness.rows()).containsExactly("-D 1 00:00:06 b", "+I 1 00:00:05 a");
    }

    @Test
    void whenTheLastToArriveIsWithdrawnTheOneBeforeComesBack() {
        OperatorHarness harness = harness(true, ARRIVAL, false);
        harness.process(0, "+I 1 00:00:09 a", "+I 1 00:00:06 b");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:06 b");
        harness.process(0, "-D 1 00:00:06 b");
        assertThat(harness.rows()).containsExactly("-U 1 00:00:06 b", "+U 1 00:00:09 a");
        harness.process(0, "-D 1 00:00:09 a");
        assertThat(harness.rows()).containsExactly("-D 1 00:00:09 a");
    }

    @Test
    void whenTheFirstToArriveIsWithdrawnTheNextOneFollows() {
        OperatorHarness harness = harness(false, ARRIVAL, false);
        harness.process(0, "+I 1 00:00:09 a", "+I 1 00:00:06 b");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:09 a");
        harness.process(0, "-U 1 00:00:09 a").process(0, "+U 1 00:00:09 c");
        assertThat(harness.rows()).containsExactly("-U 1 00:00:09 a", "+U 1 00:00:06 b");
    }

    @Test
    void anotherCopyOfTheFirstToArriveDoesNotMoveItBack() {
        OperatorHarness harness = harness(false, ARRIVAL, false);
        harness.process(0, "+I 1 00:00:09 a", "+I 1 00:00:06 b");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:09 a");
        harness.process(0, "+I 1 00:00:09 a").process(0, "-D 1 00:00:09 a");
        assertThat(harness.rows()).isEmpty();
    }

    @Test
    void aWithdrawalMayArriveBeforeItsRow() {
        OperatorHarness harness = harness(true, ARRIVAL, false);
        harness.process(0, "-U 1 00:00:09 a").process(0, "+I 1 00:00:09 a", "+I 1 00:00:08 b");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:08 b");
    }
}
