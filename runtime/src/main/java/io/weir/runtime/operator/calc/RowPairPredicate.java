package io.weir.runtime.operator.calc;

import io.weir.spi.data.Batch;

/**
 * A condition on one row of each of two batches, such as what is left of a join condition after its equalities. One
 * instance per subtask.
 *
 * <p>Looks up the columns of a batch once and keeps them while the same batch is passed again: callers do well to keep
 * at least one side for many calls in a row.
 */
@FunctionalInterface
public interface RowPairPredicate {

    /**
     * Whether the condition is true; false if it is false or unknown. Rows are row numbers, not positions.
     *
     * @throws io.weir.spi.error.WeirException (class USER) if the condition has no value for this pair
     */
    boolean test(Batch left, int leftRow, Batch right, int rightRow);

    /**
     * Whether the condition reads a column. Columns that it does not read need not be there: any column may stand in
     * their place.
     *
     * @param ofLeft whether the column is one of the left row
     */
    default boolean reads(boolean ofLeft, int column) {
        return true;
    }
}
