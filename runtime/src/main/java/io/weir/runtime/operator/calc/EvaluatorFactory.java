package io.weir.runtime.operator.calc;

/**
 * Makes the evaluators of one compiled expression, one for each subtask. May be called from any thread.
 *
 * @param <T> {@link Calc}, {@link ColumnExpression} or {@link RowPairPredicate}
 */
@FunctionalInterface
public interface EvaluatorFactory<T> {

    T create(EvaluationContext context);
}
