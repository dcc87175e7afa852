package io.weir.runtime.operator.calc;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.INTEGER;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.testing.OperatorHarness;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UnnestTest {
    private static final DataType NUMBERS = DataType.array(BIGINT);

    private static OperatorHarness harness(
            DataType type, boolean keepEmpty, boolean ordinality, DataType... outputTypes) {
        // The collection is the second column of a batch without a selection.
        return OperatorHarness.of(new UnnestFactory(
                        "unnest", "Unnest", () -> batch -> batch.column(1), type, keepEmpty, ordinality))
                .input(VARCHAR, type)
                .output(outputTypes)
                .open();
    }

    private static Batch batch(DataType type, Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(List.of(VARCHAR, type));
        for (Object[] row : rows) {
            builder.addRow(List.of(VARCHAR, type), (byte) row[0], Arrays.asList(row[1], row[2]));
        }
        return builder.build();
    }

    private static Object[] row(RowKind kind, String name, Object collection) {
        return new Object[] {kind.code(), name, collection};
    }

    @Test
    void eachElementOfAnArrayIsARow() {
        OperatorHarness harness = harness(NUMBERS, false, true, VARCHAR, NUMBERS, BIGINT, INTEGER);
        harness.process(
                0,
                batch(
                        NUMBERS,
                        row(RowKind.INSERT, "a", Arrays.asList(1L, null)),
                        row(RowKind.INSERT, "b", List.of()),
                        row(RowKind.DELETE, "c", List.of(5L)),
                        row(RowKind.INSERT, "d", null)));
        assertThat(harness.rows()).containsExactly("+I a [1, null] 1 1", "+I a [1, null] NULL 2", "-D c [5] 5 1");
    }

    @Test
    void anOuterUnnestKeepsRowsWithoutElements() {
        OperatorHarness harness = harness(NUMBERS, true, true, VARCHAR, NUMBERS, BIGINT, INTEGER);
        harness.process(0, batch(NUMBERS, row(RowKind.INSERT, "b", List.of()), row(RowKind.INSERT, "d", null)));
        assertThat(harness.rows()).containsExactly("+I b [] NULL NULL", "+I d NULL NULL NULL");
    }

    @Test
    void theFieldsOfARowBecomeColumns() {
        DataType pairs = DataType.array(DataType.row(List.of("x", "y"), List.of(BIGINT, VARCHAR)));
        assertThat(UnnestFactory.elementTypes(pairs)).containsExactly(BIGINT, VARCHAR);
        OperatorHarness harness = harness(pairs, false, false, VARCHAR, pairs, BIGINT, VARCHAR);
        harness.process(0, batch(pairs, row(RowKind.INSERT, "a", Arrays.asList(Arrays.asList(1L, "x"), null))));
        assertThat(harness.rows()).containsExactly("+I a [[1, x], null] 1 x", "+I a [[1, x], null] NULL NULL");
    }

    @Test
    void keyAndValueOfAMapBecomeColumns() {
        DataType map = DataType.map(VARCHAR, BIGINT);
        OperatorHarness harness = harness(map, false, false, VARCHAR, map, VARCHAR, BIGINT);
        Map<Object, Object> value = new LinkedHashMap<>();
        value.put("k", 1L);
        value.put("l", null);
        harness.process(0, batch(map, row(RowKind.INSERT, "a", value)));
        assertThat(harness.rows()).containsExactly("+I a {k=1, l=null} k 1", "+I a {k=1, l=null} l NULL");
    }

    @Test
    void aLongCollectionGoesOutBatchByBatch() {
        OperatorHarness harness = harness(NUMBERS, false, false, VARCHAR, NUMBERS, BIGINT);
        List<Object> many = new ArrayList<>(Collections.nCopies(5000, 3L));
        harness.process(0, batch(NUMBERS, row(RowKind.INSERT, "a", many), row(RowKind.INSERT, "b", List.of(4L))));
        assertThat(harness.batchesInCall()).isLessThanOrEqualTo(1);
        assertThat(harness.rows()).hasSize(5001).last().isEqualTo("+I b [4] 4");
    }
}
