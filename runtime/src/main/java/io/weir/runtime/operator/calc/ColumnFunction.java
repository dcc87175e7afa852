package io.weir.runtime.operator.calc;

import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;

/** Computes one column from a batch. Instances may keep buffers: one for each subtask. */
@FunctionalInterface
public interface ColumnFunction {
    /** A dense column: its position {@code r} is for row {@code r} of the batch, whatever the batch's selection. */
    Column apply(Batch batch);
}
