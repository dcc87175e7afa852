package io.weir.runtime.operator.rows;

import java.util.Arrays;

/**
 * The rows of a batch, grouped by the number of their entry or handle: groups in ascending order of the number, the
 * rows of a group in the order of the batch. Reused from batch to batch; sorting primitives in place costs less than a
 * map, and allocates nothing.
 */
public final class RowGroups {
    private long[] sorted = {};
    private int rowCount;
    private int first;
    private int end;

    /**
     * Takes rows. {@code numbers} is {@code int[rowCount or more]}, not negative. {@link #next} then goes to the first
     * group.
     */
    public void group(int[] numbers, int newRowCount) {
        if (sorted.length < newRowCount) {
            sorted = new long[newRowCount];
        }
        for (int row = 0; row < newRowCount; row++) {
            sorted[row] = (long) numbers[row] << Integer.SIZE | row;
        }
        rowCount = newRowCount;
        Arrays.sort(sorted, 0, rowCount);
        first = 0;
        end = 0;
    }

    /**
     * Goes to the next group.
     *
     * @return false if there is none
     */
    public boolean next() {
        first = end;
        if (first >= rowCount) {
            return false;
        }
        int number = number();
        while (end < rowCount && (int) (sorted[end] >>> Integer.SIZE) == number) {
            end++;
        }
        return true;
    }

    /** The number that the rows of this group have in common. */
    public int number() {
        return (int) (sorted[first] >>> Integer.SIZE);
    }

    /** The number of rows in this group. */
    public int size() {
        return end - first;
    }

    /** The row of the batch that is at {@code index} in this group. */
    public int row(int index) {
        return (int) sorted[first + index];
    }
}
