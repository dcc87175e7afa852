package io.weir.runtime.operator.over;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.TIMESTAMP;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.over.FrameSpec.Bound;
import io.weir.runtime.operator.over.FrameSpec.Place;
import io.weir.runtime.operator.over.FrameSpec.Unit;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows are (key, time, value), ordered by time. */
final class OverAggregateTest {
    private static final FrameSpec RUNNING_ROWS =
            new FrameSpec(Unit.ROWS, Bound.of(Place.UNBOUNDED_PRECEDING), Bound.of(Place.CURRENT_ROW));
    private final StrictStateBackends backends = new StrictStateBackends();

    private long ttlMillis;

    private OperatorHarness harness(boolean inOrder, OverCall... calls) {
        OverAggregateFactory factory = new OverAggregateFactory(
                "over",
                "Over",
                List.of(0),
                List.of(VARCHAR),
                List.of(new SortKey(1, TIMESTAMP, false, true)),
                List.of(VARCHAR, TIMESTAMP, BIGINT),
                List.of(calls),
                inOrder ? 1 : -1,
                inOrder,
                ttlMillis);
        assertThat(factory.isAppendOnly()).isEqualTo(inOrder);
        List<DataType> types = new ArrayList<>(List.of(VARCHAR, TIMESTAMP, BIGINT));
        for (OverCall call : calls) {
            types.add(call.resultType());
        }
        return OperatorHarness.of(factory)
                .input(VARCHAR, TIMESTAMP, BIGINT)
                .side(1, VARCHAR, TIMESTAMP, BIGINT)
                .output(types.toArray(DataType[]::new))
                .state(backends)
                .open();
    }

    private static OverCall sum(FrameSpec frame) {
        return OverCall.aggregate(AggregateCall.of(AggregateCall.Kind.SUM, List.of(2), List.of(BIGINT), BIGINT), frame);
    }

    private static OverCall value(OverCall.Kind kind, FrameSpec frame, long number) {
        return new OverCall(kind, List.of(2), Optional.empty(), frame, number, false, BIGINT);
    }

    @Test
    void aRowComesOutWhenTheWatermarkHasPassedIt() {
        OperatorHarness harness = harness(true, OverCall.ranking(OverCall.Kind.ROW_NUMBER, BIGINT), sum(RUNNING_ROWS));
        harness.process(0, "+I a 00:00:03 30", "+I a 00:00:01 10", "+I b 00:00:02 5");
        assertThat(harness.rows()).isEmpty();
        harness.watermark("00:00:02");
        assertThat(harness.output())
                .containsExactly("+I a 00:00:01 10 1 10", "+I b 00:00:02 5 1 5", "watermark 00:00:02");
        harness.process(0, "+I a 00:00:02 7", "+I a NULL 8");
        assertThat(harness.count("numLateRecordsDropped")).isEqualTo(2);
        assertThat(harness.side(1)).containsExactly("+I a 00:00:02 7", "+I a NULL 8");
        harness.watermark("00:00:09");
        assertThat(harness.rows()).containsExactly("+I a 00:00:03 30 2 40");
        assertThat(backends.lastSnapshot().size("rows")).isZero();
        assertThat(backends.lastSnapshot().size("timers")).isZero();
    }

    @Test
    void aPartitionThatNoRowComesForIsForgottenButNotTheRowsThatWait() {
        ttlMillis = 60_000;
        OperatorHarness harness = harness(
                true,
                OverCall.ranking(OverCall.Kind.ROW_NUMBER, BIGINT),
                sum(RUNNING_ROWS),
                value(OverCall.Kind.FIRST_VALUE, RUNNING_ROWS, 0));
        harness.process(0, "+I a 00:00:01 10", "+I b 00:00:01 5", "+I c 00:00:09 7")
                .watermark("00:00:02");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a 00:00:01 10 1 10 10", "+I b 00:00:01 5 1 5 5");
        harness.advanceTo(50_000).process(0, "+I b 00:00:03 6").watermark("00:00:03");
        harness.advanceTo(100_000).process(0, "+I a 00:00:04 1", "+I b 00:00:04 1");
        assertThat(harness.rows()).containsExactly("+I b 00:00:03 6 2 11 5");
        harness.watermark("00:00:04");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a 00:00:04 1 1 1 1", "+I b 00:00:04 1 3 12 5");
        harness.advanceTo(3_600_000).restore();
        assertThat(backends.lastSnapshot().size("progress")).isZero();
        assertThat(backends.lastSnapshot().size("frame0-groups")).isZero();
        assertThat(backends.lastSnapshot().size("rows")).isEqualTo(1);
        harness.process(0, "+I c 00:00:10 1").watermark("00:00:10");
        assertThat(harness.rows()).containsExactly("+I c 00:00:09 7 1 7 7", "+I c 00:00:10 1 2 8 7");
        harness.advanceTo(7_200_000).restore();
        for (String table : List.of("rows", "timers", "touched", "idle", "progress")) {
            assertThat(backends.lastSnapshot().size(table)).as(table).isZero();
        }
    }

