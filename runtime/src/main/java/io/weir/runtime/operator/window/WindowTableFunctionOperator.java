package io.weir.runtime.operator.window;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Appends its windows to each row. A row in many windows fills several batches: the operator stops when one is full and
 * goes on in {@link #drain}.
 */
final class WindowTableFunctionOperator implements Operator {
    private static final int BATCH_ROWS = 4096;

    private final int timeColumn;
    private final WindowSpec window;

    private @Nullable Batch batch;
    private int row;
    /** The end of the next window of {@code row}, if {@code inRow}. */
    private long nextEnd;

    private boolean inRow;

    WindowTableFunctionOperator(int timeColumn, WindowSpec window) {
        this.timeColumn = timeColumn;
        this.window = window;
    }

    @Override
    public void process(int input, Batch input0, Output output) {
        batch = input0;
        row = 0;
        inRow = false;
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        if (batch != null) {
            emitSome(batch, output);
        }
        return batch == null;
    }

    private void emitSome(Batch source, Output output) {
        int[] rows = new int[BATCH_ROWS];
        long[] ends = new long[BATCH_ROWS];
        int count = 0;
        LongColumn times = (LongColumn) source.column(timeColumn);
        while (row < source.rowCount() && count < BATCH_ROWS) {
            int position = source.position(row);
            if (times.isNull(position)) {
                row++;
                continue;
            }
            long time = times.values()[position];
            if (!inRow) {
                nextEnd = window.firstEnd(time);
                inRow = true;
            }
            long lastEnd = window.lastEnd(time);
            while (nextEnd <= lastEnd && count < BATCH_ROWS) {
                rows[count] = row;
                ends[count++] = nextEnd;
                nextEnd = window.nextEnd(nextEnd);
            }
            if (nextEnd > lastEnd) {
                inRow = false;
                row++;
            }
        }
        if (row >= source.rowCount()) {
            batch = null;
        }
        if (count > 0) {
            output.emit(append(source.select(rows, count).compact(), ends, count));
        }
    }

    private Batch append(Batch rows, long[] ends, int count) {
        long[] windowEnds = Arrays.copyOf(ends, count);
        long[] starts = new long[count];
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = window.start(windowEnds[i]);
            times[i] = windowEnds[i] - 1;
        }
        Column[] columns = new Column[rows.columnCount() + 3];
        for (int i = 0; i < rows.columnCount(); i++) {
            columns[i] = rows.column(i);
        }
        columns[columns.length - 3] = new LongColumn(count, starts, null);
        columns[columns.length - 2] = new LongColumn(count, windowEnds, null);
        columns[columns.length - 1] = new LongColumn(count, times, null);
        return Batch.of(count, rows.rowKinds(), columns);
    }
}
