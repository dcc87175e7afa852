package io.weir.runtime.operator.source;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.calc.ColumnExpression;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * How event time advances in a source: for each split the greatest value of an expression over its rows so far; over
 * all splits the least of these, idle splits left out.
 *
 * @param expression makes, for each subtask, a function from the source's batches to a LONGS column of microseconds;
 *     nulls are ignored
 * @param risesWith a LONGS column of the source with which the expression never falls, and is NULL for its NULLs: then
 *     it is evaluated only for the row of each batch that has the greatest value there; empty if none is known
 * @param idleTimeoutMillis after this time without rows a split is idle; 0: never
 */
public record WatermarkSpec(Supplier<ColumnExpression> expression, OptionalInt risesWith, long idleTimeoutMillis) {
    public WatermarkSpec {
        requireNonNull(expression, "expression is null");
        requireNonNull(risesWith, "risesWith is null");
    }

    /** An expression of which nothing is known. */
    public WatermarkSpec(Supplier<ColumnExpression> expression, long idleTimeoutMillis) {
        this(expression, OptionalInt.empty(), idleTimeoutMillis);
    }
}
