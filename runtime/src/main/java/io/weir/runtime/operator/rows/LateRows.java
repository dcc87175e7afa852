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
        count(count, context);
        if (sidePort > 0) {
            output.emitSide(sidePort, batch.select(rows, count));
        }
    }

    /** Counts rows that are not there any more. */
    public static void count(long rows, OperatorContext context) {
        if (rows > 0) {
            context.count(METRIC, rows);
        }
    }
}
