package io.weir.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final List<DataType> TYPES = List.of(DataType.of(TypeKind.BIGINT), DataType.of(TypeKind.VARCHAR));

    private static Batch batch() {
        BatchBuilder rows = new BatchBuilder(TYPES);
        rows.addRow(TYPES, RowKind.INSERT_CODE, List.of(1L, "a"));
        rows.addRow(TYPES, RowKind.DELETE_CODE, Arrays.asList(2L, null));
        rows.addRow(TYPES, RowKind.UPDATE_AFTER_CODE, Arrays.asList(null, "ccc"));
        rows.addRow(TYPES, RowKind.INSERT_CODE, List.of(4L, ""));
        return rows.build();
    }

    private static List<String> texts(Batch batch) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            texts.add(RowKind.ofCode(batch.rowKind(row)).symbol() + BoxedValues.row(TYPES, batch, row));
        }
        return texts;
    }

    @Test
    void rowsComeOutAsTheyWentIn() {
        assertThat(texts(batch())).containsExactly("+I[1, a]", "-D[2, null]", "+U[null, ccc]", "+I[4, ]");
    }

    @Test
    void aSelectionIsAViewInItsOwnOrder() {
        Batch selected = batch().select(new int[] {2, 0, 99}, 2);
        assertThat(texts(selected)).containsExactly("+U[null, ccc]", "+I[1, a]");
        assertThat(selected.column(0))
                .isSameAs(selected.select(new int[] {1}, 1).column(0));
    }

    @Test
    void selectionsOfSelectionsComposeAndCompact() {
        Batch twice = batch().select(new int[] {3, 2, 1}, 3).select(new int[] {2, 0}, 2);
        assertThat(texts(twice)).containsExactly("-D[2, null]", "+I[4, ]");
        Batch compact = twice.compact();
        assertThat(compact.selection()).isNull();
        assertThat(texts(compact)).containsExactly("-D[2, null]", "+I[4, ]");
    }

    @Test
    void aSliceIsARangeOfRows() {
        assertThat(texts(batch().slice(1, 3))).containsExactly("-D[2, null]", "+U[null, ccc]");
        assertThat(batch().slice(2, 2).rowCount()).isZero();
    }

    @Test
    void columnsOfTheWrongLengthAreRefused() {
        Column two = new LongColumn(2, new long[] {1, 2}, null);
        assertThatThrownBy(() -> Batch.of(3, two)).hasMessage("column has 2 positions, batch has 3 rows");
    }

    @Test
    void aRowThatIsAbandonedNeverWas() {
        BatchBuilder rows = new BatchBuilder(TYPES);
        rows.addRow(TYPES, RowKind.INSERT_CODE, List.of(1L, "a"));
        rows.column(0).addNull();
        rows.column(1).addBytes(new byte[] {'x'}, 0, 1);
        rows.abandonRow();
        rows.addRow(TYPES, RowKind.INSERT_CODE, List.of(2L, "b"));
        assertThat(texts(rows.build())).containsExactly("+I[1, a]", "+I[2, b]");
    }

    @Test
    void aRowThatLacksAValueIsNoticed() {
        BatchBuilder rows = new BatchBuilder(TYPES);
        rows.column(0).addLong(1);
        rows.endRow();
        assertThatThrownBy(rows::build).hasMessage("column 1 has 0 values for 1 rows");
    }

    @Test
    void buildersStartAfreshAfterEachBatch() {
        BatchBuilder rows = new BatchBuilder(TYPES);
        rows.addRow(TYPES, RowKind.DELETE_CODE, List.of(1L, "a"));
        Batch first = rows.build();
        rows.addRow(TYPES, RowKind.INSERT_CODE, List.of(2L, "b"));
        Batch second = rows.build();
        assertThat(texts(first)).containsExactly("-D[1, a]");
        assertThat(texts(second)).containsExactly("+I[2, b]");
        assertThat(second.isAppendOnly()).isTrue();
    }

    @Test
    void everyTypeKeepsItsValues() {
        List<DataType> types = List.of(
                DataType.of(TypeKind.BOOLEAN),
                DataType.of(TypeKind.SMALLINT),
                DataType.of(TypeKind.REAL),
                DataType.decimal(10, 2),
                DataType.decimal(38, 3),
                DataType.of(TypeKind.VARBINARY),
                DataType.array(DataType.of(TypeKind.VARCHAR)),
                DataType.row(List.of("x"), List.of(DataType.of(TypeKind.INTEGER))));
        List<Object> values = List.of(
                true,
                7,
                1.5,
                new BigDecimal("12.30"),
                new BigDecimal("12345678901234567890123456789012345.678"),
                new byte[] {1, 2},
                List.of("a", "b"),
                List.of(3));
        BatchBuilder rows = new BatchBuilder(types);
        rows.addRow(types, RowKind.INSERT_CODE, values);
        assertThat(BoxedValues.row(types, rows.build(), 0))
                .usingRecursiveComparison()
                .isEqualTo(values);
    }

    @Test
    void aBatchOfLongTextsIsFullBeforeItHasManyRows() {
        BatchBuilder rows = new BatchBuilder(TYPES);
        String text = "x".repeat(100_000);
        while (!rows.isFull()) {
            rows.addRow(TYPES, RowKind.INSERT_CODE, List.of(1L, text));
        }
        assertThat(rows.rowCount()).isEqualTo((BatchBuilder.FULL_BYTES + 99_999) / 100_000);
        int unused = rows.build().rowCount();
        assertThat(rows.isFull()).isFalse();
    }

    @Test
    void theTextsOfAColumnAreBoundedBeforeTheyFillTheHeap() {
        ColumnBuilder column = ColumnBuilder.of(DataType.of(TypeKind.VARCHAR));
        assertThatThrownBy(() -> column.reserveBytes(Integer.MAX_VALUE))
                .hasMessageContaining("texts of one batch of rows have 2147483647 bytes together, more than");
    }
}
