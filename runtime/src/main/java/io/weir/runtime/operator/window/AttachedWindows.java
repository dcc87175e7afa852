package io.weir.runtime.operator.window;

import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import org.jspecify.annotations.Nullable;

/** The one window that stands in two columns of a row. */
final class AttachedWindows implements RowWindows {
    private final int startColumn;
    private final int endColumn;
    private LongColumn starts = new LongColumn(0, new long[0], null);
    private LongColumn ends = new LongColumn(0, new long[0], null);
    private int @Nullable [] selection;

    AttachedWindows(int startColumn, int endColumn) {
        this.startColumn = startColumn;
        this.endColumn = endColumn;
    }

    @Override
    public void of(Batch batch) {
        starts = (LongColumn) batch.column(startColumn);
        ends = (LongColumn) batch.column(endColumn);
        selection = batch.selection();
    }

    private int position(int row) {
        return selection == null ? row : selection[row];
    }

    @Override
    public long firstEnd(int row) {
        int position = position(row);
        return starts.isNull(position) || ends.isNull(position) ? Long.MIN_VALUE : ends.values()[position];
    }

    @Override
    public long lastEnd(int row) {
        return ends.values()[position(row)];
    }

    @Override
    public long nextEnd(long end) {
        return Long.MAX_VALUE;
    }

    @Override
    public long start(int row, long end) {
        return starts.values()[position(row)];
    }
}
