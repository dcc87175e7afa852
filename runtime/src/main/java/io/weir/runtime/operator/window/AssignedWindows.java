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
    /** Times whose windows are known, from the first up to but without the second: looking at a clock takes long. */
    private long knownFrom = Long.MAX_VALUE;

    private long knownTo = Long.MIN_VALUE;
    private long knownFirstEnd;
    private long knownLastEnd;

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
        long time = times.values()[position];
        if (!window.isRegular()) {
            know(time);
            return knownFirstEnd <= knownLastEnd ? knownFirstEnd : Long.MIN_VALUE;
        }
        long end = window.firstEnd(time);
        // Hopping windows may leave gaps.
        return end <= window.lastEnd(time) ? end : Long.MIN_VALUE;
    }

    @Override
    public long lastEnd(int row) {
        long time = times.values()[position(row)];
        if (!window.isRegular()) {
            know(time);
            return knownLastEnd;
        }
        return window.lastEnd(time);
    }

    private void know(long time) {
        if (time < knownFrom || time >= knownTo) {
            knownFirstEnd = window.firstEnd(time);
            knownLastEnd = window.lastEnd(time);
            knownFrom = time;
            knownTo = Math.min(knownFirstEnd, window.nextStart(time));
        }
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
