package io.weir.runtime.operator.join;

/** Where the rows stand that were found for each row of a batch; {@code from} equals {@code to} if there are none. */
final class FoundPlaces {
    private final FoundRows rows;

    /** By row: the number of a batch of {@link FoundRows}, if there are rows. */
    final int[] batches;

    final int[] from;
    final int[] to;

    FoundPlaces(FoundRows rows, int rowCount) {
        this.rows = rows;
        batches = new int[rowCount];
        from = new int[rowCount];
        to = new int[rowCount];
    }

    /** Sets the places of a row, once, and keeps the batch alive until {@link #release}. */
    void set(int row, int batch, int fromRow, int toRow) {
        if (fromRow < toRow) {
            rows.retain(batch);
            batches[row] = batch;
            from[row] = fromRow;
            to[row] = toRow;
        }
    }

    /** Lets go of all batches: nothing is read from here any more. */
    void release() {
        for (int row = 0; row < from.length; row++) {
            if (from[row] < to[row]) {
                rows.release(batches[row]);
            }
        }
    }
}
