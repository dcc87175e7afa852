package io.weir.planner.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.junit.jupiter.api.Test;

/** What a calc does with selections, row kinds and columns that it passes on. */
final class BatchShapeTest {
    private final SqlExpressions sql = new SqlExpressions(
            List.of("id", "price", "name"),
            List.of(DataType.of(TypeKind.BIGINT), DataType.of(TypeKind.INTEGER), DataType.of(TypeKind.VARCHAR)));

    private Batch batch(int rows) {
        List<List<Object>> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            values.add(Arrays.asList((long) i, i % 5 == 4 ? null : i * 10, "n" + i));
        }
        return sql.batch(values);
    }

    private Calc calc(String selectList, String condition) {
        List<RexNode> projects = sql.parse(selectList);
        RexNode filter = condition == null ? null : sql.parse(condition).get(0);
        return sql.compiler()
                .compileCalc(projects, filter, sql.rowType(), RowErrorPolicy.FAIL)
                .create(sql.context());
    }

    private List<List<Object>> rows(String selectList, Batch batch) {
        return SqlExpressions.boxed(sql.parse(selectList), batch);
    }

    @Test
    void columnsPassedOnAreSharedWhenNothingIsDropped() {
        Batch input = batch(4);
        Batch output = calc("name, id + 1, id", "id >= 0").apply(input);
        assertThat(output.column(0)).isSameAs(input.column(2));
        assertThat(output.column(2)).isSameAs(input.column(0));
        assertThat(rows("name, id + 1, id", output))
                .containsExactly(
                        List.of("n0", 1L, 0L), List.of("n1", 2L, 1L), List.of("n2", 3L, 2L), List.of("n3", 4L, 3L));
    }

    @Test
    void filterAloneMakesAViewAndCopiesNothing() {
        Batch input = batch(6);
        Batch output = calc("id, name", "MOD(id, 2) = 1").apply(input);
        assertThat(output.column(0)).isSameAs(input.column(0));
        assertThat(rows("id, name", output)).containsExactly(List.of(1L, "n1"), List.of(3L, "n3"), List.of(5L, "n5"));
    }

    @Test
    void rowKindsFollowTheirRows() {
        Batch input = batch(4).withRowKinds(new byte[] {0, 1, 2, 3});
        Batch output = calc("id * 2", "id <> 1").apply(input);
        assertThat(output.rowKind(0)).isEqualTo(RowKind.INSERT_CODE);
        assertThat(output.rowKind(1)).isEqualTo(RowKind.UPDATE_AFTER_CODE);
        assertThat(output.rowKind(2)).isEqualTo(RowKind.DELETE_CODE);
    }

    @Test
    void selectionOfTheInputIsObeyed() {
        Batch input = batch(10)
                .withRowKinds(new byte[] {0, 1, 2, 3, 0, 1, 2, 3, 0, 1})
                .select(new int[] {9, 4, 2, 7}, 4);
        Batch output = calc("name || '!', price, id", "id <> 4").apply(input);
        assertThat(rows("name || '!', price, id", output))
                .containsExactly(Arrays.asList("n9!", null, 9L), List.of("n2!", 20, 2L), List.of("n7!", 70, 7L));
        assertThat(output.rowKind(0)).isEqualTo(RowKind.UPDATE_BEFORE_CODE);
        assertThat(output.rowKind(2)).isEqualTo(RowKind.DELETE_CODE);
    }

    @Test
    void noRowLeftIsNull() {
        assertThat(calc("id", "id > 100").apply(batch(5))).isNull();
        assertThat(calc("id + 1", "name IS NULL").apply(batch(5))).isNull();
    }

    @Test
    void unknownConditionDropsTheRow() {
        Batch output = calc("id", "price >= 0").apply(batch(10));
        assertThat(rows("id", output)).hasSize(8).doesNotContain(List.of(4L), List.of(9L));
    }

    @Test
    void emptySelectListKeepsTheRowCount() {
        Batch output = sql.compiler()
                .compileCalc(List.of(), null, sql.rowType(), RowErrorPolicy.FAIL)
                .create(sql.context())
                .apply(batch(3));
        assertThat(output.rowCount()).isEqualTo(3);
        assertThat(output.columnCount()).isZero();
    }

    @Test
    void conditionOnAPairReadsBothSides() {
        // Left columns are $0 to $2, those of the right $3 to $5.
        var builder = sql.rexBuilder();
        RexNode condition = builder.makeCall(
                SqlStdOperatorTable.LESS_THAN,
                builder.makeInputRef(sql.rowType().getFieldList().get(1).getType(), 1),
                builder.makeInputRef(sql.rowType().getFieldList().get(1).getType(), 4));
        RowPairPredicate predicate = sql.compiler()
                .compileCondition(condition, sql.rowType(), sql.rowType())
                .create(sql.context());
        Batch left = batch(5);
        Batch right = batch(6).select(new int[] {3, 1}, 2);
        assertThat(predicate.test(left, 2, right, 0)).isTrue();
        assertThat(predicate.test(left, 2, right, 1)).isFalse();
        assertThat(predicate.test(left, 4, right, 0)).as("null").isFalse();
        assertThat(predicate.test(batch(2), 1, right, 0)).isTrue();
    }

    @Test
    void columnIsByRow() {
        Batch input = batch(6).select(new int[] {5, 1}, 2);
        var expression = sql.compiler()
                .compileColumn(sql.parse("id - 1").get(0), sql.rowType())
                .create(sql.context());
        var column = (LongColumn) expression.evaluate(input);
        assertThat(column.length()).isEqualTo(2);
        assertThat(column.values()).startsWith(4, 0);
        var same = sql.compiler()
                .compileColumn(sql.parse("id").get(0), sql.rowType())
                .create(sql.context());
        assertThat(((LongColumn) same.evaluate(input)).values()).startsWith(5, 1);
    }

    @Test
    void failingRowsAreLeftOutOrNull() {
        List<List<Object>> values = List.of(List.of(1L, 5, "7"), List.of(2L, 0, "8"), List.of(3L, 1, "x"));
        String list = "id, 10 / price, CAST(name AS INTEGER)";
        assertThat(sql.with(RowErrorPolicy.SKIP).rows(list, values)).containsExactly(List.of(1L, 2, 7));
        assertThat(sql.with(RowErrorPolicy.NULL).rows(list, values))
                .containsExactly(List.of(1L, 2, 7), Arrays.asList(2L, null, 8), Arrays.asList(3L, 10, null));
    }
}
