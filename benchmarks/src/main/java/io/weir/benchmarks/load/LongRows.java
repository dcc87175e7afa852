package io.weir.benchmarks.load;

import io.weir.connector.base.NumberedRows;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Rows of numbers alone: each column is a function of the row's number. */
public final class LongRows {
    private LongRows() {}

    /** @param columns in the order of the rows' columns; of form LONGS, never NULL */
    public static NumberedRows of(List<LongUnaryOperator> columns) {
        return (first, stride, count, nowMillis) -> {
            Column[] made = new Column[columns.size()];
            for (int column = 0; column < made.length; column++) {
                LongUnaryOperator function = columns.get(column);
                long[] values = new long[count];
                for (int i = 0; i < count; i++) {
                    values[i] = function.applyAsLong(first + i * stride);
                }
                made[column] = new LongColumn(count, values, null);
            }
            return Batch.of(count, made);
        };
    }
}
