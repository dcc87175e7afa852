package io.weir.planner.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.planner.expression.support.CalciteValues;
import io.weir.planner.expression.support.EvaluationState;
import io.weir.planner.expression.support.NestedValues;
import io.weir.runtime.operator.calc.Calc;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.rex.RexExecutable;
import org.apache.calcite.rex.RexExecutorImpl;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.SchemaPlus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same expressions over the same random rows by the compiled classes and by Calcite's own executor, which shares
 * only the functions that are left to Calcite. Rows have nulls and extremes. Where Calcite fails, we have to fail too.
 */
final class DifferentialTest {
    private static final long SEED = Long.getLong("weir.seed", System.nanoTime());
    private static final int ROWS = 400;

    private static final List<String> NAMES =
            List.of("i", "j", "l", "m", "d", "e", "n", "o", "w", "s", "u", "b", "c", "dt", "ts", "tt", "sm");
    private static final List<DataType> TYPES = List.of(
            DataType.of(TypeKind.INTEGER),
            DataType.of(TypeKind.INTEGER).notNull(),
            DataType.of(TypeKind.BIGINT),
            DataType.of(TypeKind.BIGINT).notNull(),
            DataType.of(TypeKind.DOUBLE),
            DataType.of(TypeKind.DOUBLE).notNull(),
            DataType.decimal(10, 2),
            DataType.decimal(12, 4).notNull(),
            DataType.decimal(30, 5),
            DataType.of(TypeKind.VARCHAR),
            DataType.of(TypeKind.VARCHAR).notNull(),
            DataType.of(TypeKind.BOOLEAN),
            DataType.of(TypeKind.BOOLEAN),
            DataType.of(TypeKind.DATE),
            DataType.of(TypeKind.TIMESTAMP, 3),
            DataType.of(TypeKind.TIMESTAMP, 3).notNull(),
            DataType.of(TypeKind.SMALLINT));

    private final SqlExpressions sql = new SqlExpressions(NAMES, TYPES).with(RowErrorPolicy.NULL);

    private static Stream<String> expressions() {
        return TestResources.lines("differential.txt").filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void compiledClassesAgreeWithCalcite(String expression) {
        Random random = new Random(SEED);
        List<RexNode> projects = sql.parse(expression);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(RandomRows.row(TYPES, random));
        }
        // A selection with gaps and repetitions, in no order: every row has to be found at its position.
        int[] order = random.ints(ROWS, 0, ROWS).toArray();
        Batch input = sql.batch(rows).select(order.clone(), ROWS);
        Calc calc = sql.compiler()
                .compileCalc(nullable(projects), null, sql.rowType(), RowErrorPolicy.NULL)
                .create(sql.context());
        List<List<Object>> found = SqlExpressions.boxed(projects, calc.apply(input));
        RexExecutable reference =
                new RexExecutorImpl(new Row(List.of())).getExecutable(sql.rexBuilder(), projects, sql.rowType());
        DataType type = TypeMapping.toDataType(projects.get(0).getType());
        for (int i = 0; i < ROWS; i++) {
            Object wanted = wanted(reference, rows.get(order[i]), type);
            Object value = found.get(i).get(0);
            assertThat(same(value, wanted))
                    .as("%s for %s (seed %s): %s, Calcite has %s", expression, rows.get(order[i]), SEED, value, wanted)
                    .isTrue();
        }
    }

    // Failing rows yield null under the policy, so the column has to take one.
    private List<RexNode> nullable(List<RexNode> projects) {
        return projects.stream()
                .map(node -> node.getType().isNullable()
                        ? node
                        : sql.rexBuilder()
                                .makeAbstractCast(
                                        sql.rexBuilder()
                                                .getTypeFactory()
                                                .createTypeWithNullability(node.getType(), true),
                                        node,
                                        false))
                .toList();
    }

    private Object wanted(RexExecutable reference, List<Object> row, DataType type) {
        reference.setDataContext(new Row(row));
        try {
            return CalciteValues.fromCalcite(reference.execute()[0], type);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static boolean same(Object a, Object b) {
        if (a instanceof Double x && b instanceof Double y) {
            return x.equals(y) || Math.abs(x - y) <= Math.abs(y) * 1e-12;
        }
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return x.compareTo(y) == 0;
        }
        return NestedValues.equal(a, b);
    }

    /** Hands one row to Calcite's executor, in Calcite's form. */
    private final class Row implements DataContext {
        private final EvaluationState state = new EvaluationState(sql.context());
        private final Object[] values;

        Row(List<Object> row) {
            values = new Object[row.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = CalciteValues.toCalcite(row.get(i), TYPES.get(i));
            }
        }

        @Override
        public Object get(String name) {
            return name.equals("inputRecord") ? values : state.get(name);
        }

        @Override
        public SchemaPlus getRootSchema() {
            return null;
        }

        @Override
        public JavaTypeFactory getTypeFactory() {
            return (JavaTypeFactory) sql.rexBuilder().getTypeFactory();
        }

        @Override
        public QueryProvider getQueryProvider() {
            return null;
        }

        @Override
        public String toString() {
            return Arrays.toString(values);
        }
    }
}
