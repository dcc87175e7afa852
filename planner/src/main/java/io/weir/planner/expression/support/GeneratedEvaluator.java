package io.weir.planner.expression.support;

import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.error.WeirException;
import org.jspecify.annotations.Nullable;

/**
 * What all generated classes extend. They override the methods that their kind of evaluator calls.
 *
 * <p>{@code bindLeft} looks up the arrays of the columns of a batch; what is then called works on positions of these
 * columns.
 */
public abstract class GeneratedEvaluator {
    protected final EvaluationState state;
    private String[] expressions = {};

    protected GeneratedEvaluator(EvaluationState state) {
        this.state = state;
    }

    final void name(String[] texts) {
        expressions = texts;
    }

    protected abstract void bindLeft(Batch batch);

    protected abstract void bindRight(Batch batch);

    /**
     * Whether the condition is true for a position of each side; the right one is of no meaning where there is one
     * side.
     */
    protected boolean test(int left, int right) {
        throw new IllegalStateException("class has no condition");
    }

    /**
     * Writes the rows for which the condition is true.
     *
     * @param positions by row, or null if row and position are the same
     * @return how many there are
     */
    protected int filter(int @Nullable [] positions, int rowCount, int[] kept) {
        throw new IllegalStateException("class has no condition");
    }

    /**
     * Computes the columns that are not just passed on, by row.
     *
     * @return null, or {@code boolean[rowCount]}: the rows to leave out because an expression failed for them
     */
    protected boolean @Nullable [] project(int @Nullable [] positions, int rowCount, Column[] result) {
        throw new IllegalStateException("class has no projection");
    }

    /** The error for a failure while an expression was evaluated; called by generated code. */
    protected final WeirException failed(RuntimeException error, int expression) {
        return RowErrors.of(error, expression >= 0 && expression < expressions.length ? expressions[expression] : "");
    }

    /** Lets an error pass that says nothing about the row; called by generated code that goes on after errors. */
    protected final void tolerate(RuntimeException error, int expression) {
        if (!RowErrors.concernsRow(error)) {
            throw failed(error, expression);
        }
    }
}
