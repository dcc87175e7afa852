package io.weir.runtime.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table's cache: rows of {@code stride} longs in pages, and a byte string beside each row if the table has them.
 *
 * <p>A small table has one small page, as there may be thousands of tables; it grows by copying. Pages behind it have their full size from the start.
 */
final class RowPages {
    private static final int PAGE_LONGS = 1 << 13;
    private static final int FIRST_ROWS = 32;

    final int stride;
    final int shift;
    final int mask;
    long[][] pages = new long[1][];
    /** {@code [page][row]}; no pages if the table has no byte strings. */
    byte[] @Nullable [] @Nullable [] values;

    private int pageCount;
    private int capacity;

    RowPages(int stride, boolean hasBytes) {
        this.stride = stride;
        int rowsPerPage = Math.max(FIRST_ROWS, Integer.highestOneBit(Math.max(1, PAGE_LONGS / stride)));
        shift = Integer.numberOfTrailingZeros(rowsPerPage);
        mask = rowsPerPage - 1;
        values = hasBytes ? new byte[1][][] : new byte[0][][];
    }

    int capacity() {
        return capacity;
    }

    /** What the next {@link #grow} takes. */
    long nextBytes() {
        return nextRows() * rowBytes();
    }

    private long rowBytes() {
        return stride * (long) Long.BYTES + (values.length > 0 ? Integer.BYTES : 0);
    }

    private int nextRows() {
        if (capacity == 0) {
            return FIRST_ROWS;
        }
        return capacity <= mask ? Math.min(capacity * 3, mask + 1 - capacity) : mask + 1;
    }

    /** Adds rows. */
    void grow() {
        int added = nextRows();
        if (capacity <= mask) {
            pageCount = 1;
            pages[0] = capacity == 0 ? new long[added * stride] : Arrays.copyOf(pages[0], (capacity + added) * stride);
            if (values.length > 0) {
                values[0] = capacity == 0 ? new byte[added][] : Arrays.copyOf(values[0], capacity + added);
            }
        } else {
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, pageCount * 2);
                if (values.length > 0) {
                    values = Arrays.copyOf(values, pageCount * 2);
                }
            }
            pages[pageCount] = new long[added * stride];
            if (values.length > 0) {
                values[pageCount] = new byte[added][];
            }
            pageCount++;
        }
        capacity += added;
    }

    long[] page(int row) {
        return pages[row >>> shift];
    }

    int start(int row) {
        return (row & mask) * stride;
    }

    byte @Nullable [] value(int row) {
        return values[row >>> shift][row & mask];
    }

    void setValue(int row, byte @Nullable [] value) {
        values[row >>> shift][row & mask] = value;
    }
}