    @Test
    void rowsOfTheSameTimeSeeEachOtherInARange() {
        OperatorHarness harness = harness(true, sum(FrameSpec.DEFAULT), OverCall.ranking(OverCall.Kind.RANK, BIGINT));
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:01 2", "+I a 00:00:02 4")
                .watermark("00:00:01");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a 00:00:01 1 3 1", "+I a 00:00:01 2 3 1");
        harness.watermark("00:00:02");
        assertThat(harness.rows()).containsExactly("+I a 00:00:02 4 7 3");
    }

    @Test
    void aFrameInTimeKeepsTheRowsThatItStillReaches() {
        FrameSpec frame = new FrameSpec(Unit.RANGE, Bound.preceding(2_000_000), Bound.of(Place.CURRENT_ROW));
        OperatorHarness harness = harness(true, sum(frame));
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:02 2", "+I a 00:00:04 4")
                .watermark("00:00:04");
        assertThat(harness.rows()).containsExactly("+I a 00:00:01 1 1", "+I a 00:00:02 2 3", "+I a 00:00:04 4 6");
        harness.process(0, "+I a 00:00:06 8").watermark("00:00:07");
        assertThat(harness.rows()).containsExactly("+I a 00:00:06 8 12");
        harness.watermark("00:00:10").process(0, "+I a 00:00:11 16").watermark("END");
        assertThat(harness.rows()).containsExactly("+I a 00:00:11 16 16");
    }

    @Test
    void theFirstAndTheLaggingValueAreRememberedOverTheWatermark() {
        OperatorHarness harness = harness(
                true,
                value(OverCall.Kind.FIRST_VALUE, RUNNING_ROWS, 0),
                value(OverCall.Kind.NTH_VALUE, RUNNING_ROWS, 2),
                value(OverCall.Kind.LAG, FrameSpec.DEFAULT, 2));
        for (int second = 1; second <= 5; second++) {
            harness.process(0, "+I a 00:00:0" + second + " " + second).watermark("00:00:0" + second);
        }
        assertThat(harness.rows())
                .containsExactly(
                        "+I a 00:00:01 1 1 NULL NULL",
                        "+I a 00:00:02 2 1 2 NULL",
                        "+I a 00:00:03 3 1 2 1",
                        "+I a 00:00:04 4 1 2 2",
                        "+I a 00:00:05 5 1 2 3");
    }

    @Test
    void aWithdrawnRowChangesTheResultsBehindIt() {
        OperatorHarness harness = harness(false, sum(RUNNING_ROWS));
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:02 2", "+I a 00:00:03 3");
        assertThat(harness.rows()).containsExactly("+I a 00:00:01 1 1", "+I a 00:00:02 2 3", "+I a 00:00:03 3 6");
        harness.process(0, "-D a 00:00:02 2");
        assertThat(harness.rows()).containsExactly("-D a 00:00:02 2 3", "-U a 00:00:03 3 6", "+U a 00:00:03 3 4");
        harness.process(0, "-D a 00:00:01 1", "-D a 00:00:03 3");
        assertThat(harness.rows()).containsExactlyInAnyOrder("-D a 00:00:01 1 1", "-D a 00:00:03 3 4");
        assertThat(backends.lastSnapshot().size("rows")).isZero();
        assertThat(backends.lastSnapshot().size("frame0-groups")).isZero();
    }

    @Test
    void equalRowsHaveResultsOfTheirOwn() {
        OperatorHarness harness = harness(false, OverCall.ranking(OverCall.Kind.ROW_NUMBER, BIGINT));
        harness.process(0, "+I a 00:00:01 1", "+I a 00:00:01 1");
        assertThat(harness.rows()).containsExactly("+I a 00:00:01 1 1", "+I a 00:00:01 1 2");
        harness.process(0, "-D a 00:00:01 1");
        assertThat(harness.rows()).containsExactly("-D a 00:00:01 1 2");
    }

    @Test
    void lookingAheadMakesAChangelog() {
        OperatorHarness harness = harness(
                false,
                value(OverCall.Kind.LEAD, FrameSpec.DEFAULT, 1),
                new OverCall(OverCall.Kind.NTILE, List.of(), Optional.empty(), FrameSpec.DEFAULT, 2, false, BIGINT));
        harness.process(0, "+I a 00:00:01 1").process(0, "+I a 00:00:02 2");
        assertThat(harness.rows())
                .containsExactly(
                        "+I a 00:00:01 1 NULL 1",
                        "-U a 00:00:01 1 NULL 1",
                        "+U a 00:00:01 1 2 1",
                        "+I a 00:00:02 2 NULL 2");
    }

    @Test
    void manyRowsComeBatchByBatch() {
        OperatorHarness harness = harness(true, OverCall.ranking(OverCall.Kind.ROW_NUMBER, BIGINT));
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 9000; i++) {
            rows.add("+I a 00:00:05 " + i);
        }
        harness.process(0, rows.toArray(String[]::new)).watermark("END");
        assertThat(harness.batchesInCall()).isLessThanOrEqualTo(1);
        assertThat(harness.rows()).hasSize(9000);
    }
}
