package io.weir.runtime.operator.topn;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.OperatorHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows are (team, score, name), ordered by score, the highest first. */
final class TopNTest {
    private final StrictStateBackends backends = new StrictStateBackends();

    private OperatorHarness harness(RankFunction rank, long from, long to, boolean emitRank, boolean insertOnly) {
        OperatorHarness.Builder builder = OperatorHarness.of(new TopNFactory(
                        "top",
                        "TopN",
                        List.of(0),
                        List.of(VARCHAR),
                        List.of(new SortKey(1, BIGINT, true, false)),
                        List.of(VARCHAR, BIGINT, VARCHAR),
                        rank,
                        from,
                        to,
                        emitRank,
                        insertOnly,
                        0))
                .input(VARCHAR, BIGINT, VARCHAR)
                .state(backends);
        return (emitRank ? builder.output(VARCHAR, BIGINT, VARCHAR, BIGINT) : builder.output(VARCHAR, BIGINT, VARCHAR))
                .open();
    }

    @Test
    void aBetterRowDisplacesTheLastOne() {
        OperatorHarness harness = harness(RankFunction.ROW_NUMBER, 1, 2, false, true);
        harness.process(0, "+I a 1 x", "+I a 2 y", "+I b 9 z");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a 2 y", "+I a 1 x", "+I b 9 z");
        harness.process(0, "+I a 0 w");
        assertThat(harness.rows()).isEmpty();
        harness.process(0, "+I a 3 v");
        assertThat(harness.rows()).containsExactly("-D a 1 x", "+I a 3 v");
    }

    @Test
    void withTheRankEveryRowBehindMovesDown() {
        OperatorHarness harness = harness(RankFunction.ROW_NUMBER, 1, 3, true, true);
        harness.process(0, "+I a 1 x", "+I a 2 y");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a 2 y 1", "+I a 1 x 2");
        harness.process(0, "+I a 3 z");
        assertThat(harness.rows())
                .containsExactly("-U a 2 y 1", "-U a 1 x 2", "+U a 3 z 1", "+U a 2 y 2", "+I a 1 x 3");
    }

    @Test
    void aWithdrawnRowMakesRoomForTheNext() {
        OperatorHarness harness = harness(RankFunction.ROW_NUMBER, 1, 2, false, false);
        harness.process(0, "+I a 1 x", "+I a 2 y", "+I a 3 z");
        harness.rows();
        harness.process(0, "-D a 3 z");
        assertThat(harness.rows()).containsExactly("-D a 3 z", "+I a 1 x");
        harness.process(0, "-D a 1 x", "-D a 2 y");
        assertThat(harness.rows()).containsExactlyInAnyOrder("-D a 1 x", "-D a 2 y");
        assertThat(backends.lastSnapshot().size("rows")).isZero();
    }

    @Test
    void aRowThatComesAndGoesInOneBatchIsNoChange() {
        OperatorHarness harness = harness(RankFunction.ROW_NUMBER, 1, 2, true, false);
        harness.process(0, "-U a 7 x", "+I a 7 x");
        assertThat(harness.rows()).isEmpty();
    }

    @Test
    void rowsWithTheSameRankAllComeOut() {
        OperatorHarness harness = harness(RankFunction.RANK, 1, 2, true, true);
        harness.process(0, "+I a 5 x", "+I a 5 y", "+I a 4 z");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a 5 x 1", "+I a 5 y 1");
        harness.process(0, "+I a 6 w");
        assertThat(harness.rows())
                .containsExactlyInAnyOrder("-U a 5 x 1", "-U a 5 y 1", "+I a 6 w 1", "+U a 5 x 2", "+U a 5 y 2");
    }

    @Test
    void denseRanksHaveNoGaps() {
        OperatorHarness harness = harness(RankFunction.DENSE_RANK, 2, 2, true, true);
        harness.process(0, "+I a 5 x", "+I a 5 y", "+I a 4 z", "+I a 3 w");
        assertThat(harness.rows()).containsExactly("+I a 4 z 2");
    }

    @Test
    void equalRowsCountEach() {
        OperatorHarness harness = harness(RankFunction.ROW_NUMBER, 2, 3, false, false);
        harness.process(0, "+I a 5 x", "+I a 5 x", "+I a 5 x", "+I a 5 x");
        assertThat(harness.rows()).containsExactly("+I a 5 x", "+I a 5 x");
        harness.process(0, "-D a 5 x", "-D a 5 x");
        assertThat(harness.rows()).containsExactly("-D a 5 x");
    }

    @Test
    void nullsComeLastIfTheOrderSaysSo() {
        OperatorHarness harness = harness(RankFunction.ROW_NUMBER, 1, 1, false, true);
        harness.process(0, "+I a NULL x", "+I NULL NULL z");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a NULL x", "+I NULL NULL z");
        harness.process(0, "+I a -5 y");
        assertThat(harness.rows()).containsExactly("-D a NULL x", "+I a -5 y");
    }

    @Test
    void thousandsOfChangesGoOutBatchByBatch() {
        OperatorHarness harness = harness(RankFunction.ROW_NUMBER, 1, 20_000, true, true);
        List<String> rows = new ArrayList<>();
        IntStream.range(0, 10_000).forEach(i -> rows.add("+I a " + i + " x"));
        harness.process(0, rows.toArray(String[]::new));
        assertThat(harness.rows()).hasSize(10_000);
        harness.process(0, "+I a 10000 x");
        assertThat(harness.batchesInCall()).isLessThanOrEqualTo(2);
        assertThat(harness.rows()).hasSize(20_001);
    }
}
