package io.weir.runtime.operator.rows;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;

/** What becomes of rows that come too late. */
public final class LateRows {
    private static final String METRIC = "numLateRecordsDropped";

    private LateRows() {}

    /** Counts the rows, and gives them to a side output if there is one. {@code rows} is taken over. */
    public static void report(
            Batch batch, int[] rows, int count, int sidePort, OperatorContext context, Output output) {
        if (count == 0) {
            return;
        }
        context.count(METRIC, count);
        if (sidePort > 0) {
            output.emitSide(sidePort, batch.select(rows, count));
        }
    }
}
