package io.weir.runtime.operator.calc;

import io.weir.spi.data.Batch;
import org.jspecify.annotations.Nullable;

/**
 * A filter and a projection in one: drops the rows for which the condition is not true, then computes the output
 * columns of the others.
 *
 * <p>Row kinds follow their rows; the order of rows is kept. Columns that are passed on unchanged are shared with the
 * input. One instance per subtask: it may reuse buffers between calls, but never those of a batch it has returned.
 */
@FunctionalInterface
public interface Calc {

    /**
     * The rows that remain, or null if there are none.
     *
     * @throws io.weir.spi.error.WeirException (class USER) if an expression has no value for some row, such as a
     *     division by zero
     */
    @Nullable Batch apply(Batch batch);
}
