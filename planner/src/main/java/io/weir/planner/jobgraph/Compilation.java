package io.weir.planner.jobgraph;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.ExpressionCompiler;
import io.weir.planner.expression.RowErrorPolicy;
import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.operator.calc.EvaluationContext;
import io.weir.runtime.operator.calc.EvaluatorFactory;
import io.weir.runtime.operator.calc.RowPairPredicate;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Compiles the expressions of a plan, and binds them to what expressions may know of their surroundings. */
public final class Compilation {
    private final ExpressionCompiler compiler;
    private final RowErrorPolicy rowErrors;
    private final Supplier<EvaluationContext> context;

    /** @param context makes the surroundings of one subtask */
    public Compilation(ExpressionCompiler compiler, RowErrorPolicy rowErrors, Supplier<EvaluationContext> context) {
        this.compiler = requireNonNull(compiler, "compiler is null");
        this.rowErrors = requireNonNull(rowErrors, "rowErrors is null");
        this.context = requireNonNull(context, "context is null");
    }

    Supplier<Calc> calc(List<RexNode> projects, @Nullable RexNode condition, RelDataType input) {
        EvaluatorFactory<Calc> factory = compiler.compileCalc(projects, condition, input, rowErrors);
        return () -> factory.create(context.get());
    }

    Supplier<ColumnExpression> column(RexNode expression, RelDataType input) {
        EvaluatorFactory<ColumnExpression> factory = compiler.compileColumn(expression, input);
        return () -> factory.create(context.get());
    }

    /** A condition of a row; one without a value is not met, unless row errors are to fail the job. */
    Supplier<ColumnExpression> condition(RexNode condition, RelDataType input, RexBuilder rexBuilder) {
        if (rowErrors == RowErrorPolicy.FAIL) {
            return column(condition, input);
        }
        // A column that cannot be NULL would lack the rows that have no value.
        RelDataType type = rexBuilder.getTypeFactory().createTypeWithNullability(condition.getType(), true);
        RexNode nullable =
                condition.getType().isNullable() ? condition : rexBuilder.makeAbstractCast(type, condition, false);
        EvaluatorFactory<Calc> factory = compiler.compileCalc(List.of(nullable), null, input, RowErrorPolicy.NULL);
        return () -> {
            Calc calc = factory.create(context.get());
            return batch -> requireNonNull(calc.apply(batch), "a row was skipped")
                    .compact()
                    .column(0);
        };
    }

    Supplier<RowPairPredicate> pairCondition(RexNode condition, RelDataType left, RelDataType right) {
        EvaluatorFactory<RowPairPredicate> factory = compiler.compileCondition(condition, left, right);
        return () -> factory.create(context.get());
    }
}
