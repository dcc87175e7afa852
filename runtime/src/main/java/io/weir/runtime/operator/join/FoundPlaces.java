package io.weir.runtime.operator.join;

import java.util.Arrays;

/** Where the rows stand that were found for each row of a batch; {@code from} equals {@code to} if there are none. */
final class FoundPlaces {
    private static final int FIRST_HELD = 4;

    private final FoundRows rows;
    private final long holder;
    /** Batches that this keeps alive, some of them perhaps several times. */
    private int[] held = new int[FIRST_HELD];

    private int heldCount;

    /** By row: the number of a batch of {@link FoundRows}, if there are rows. */
    final int[] batches;

    final int[] from;
    final int[] to;

    FoundPlaces(FoundRows rows, int rowCount) {
        this.rows = rows;
        holder = rows.newHolder();
        batches = new int[rowCount];
        from = new int[rowCount];
        to = new int[rowCount];
    }

    /** Sets the places of a row, once, and keeps the batch alive until {@link #release}. */
    void set(int row, int batch, int fromRow, int toRow) {
        if (fromRow < toRow) {
            if (rows.retain(batch, holder)) {
                hold(batch);
            }
            batches[row] = batch;
            from[row] = fromRow;
            to[row] = toRow;
        }
    }

    private void hold(int batch) {
        if (heldCount == held.length) {
            held = Arrays.copyOf(held, heldCount * 2);
        }
        held[heldCount++] = batch;
    }

    /** Lets go of all batches: nothing is read from here any more. */
    void release() {
        for (int i = 0; i < heldCount; i++) {
            rows.release(held[i]);
        }
        heldCount = 0;
    }
}
