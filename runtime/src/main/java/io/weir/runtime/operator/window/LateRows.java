package io.weir.runtime.operator.window;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;

/** What becomes of rows that come too late. */
final class LateRows {
    static final String METRIC = "numLateRecordsDropped";

    private LateRows() {}

    /** Counts the rows, and gives them to a side output if there is one. {@code rows} is taken over. */
    static void report(Batch batch, int[] rows, int count, int sidePort, OperatorContext context, Output output) {
        if (count == 0) {
            return;
        }
        context.count(METRIC, count);
        if (sidePort > 0) {
            output.emitSide(sidePort, batch.select(rows, count));
        }
    }
}
