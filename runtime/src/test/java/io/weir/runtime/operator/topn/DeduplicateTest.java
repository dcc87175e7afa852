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
    private static final int TIME = 1;

    private static OperatorHarness harness(boolean keepLast, boolean insertOnly) {
        return OperatorHarness.of(new DeduplicateFactory(
                        "dedup",
                        "Deduplicate",
                        List.of(0),
                        List.of(BIGINT),
                        List.of(BIGINT, TIMESTAMP, VARCHAR),
                        keepLast,
                        TIME,
                        insertOnly,
                        0))
                .input(BIGINT, TIMESTAMP, VARCHAR)
                .output(BIGINT, TIMESTAMP, VARCHAR)
                .state(new StrictStateBackends())
                .open();
    }

    @Test
    void theFirstByTimeGivesWayToAnEarlierOne() {
        OperatorHarness harness = harness(false, true);
        harness.process(0, "+I 1 00:00:05 a", "+I 1 00:00:05 b", "+I 1 00:00:07 c");
        assertThat(harness.rows()).containsExactly("+I 1 00:00:05 a");
        harness.process(0, "+I 1 00:00:03 d", "+I 1 NULL e");
        assertThat(harness.rows()).containsExactly("-U 1 00:00:05 a", "+U 1 00:00:03 d");
    }

    @Test
    void theLastByTimeStaysUntilALaterOneComes() {
        OperatorHarness harness = harness(true, true);
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
        OperatorHarness harness = harness(true, true);
        harness.process(0, "+I 1 1969-12-31T00:00:05 a").process(0, "+I 1 1969-12-31T00:00:06 b");
        assertThat(harness.rows())
                .containsExactly(
                        "+I 1 1969-12-31T00:00:05 a", "-U 1 1969-12-31T00:00:05 a", "+U 1 1969-12-31T00:00:06 b");
    }

    @Test
    void whenTheLastByTimeIsWithdrawnTheOneBeforeComesBack() {
        OperatorHarness harness = harness(true, false);
        harness.process(0, "+I 1 00:00:05 a", "+I 1 00:00:06 b");
        harness.rows();
        harness.process(0, "-D 1 00:00:06 b");
        assertThat(harness.rows()).containsExactly("-D 1 00:00:06 b", "+I 1 00:00:05 a");
    }
}
