package io.weir.runtime.operator.aggregate;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.BOOLEAN;
import static io.weir.runtime.testing.Types.DOUBLE;
import static io.weir.runtime.testing.Types.INTEGER;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.aggregate.AggregateCall.Kind;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.NetContent;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupAggregateTest {
    private final StrictStateBackends backends = new StrictStateBackends();

    /** Rows are (key, argument); the result is that of one call. */
    private OperatorHarness one(AggregateCall call, boolean insertOnly) {
        return harness(List.of(0), List.of(VARCHAR), List.of(call), insertOnly, true)
                .input(
                        VARCHAR,
                        call.argumentTypes().isEmpty()
                                ? BIGINT
                                : call.argumentTypes().get(0))
                .output(VARCHAR, call.resultType())
                .open();
    }

    private OperatorHarness.Builder harness(
            List<Integer> keys,
            List<DataType> keyTypes,
            List<AggregateCall> calls,
            boolean insertOnly,
            boolean emitsWithdrawals) {
        return OperatorHarness.of(new GroupAggregateFactory(
                        "group", "GroupAggregate", keys, keyTypes, calls, insertOnly, emitsWithdrawals, 0))
                .state(backends);
    }

    private static AggregateCall call(Kind kind, DataType argument, DataType result) {
        return AggregateCall.of(kind, List.of(1), List.of(argument), result);
    }

    private static AggregateCall count() {
        return AggregateCall.of(Kind.COUNT, List.of(), List.of(), BIGINT);
    }

    @Test
    void aGroupComesChangesAndGoes() {
        OperatorHarness harness = one(call(Kind.SUM, BIGINT, BIGINT), false);
        harness.process(0, "+I a 1", "+I a 2", "+I NULL 5");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a 3", "+I NULL 5");
        harness.process(0, "-D a 2", "+I a 4", "-U NULL 5", "+U NULL 5");
        assertThat(harness.rows()).containsExactly("-U a 3", "+U a 5");
        harness.process(0, "-D a 1", "-D a 4", "-D NULL 5");
        assertThat(harness.rows()).containsExactlyInAnyOrder("-D a 5", "-D NULL 5");
        assertThat(backends.lastSnapshot().size("groups")).isZero();
    }

    @Test
    void aWithdrawalMayComeBeforeItsRow() {
        OperatorHarness harness = one(call(Kind.SUM, BIGINT, BIGINT), false);
        harness.process(0, "-U a 1");
        assertThat(harness.rows()).isEmpty();
        harness.process(0, "+U a 2");
        assertThat(harness.rows()).isEmpty();
        harness.process(0, "+I a 1", "+I a 3");
        assertThat(harness.rows()).containsExactly("+I a 5");
    }

    @Test
    void aWithdrawalOfAnExtremeValueThatComesFirstIsNoOverflow() {
        OperatorHarness harness = one(call(Kind.SUM, BIGINT, BIGINT), false);
        harness.process(0, "-D a -9223372036854775808").process(0, "+I a -9223372036854775808");
        assertThat(harness.rows()).isEmpty();
        assertThat(backends.lastSnapshot().size("groups")).isZero();
    }

    @Test
    void aSumIsExactAsLongAsItsEndFits() {
        OperatorHarness harness = one(call(Kind.SUM, BIGINT, BIGINT), false);
        harness.process(0, "+I a 9223372036854775807", "+I a 9223372036854775807", "+I a -9223372036854775807");
        assertThat(harness.rows()).containsExactly("+I a 9223372036854775807");
        assertThatThrownBy(() -> harness.process(0, "+I a 1"))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("9223372036854775808 is out of range for BIGINT");
    }

    @Test
    void withoutKeysThereIsARowFromTheStart() {
        OperatorHarness harness = harness(
                        List.of(),
                        List.of(),
                        List.of(count(), AggregateCall.of(Kind.SUM, List.of(1), List.of(BIGINT), BIGINT)),
                        false,
                        true)
                .input(VARCHAR, BIGINT)
                .output(BIGINT, BIGINT)
                .open();
        harness.watermark("00:00:01");
        assertThat(harness.output()).containsExactly("+I 0 NULL", "watermark 00:00:01");
        harness.process(0, "+I a 1", "+I b 2");
        assertThat(harness.rows()).containsExactly("-U 0 NULL", "+U 2 3");
        harness.process(0, "-D a 1", "-D b 2");
        assertThat(harness.rows()).containsExactly("-U 2 3", "+U 0 NULL");
    }

    @Test
    void withoutCallsGroupsAreTheDistinctKeys() {
        OperatorHarness harness = harness(List.of(1, 0), List.of(BIGINT, VARCHAR), List.of(), false, true)
                .input(VARCHAR, BIGINT)
                .output(BIGINT, VARCHAR)
                .open();
        harness.process(0, "+I a 1", "+I a 1").process(0, "-D a 1").process(0, "-D a 1");
        assertThat(harness.rows()).containsExactly("+I 1 a", "-D 1 a");
    }

    @Test
    void aReaderThatKeepsTheLastRowGetsNoWithdrawals() {
        OperatorHarness harness = harness(List.of(0), List.of(VARCHAR), List.of(count()), false, false)
                .input(VARCHAR, BIGINT)
                .output(VARCHAR, BIGINT)
                .open();
        harness.process(0, "+I a 1").process(0, "+I a 2").process(0, "-D a 1", "-D a 2");
        assertThat(harness.rows())
                .startsWith("+I a 1", "+U a 2")
                .hasSize(3)
                .last()
                .asString()
                .startsWith("-D a");
    }

    @Test
    void infinitiesAndNansCanBeTakenOutAgain() {
        OperatorHarness harness = one(call(Kind.SUM, DOUBLE, DOUBLE), false);
        harness.process(0, "+I a 1.5", "+I a Infinity");
        assertThat(harness.rows()).containsExactly("+I a Infinity");
        harness.process(0, "+I a -Infinity");
        assertThat(harness.rows()).containsExactly("-U a Infinity", "+U a NaN");
        harness.process(0, "-D a Infinity", "+I a NaN", "-D a NaN");
        assertThat(harness.rows()).containsExactly("-U a NaN", "+U a -Infinity");
        harness.process(0, "-D a -Infinity");
        assertThat(harness.rows()).containsExactly("-U a -Infinity", "+U a 1.5");
    }

    @Test
    void aSumOfDoublesSurvivesItsOverflow() {
        OperatorHarness harness = one(call(Kind.SUM, DOUBLE, DOUBLE), false);
        harness.process(0, "+I a 1.0E308", "+I a 1.0E308", "+I a 2.5");
        assertThat(harness.rows()).containsExactly("+I a Infinity");
        harness.process(0, "-D a 1.0E308", "-D a 1.0E308");
        assertThat(harness.rows()).containsExactly("-U a Infinity", "+U a 2.5");
        harness.process(0, "-D a 2.5");
        assertThat(backends.lastSnapshot().size("groups")).isZero();
    }

    @Test
    void rowsWithDifferentMagnitudesLeaveNothingBehind() {
        OperatorHarness harness = one(call(Kind.SUM, DOUBLE, DOUBLE), false);
        harness.process(0, "+I a 1.0E9", "+I a 1.0E-3", "+I a 0.1").process(0, "-D a 1.0E9", "-D a 1.0E-3");
        assertThat(harness.rows().get(2)).isEqualTo("+U a 0.1");
        harness.process(0, "-D a 0.1");
        assertThat(backends.lastSnapshot().size("groups")).isZero();
    }

    @Test
    void anAverageOfLargeDoublesDoesNotOverflow() {
        OperatorHarness harness = one(call(Kind.AVG, DOUBLE, DOUBLE), false);
        harness.process(0, "+I a 1.5E308", "+I a 1.5E308", "+I a 1.5E308", "+I a 1.5E308");
        assertThat(harness.rows()).containsExactly("+I a 1.5E308");
    }

    @Test
    void nanIsTheGreatestNumber() {
        OperatorHarness harness = one(call(Kind.MAX, DOUBLE, DOUBLE), true);
        harness.process(0, "+I a Infinity").process(0, "+I a NaN").process(0, "+I a 1.0");
        assertThat(harness.rows()).containsExactly("+I a Infinity", "-U a Infinity", "+U a NaN");
    }

    @Test
    void aWithdrawnExtremeGivesWayToTheNext() {
        OperatorHarness harness = one(call(Kind.MIN, VARCHAR, VARCHAR), false);
        harness.process(0, "+I k b", "+I k a", "+I k a", "+I k NULL");
        assertThat(harness.rows()).containsExactly("+I k a");
        harness.process(0, "-D k a");
        assertThat(harness.rows()).isEmpty();
        harness.process(0, "-D k a");
        assertThat(harness.rows()).containsExactly("-U k a", "+U k b");
        harness.process(0, "-D k b");
        assertThat(harness.rows()).containsExactly("-U k b", "+U k NULL");
    }

    @Test
    void ofTextsThatAreNotWithdrawnTheExtremeIsKept() {
        OperatorHarness harness = one(call(Kind.MAX, VARCHAR, VARCHAR), true);
        harness.process(0, "+I k NULL", "+I j b");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I k NULL", "+I j b");
        harness.process(0, "+I k b", "+I k d", "+I j a", "+I k c");
        assertThat(harness.rows()).containsExactly("-U k NULL", "+U k d");
        harness.process(0, "+I k da", "+I k D", "+I j b");
        assertThat(harness.rows()).containsExactly("-U k d", "+U k da");
        assertThat(backends.lastSnapshot().size("values0")).isEqualTo(2);
    }

    @Test
    void onlyRowsThatPassTheFilterCount() {
        AggregateCall filtered =
                new AggregateCall(Kind.COUNT, List.of(), List.of(), 1, false, List.of(), BIGINT, List.of());
        OperatorHarness harness = harness(List.of(0), List.of(VARCHAR), List.of(filtered), false, true)
                .input(VARCHAR, BOOLEAN)
                .output(VARCHAR, BIGINT)
                .open();
        harness.process(0, "+I a true", "+I a false", "+I a NULL", "+I b false");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a 1", "+I b 0");
        harness.process(0, "-D a true");
        assertThat(harness.rows()).containsExactly("-U a 1", "+U a 0");
    }

    @Test
    void distinctArgumentsCountOnce() {
        AggregateCall distinct =
                new AggregateCall(Kind.SUM, List.of(1), List.of(INTEGER), -1, true, List.of(), BIGINT, List.of());
        OperatorHarness harness = one(distinct, false);
        harness.process(0, "+I a 5", "+I a 5", "+I a 7", "+I a NULL", "+I b 5");
        assertThat(harness.rows()).containsExactlyInAnyOrder("+I a 12", "+I b 5");
        harness.process(0, "-D a 5");
        assertThat(harness.rows()).isEmpty();
        harness.process(0, "-D a 5", "-D a 7", "-D a NULL", "-D b 5");
        assertThat(harness.rows()).containsExactlyInAnyOrder("-D a 12", "-D b 5");
        assertThat(backends.lastSnapshot().size("groups")).isZero();
        assertThat(backends.lastSnapshot().size("distinct0")).isZero();
    }

    @Test
    void firstAndLastGoByArrival() {
        OperatorHarness first = one(call(Kind.FIRST_VALUE, VARCHAR, VARCHAR), false);
        first.process(0, "+I k b", "+I k a").process(0, "-D k b");
        assertThat(first.rows()).containsExactly("+I k b", "-U k b", "+U k a");
        OperatorHarness last = one(call(Kind.LAST_VALUE, VARCHAR, VARCHAR), false);
        last.process(0, "+I k b", "+I k a").process(0, "+I k NULL").process(0, "-D k NULL");
        assertThat(last.rows()).containsExactly("+I k a", "-U k a", "+U k NULL", "-U k NULL", "+U k a");
    }

    @Test
    void aValueThatCameTwiceAndIsTakenOnceKeepsAPlace() {
        OperatorHarness last = one(call(Kind.LAST_VALUE, VARCHAR, VARCHAR), false);
        last.process(0, "+I k a", "+I k b", "+I k a").process(0, "-D k a");
        NetContent content = new NetContent().apply(last.rows());
        assertThat(content.rows()).hasSize(1);
        last.process(0, "-D k a", "-D k b");
        assertThat(content.apply(last.rows()).rows()).isEmpty();
        assertThat(backends.lastSnapshot().size("values0")).isZero();
    }

    @Test
    void aListIsInItsOrder() {
        AggregateCall list = new AggregateCall(
                Kind.LISTAGG,
                List.of(1),
                List.of(VARCHAR),
                -1,
                false,
                List.of(new SortKey(1, VARCHAR, true, false)),
                VARCHAR,
                List.of("-"));
        OperatorHarness harness = one(list, false);
        harness.process(0, "+I k a", "+I k c", "+I k b", "+I k c", "+I k NULL");
        assertThat(harness.rows()).containsExactly("+I k c-c-b-a");
        harness.process(0, "-D k c", "-D k b");
        assertThat(harness.rows()).containsExactly("-U k c-c-b-a", "+U k c-a");
    }

    @Test
    void aSubqueryUsedAsAValueHasOneRow() {
        OperatorHarness harness = one(call(Kind.SINGLE_VALUE, BIGINT, BIGINT), false);
        harness.process(0, "+I a NULL").process(0, "-U a NULL", "+U a 3");
        assertThat(harness.rows()).containsExactly("+I a NULL", "-U a NULL", "+U a 3");
        assertThatThrownBy(() -> harness.process(0, "+I a 3"))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CARDINALITY_VIOLATION));
    }

    @Test
    void manyGroupsInOneBatchEachChangeOnce() {
        OperatorHarness harness = one(count(), true);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 6000; i++) {
            rows.add("+I k" + i % 3000 + " 1");
        }
        harness.process(0, rows.toArray(String[]::new));
        assertThat(harness.rows()).hasSize(3000).allMatch(row -> row.endsWith(" 2"));
    }

    /** Else the row that is withdrawn would not be the one that was emitted. */
    @Test
    void anExtremeLivesAsLongAsItsGroupWhateverRowsProlongThat() {
        for (boolean insertOnly : List.of(true, false)) {
            OperatorHarness harness = OperatorHarness.of(new GroupAggregateFactory(
                            "group",
                            "GroupAggregate",
                            List.of(0),
                            List.of(VARCHAR),
                            List.of(call(Kind.MAX, VARCHAR, VARCHAR), count()),
                            insertOnly,
                            true,
                            10_000))
                    .input(VARCHAR, VARCHAR)
                    .output(VARCHAR, VARCHAR, BIGINT)
                    .open();
            harness.process(0, "+I k x");
            assertThat(harness.rows()).containsExactly("+I k x 1");
            for (int i = 1; i <= 4; i++) {
                harness.advanceTo(8_000L * i).process(0, "+I k NULL");
                assertThat(harness.rows()).containsExactly("-U k x " + i, "+U k x " + (i + 1));
            }
            harness.advanceTo(60_000).process(0, "+I k NULL");
            assertThat(harness.rows()).containsExactly("+I k NULL 1");
        }
    }
}
