package io.weir.runtime.operator.match;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.operator.calc.ColumnExpression;
import java.util.List;
import java.util.function.Supplier;

/**
 * Conditions and measures: what is taken from the rows of a match, and what is made of it.
 *
 * @param values the columns of the batch that the evaluator gets
 * @param evaluator makes one for each subtask
 * @param <T> {@link ColumnExpression} for a condition (BOOLEAN), {@link Calc} for measures
 */
public record MatchExpression<T>(List<MatchValue> values, Supplier<T> evaluator) {
    public MatchExpression {
        values = List.copyOf(values);
        requireNonNull(evaluator, "evaluator is null");
    }

    boolean isLocal() {
        return values.stream().allMatch(MatchValue::isLocal);
    }
}
