package io.weir.runtime.operator.window;

import io.weir.spi.data.Batch;

/** Which windows the rows of a batch are in. Used for one batch at a time. */
interface RowWindows {
    /** Takes a batch. */
    void of(Batch batch);

    /** The end of the first window of a row, or {@link Long#MIN_VALUE} if it is in none. */
    long firstEnd(int row);

    /** The end of the last window of a row. */
    long lastEnd(int row);

    /** The end of the window after the one that ends at {@code end}. */
    long nextEnd(long end);

    /** The start of the window of a row that ends at {@code end}. */
    long start(int row, long end);
}
