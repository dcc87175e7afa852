package io.weir.runtime.operator.window;

import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import org.jspecify.annotations.Nullable;

/** The windows that a {@link WindowSpec} gives to the time of a row. */
final class AssignedWindows implements RowWindows {
    private final int timeColumn;
    private final WindowSpec window;
    private LongColumn times = new LongColumn(0, new long[0], null);
    private int @Nullable [] selection;

    AssignedWindows(int timeColumn, WindowSpec window) {
        this.timeColumn = timeColumn;
        this.window = window;
    }

    @Override
    public void of(Batch batch) {
        times = (LongColumn) batch.column(timeColumn);
        selection = batch.selection();
    }

    private int position(int row) {
        return selection == null ? row : selection[row];
    }

    @Override
    public long firstEnd(int row) {
        int position = position(row);
        if (times.isNull(position)) {
            return Long.MIN_VALUE;
        }
        long end = window.firstEnd(times.values()[position]);
        // Hopping windows may leave gaps.
        return end <= window.lastEnd(times.values()[position]) ? end : Long.MIN_VALUE;
    }

    @Override
    public long lastEnd(int row) {
        return window.lastEnd(times.values()[position(row)]);
    }

    @Override
    public long nextEnd(long end) {
        return window.nextEnd(end);
    }

    @Override
    public long start(int row, long end) {
        return window.start(end);
    }
}
