package io.weir.runtime.operator.join;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.TIMESTAMP;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RowText;
import io.weir.spi.connector.LookupFunction;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Left rows are (name, key); the table outside has the rows (key, 10 * key + i) for i below the key. */
final class LookupJoinTest {
    private static final List<DataType> RIGHT = List.of(BIGINT, BIGINT);
    private final List<String> calls = new ArrayList<>();

    private LookupFunction.Found lookup(Batch keys) {
        calls.add(String.join(", ", RowText.rows(List.of(BIGINT), keys)));
        List<String> rows = new ArrayList<>();
        List<Integer> keyRows = new ArrayList<>();
        for (int row = 0; row < keys.rowCount(); row++) {
            long key = ((LongColumn) keys.column(0)).values()[row];
            for (int i = 0; i < key; i++) {
                rows.add(key + " " + (10 * key + i));
                keyRows.add(row);
            }
        }
        return new LookupFunction.Found(
                RowText.batch(RIGHT, rows.toArray(String[]::new)),
                keyRows.stream().mapToInt(Integer::intValue).toArray());
    }

    private OperatorHarness.Builder harness(
            boolean leftOuter, int cacheKeys, long ttlMillis, Optional<Supplier<RowPairPredicate>> residual) {
        return OperatorHarness.of(new LookupJoinFactory(
                        "join",
                        "LookupJoin",
                        leftOuter,
                        List.of(VARCHAR, BIGINT),
                        RIGHT,
                        List.of(1),
                        () -> this::lookup,
                        residual,
                        cacheKeys,
                        ttlMillis))
                .input(VARCHAR, BIGINT)
                .output(VARCHAR, BIGINT, BIGINT, BIGINT);
    }

    @Test
    void eachRowGetsTheRowsOfItsKeyInTheOrderOfTheInput() {
        OperatorHarness harness = harness(false, 0, 0, Optional.empty()).open();
        harness.process(0, "+I a 2", "+I b 0", "+I c NULL", "+I d 1", "+I e 2");
        assertThat(harness.rows())
                .containsExactly("+I a 2 2 20", "+I a 2 2 21", "+I d 1 1 10", "+I e 2 2 20", "+I e 2 2 21");
        assertThat(calls).containsExactly("+I 2, +I 0, +I 1");
    }

    @Test
    void anOuterJoinKeepsRowsForWhichNothingIsFound() {
        OperatorHarness harness = harness(true, 0, 0, Optional.empty()).open();
        harness.process(0, "+I b 0", "+I c NULL");
        assertThat(harness.rows()).containsExactly("+I b 0 NULL NULL", "+I c NULL NULL NULL");
    }

    @Test
    void theResidualConditionCountsAsWell() {
        RowPairPredicate isOdd =
                (left, leftRow, right, rightRow) -> ((LongColumn) right.column(1)).values()[rightRow] % 2 == 1;
        OperatorHarness harness = harness(true, 0, 0, Optional.of(() -> isOdd)).open();
        harness.process(0, "+I a 2", "+I b 1");
        assertThat(harness.rows()).containsExactly("+I a 2 2 21", "+I b 1 NULL NULL");
    }

    @Test
    void whatIsRememberedIsNotLookedUpAgainUntilItIsOld() {
        OperatorHarness harness =
                harness(true, 2, 1000, Optional.empty()).gentle().open();
        harness.process(0, "+I a 1").process(0, "+I b 1", "+I c 0").process(0, "+I d 0");
        assertThat(calls).containsExactly("+I 1", "+I 0");
        harness.process(0, "+I e 3").process(0, "+I f 1");
        assertThat(calls).containsExactly("+I 1", "+I 0", "+I 3", "+I 1");
        harness.clock().advanceToMillis(harness.clock().currentTimeMillis() + 1000);
        harness.process(0, "+I g 3");
        assertThat(calls).hasSize(5);
        assertThat(harness.rows()).hasSize(1 + 2 + 1 + 3 + 1 + 3);
    }

    @Test
    void watermarksKeepTheirPlace() {
        OperatorHarness harness = harness(false, 0, 0, Optional.empty()).open();
        harness.process(0, "+I a 1")
                .watermark("00:00:05")
                .process(0, "+I b 1")
                .watermark("END")
                .endOfInput(0);
        assertThat(harness.output())
                .containsExactly("+I a 1 1 10", "watermark 00:00:05", "+I b 1 1 10", "watermark END");
    }

    @Test
    void manyRowsFoundComeBatchByBatch() {
        OperatorHarness harness = harness(false, 0, 0, Optional.empty()).open();
        harness.process(0, "+I a 10000", "+I b 1");
        assertThat(harness.batchesInCall()).isLessThanOrEqualTo(1);
        assertThat(harness.rows()).hasSize(10_001).endsWith("+I b 1 1 10");
    }

    @Test
    void rowsInASnapshotGoToOneOfTheSubtasks() {
        PendingRows rows = new PendingRows(List.of(VARCHAR, TIMESTAMP));
        Batch first = RowText.batch(List.of(VARCHAR, TIMESTAMP), "a 00:00:05", "NULL NULL");
        Batch second = RowText.batch(List.of(VARCHAR, TIMESTAMP), "b 00:00:06");
        List<byte[]> written = List.of(rows.write(List.of(first, second)), rows.write(List.of(second)));
        List<String> read = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            for (Batch batch : rows.read(written, subtask, 3)) {
                read.addAll(RowText.rows(List.of(VARCHAR, TIMESTAMP), batch));
            }
        }
        assertThat(read).containsExactly("+I a 00:00:05", "+I NULL NULL", "+I b 00:00:06", "+I b 00:00:06");
    }
}
