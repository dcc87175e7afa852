package io.weir.runtime.operator.calc;

import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;

/** One expression over the columns of a batch. Instances may keep buffers: one for each subtask. */
@FunctionalInterface
public interface ColumnExpression {

    /**
     * The values by row: position {@code r} of the column belongs to row {@code r} of the batch, whether or not that
     * has a selection.
     *
     * @throws io.weir.spi.error.WeirException (class USER) if the expression has no value for some row
     */
    Column evaluate(Batch batch);
}
