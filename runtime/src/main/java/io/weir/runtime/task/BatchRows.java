package io.weir.runtime.task;

import io.weir.spi.data.Batch;

/**
 * How many rows to take at once: about as many as fill a megabyte, judged by the last ones; so a batch of wide rows
 * needs no more memory than one of narrow rows.
 */
final class BatchRows {
    static final int MAX_ROWS = 4096;
    private static final int FIRST_ROWS = 256;
    private static final int GROWTH = 4;
    private static final long TARGET_BYTES = 1L << 20;

    private int rows = FIRST_ROWS;

    int next() {
        return rows;
    }

    void seen(Batch batch) {
        long fitting = TARGET_BYTES * batch.rowCount() / Math.max(1, batch.sizeBytes());
        rows = (int) Math.max(1, Math.min(fitting, Math.min(MAX_ROWS, GROWTH * (long) rows)));
    }
}
