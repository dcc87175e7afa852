package io.weir.runtime.operator.changelog;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import org.jspecify.annotations.Nullable;

/**
 * Repeats rows by selection, without copying. A count may be large: the operator stops when a batch is full and goes on
 * in {@link #drain}. No state.
 */
final class ReplicateOperator implements Operator {
    private static final int BATCH_ROWS = 4096;

    private final int countColumn;
    private @Nullable Batch batch;
    private int row;
    /** Copies of {@code row} that have gone out. */
    private long copies;

    ReplicateOperator(int countColumn) {
        this.countColumn = countColumn;
    }

    @Override
    public void process(int input, Batch newBatch, Output output) {
        batch = newBatch;
        row = 0;
        copies = 0;
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        if (batch != null && emitSome(batch, output)) {
            batch = null;
        }
        return batch == null;
    }

    private boolean emitSome(Batch source, Output output) {
        LongColumn counts = (LongColumn) source.column(countColumn);
        int[] rows = new int[BATCH_ROWS];
        int count = 0;
        while (row < source.rowCount() && count < BATCH_ROWS) {
            int position = source.position(row);
            long wanted = counts.isNull(position) ? 0 : counts.values()[position];
            while (copies < wanted && count < BATCH_ROWS) {
                rows[count++] = row;
                copies++;
            }
            if (copies >= wanted) {
                row++;
                copies = 0;
            }
        }
        if (count > 0) {
            output.emit(source.project(otherColumns(source)).select(rows, count));
        }
        return row >= source.rowCount();
    }

    private int[] otherColumns(Batch source) {
        int[] columns = new int[source.columnCount() - 1];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i < countColumn ? i : i + 1;
        }
        return columns;
    }
}
