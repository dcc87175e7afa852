package io.weir.runtime.operator.topn;

import io.weir.runtime.operator.rows.OrderedRows;
import java.util.Arrays;

/**
 * The first rows, by order key, of those that one batch brings to a partition. Only they can get a rank that is wanted,
 * so only they go to the state: of a thousand bids for an auction in one batch, a top 1 stores and removes one, not a
 * thousand.
 */
final class BestRows {
    private final OrderedRows source;
    private final int most;
    private int[] rows;
    private int count;

    /** @param most at least 1 */
    BestRows(OrderedRows source, int most) {
        this.source = source;
        this.most = most;
        this.rows = new int[Math.min(most, 16)];
    }

    void clear() {
        count = 0;
    }

    /** Takes a row of the accepted batch, or drops it or another one. */
    void add(int row) {
        if (count == most && source.compareRows(row, rows[count - 1]) >= 0) {
            return;
        }
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (source.compareRows(row, rows[middle]) < 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (count < most) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, Math.min(most, count * 2));
            }
            count++;
        }
        System.arraycopy(rows, low, rows, low + 1, count - 1 - low);
        rows[low] = row;
    }

    int count() {
        return count;
    }

    /** The rows' numbers in the batch, in their order. */
    int row(int index) {
        return rows[index];
    }
}
