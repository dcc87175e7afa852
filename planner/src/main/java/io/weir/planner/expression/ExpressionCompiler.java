package io.weir.planner.expression;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.operator.calc.EvaluationContext;
import io.weir.runtime.operator.calc.EvaluatorFactory;
import io.weir.runtime.operator.calc.RowPairPredicate;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Compiles Calcite's row expressions to classes that work on batches.
 *
 * <p>Expressions refer to columns by {@link org.apache.calcite.rex.RexInputRef} and hold no sub-queries, correlation variables or
 * aggregate calls. What is compiled is cached by its source: the same expression over the same types is compiled once. Thread-safe.
 *
 * <p>All methods throw {@link io.weir.spi.error.WeirException}: UNSUPPORTED_FEATURE for a function that has no implementation,
 * STATEMENT_TOO_COMPLEX for an expression that is nested too deeply.
 */
public final class ExpressionCompiler {
    private final RexBuilder rexBuilder;

    /** @param rexBuilder with a {@link WeirTypeFactory} */
    public ExpressionCompiler(RexBuilder rexBuilder) {
        this.rexBuilder = requireNonNull(rexBuilder, "rexBuilder is null");
    }

    /**
     * A filter and a projection.
     *
     * @param projects one expression for each output column; its type is the type of the column
     * @param condition BOOLEAN, or null to keep all rows
     * @param input the row type that input references refer to
     */
    public EvaluatorFactory<Calc> compileCalc(
            List<? extends RexNode> projects, @Nullable RexNode condition, RelDataType input, RowErrorPolicy policy) {
        throw new IllegalStateException("in the next commit " + rexBuilder);
    }

    /** A condition on a row of each of two inputs; input references count the columns of the left, then those of the right. */
    public EvaluatorFactory<RowPairPredicate> compileCondition(RexNode condition, RelDataType left, RelDataType right) {
        throw new IllegalStateException("in the next commit");
    }

    /** One expression as a column of its type's form, such as a watermark (LongColumn, microseconds). Errors fail. */
    public EvaluatorFactory<ColumnExpression> compileColumn(RexNode expression, RelDataType input) {
        throw new IllegalStateException("in the next commit");
    }

    /**
     * The value of an expression without input references, boxed as {@link io.weir.spi.data.DataType} says: rows of VALUES, options,
     * bounds of windows.
     */
    public @Nullable Object evaluate(RexNode constant, EvaluationContext context) {
        throw new IllegalStateException("in the next commit");
    }
}
