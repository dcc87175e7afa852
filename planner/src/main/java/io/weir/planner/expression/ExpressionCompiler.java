package io.weir.planner.expression;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.support.CompiledEvaluator;
import io.weir.planner.expression.support.EvaluationState;
import io.weir.planner.expression.support.GeneratedEvaluator;
import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.operator.calc.EvaluationContext;
import io.weir.runtime.operator.calc.EvaluatorFactory;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Compiles Calcite's row expressions to classes that work on batches.
 *
 * <p>Expressions refer to columns by {@link org.apache.calcite.rex.RexInputRef} and hold no sub-queries, correlation
 * variables or aggregate calls. What is compiled is cached by its source: the same expression over the same types is
 * compiled once. Thread-safe.
 *
 * <p>All methods throw {@link io.weir.spi.error.WeirException}: UNSUPPORTED_FEATURE for a function that has no
 * implementation, STATEMENT_TOO_COMPLEX for an expression that is nested too deeply.
 */
public final class ExpressionCompiler {
    private final RexBuilder rexBuilder;
    private final boolean keepsNumbersOut;

    /** @param rexBuilder with a {@link WeirTypeFactory} */
    public ExpressionCompiler(RexBuilder rexBuilder) {
        this(rexBuilder, false);
    }

    private ExpressionCompiler(RexBuilder rexBuilder, boolean keepsNumbersOut) {
        this.rexBuilder = requireNonNull(rexBuilder, "rexBuilder is null");
        this.keepsNumbersOut = keepsNumbersOut;
    }

    /**
     * For statements that end: expressions that differ in their literals only share a class. What runs on for days is
     * better off with numbers that the JIT compiler sees; what takes a millisecond is better off without being
     * compiled.
     */
    public ExpressionCompiler forShortStatements() {
        return new ExpressionCompiler(rexBuilder, true);
    }

    private ClassSource source(List<DataType> inputs, int leftCount) {
        return new ClassSource(inputs, leftCount, keepsNumbersOut);
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
        return guarded(() -> calc(projects, condition, input, policy))::create;
    }

    /**
     * A condition on a row of each of two inputs; input references count the columns of the left, then those of the
     * right.
     */
    public EvaluatorFactory<RowPairPredicate> compileCondition(RexNode condition, RelDataType left, RelDataType right) {
        return guarded(() -> {
            List<DataType> inputs = new ArrayList<>(TypeMapping.toDataTypes(left));
            inputs.addAll(TypeMapping.toDataTypes(right));
            List<String> names = new ArrayList<>(left.getFieldNames());
            names.addAll(right.getFieldNames());
            ClassSource source = source(inputs, left.getFieldCount());
            new EvaluatorWriter(source, rexBuilder, true, RowErrorPolicy.FAIL).writeTest(condition, 0);
            String[] texts = {ExpressionText.of(condition, names)};
            return factory(source, true, new int[0], texts);
        })::create;
    }

    /** One expression as a column of its type's form, such as a watermark (LongColumn, microseconds). Errors fail. */
    public EvaluatorFactory<ColumnExpression> compileColumn(RexNode expression, RelDataType input) {
        return guarded(() -> calc(List.of(expression), null, input, RowErrorPolicy.FAIL))::create;
    }

    /**
     * The value of an expression without input references, boxed as {@link io.weir.spi.data.DataType} says: rows of
     * VALUES, options, bounds of windows.
     */
    public @Nullable Object evaluate(RexNode constant, EvaluationContext context) {
        DataType type = TypeMapping.toDataType(constant.getType());
        if (constant instanceof RexLiteral literal) {
            return LiteralValues.boxed(literal, type);
        }
        RelDataType noColumns = rexBuilder.getTypeFactory().builder().build();
        EvaluatorFactory<CompiledEvaluator> factory =
                guarded(() -> calc(ClassSource.forOneValue(), List.of(constant), null, noColumns, RowErrorPolicy.FAIL));
        Column column = factory.create(context).evaluate(Batch.of(1));
        return BoxedValues.get(type, column, 0);
    }

    private EvaluatorFactory<CompiledEvaluator> calc(
            List<? extends RexNode> projects, @Nullable RexNode condition, RelDataType input, RowErrorPolicy policy) {
        ClassSource source = source(TypeMapping.toDataTypes(input), input.getFieldCount());
        return calc(source, projects, condition, input, policy);
    }

    private EvaluatorFactory<CompiledEvaluator> calc(
            ClassSource source,
            List<? extends RexNode> projects,
            @Nullable RexNode condition,
            RelDataType input,
            RowErrorPolicy policy) {
        EvaluatorWriter writer = new EvaluatorWriter(source, rexBuilder, false, policy);
        int[] sources = new int[projects.size()];
        String[] texts = new String[projects.size() + 1];
        List<EvaluatorWriter.Output> outputs = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            RexNode project = projects.get(i);
            texts[i] = ExpressionText.of(project, input.getFieldNames());
            if (project instanceof RexInputRef reference) {
                sources[i] = reference.getIndex();
            } else {
                sources[i] = CompiledEvaluator.COMPUTED;
                outputs.add(new EvaluatorWriter.Output(i, project, TypeMapping.toDataType(project.getType())));
            }
        }
        boolean filters = condition != null && !condition.isAlwaysTrue();
        texts[sources.length] = filters ? ExpressionText.of(requireNonNull(condition), input.getFieldNames()) : "";
        if (filters) {
            writer.writeFilter(requireNonNull(condition), sources.length);
        }
        if (!outputs.isEmpty()) {
            writer.writeProject(outputs);
        }
        return factory(source, filters, sources, texts);
    }

    private static EvaluatorFactory<CompiledEvaluator> factory(
            ClassSource source, boolean filters, int[] sources, String[] texts) {
        Class<?> compiled = GeneratedClasses.instance().compile(GeneratedClasses.source(source));
        List<Object> constants = List.copyOf(source.constants());
        BitSet inputs = source.boundInputs();
        return context -> {
            EvaluationState state = new EvaluationState(context);
            @Nullable Object[] resolved = Constants.resolve(constants, context.parameters());
            GeneratedEvaluator generated = GeneratedClasses.instantiate(compiled, resolved, state);
            return new CompiledEvaluator(generated, state, filters, sources, texts, inputs, source.leftCount());
        };
    }

    private static <T> T guarded(Supplier<T> compilation) {
        try {
            return compilation.get();
        } catch (StackOverflowError e) {
            throw new WeirException(ErrorCode.STATEMENT_TOO_COMPLEX, "expression is nested too deeply", e);
        }
    }
}
