package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Makes equal rows one. Without it a key to which the same few rows come again and again would grow for ever, where a
 * count is enough.
 */
final class BagFolder {
    private static final int HASHED_END_BYTES = 32;

    private final BagRow row = new BagRow();
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private long[] copies = new long[16];
    /** Numbers of rows, each plus 1, by hash. */
    private int[] slots = {};

    private int rowCount;
    /** Different ones. */
    private int count;

    /** The rows of the last call; the folder's own. */
    byte[] folded = {};

    /**
     * Folds the rows that stand in the first {@code length} bytes of {@code rows}, in order of their first copies.
     *
     * @return how much of {@link #folded} they take; {@code length} if no two are equal, and then nothing stands there
     */
    int fold(byte[] rows, int length) {
        begin(rows, length);
        for (int at = 0; at < length; at = row.next) {
            row.read(rows, at);
            add(rows);
        }
        if (count == rowCount) {
            return length;
        }
        if (folded.length < length) {
            folded = new byte[length];
        }
        int at = 0;
        for (int i = 0; i < count; i++) {
            at = BagRow.write(rows, starts[i], ends[i], copies[i], folded, at);
        }
        return at;
    }

    private void begin(byte[] rows, int length) {
        count = 0;
        rowCount = 0;
        for (int at = 0; at < length; at = row.next) {
            row.read(rows, at);
            rowCount++;
        }
        if (starts.length < rowCount) {
            starts = new int[rowCount];
            ends = new int[rowCount];
            copies = new long[rowCount];
        }
        int capacity = Integer.highestOneBit(Math.max(8, rowCount)) << 2;
        if (slots.length == capacity) {
            Arrays.fill(slots, 0);
        } else {
            slots = new int[capacity];
        }
    }

    /** Of long rows only both ends: few of them stand in a bag's head, and equal hashes are looked into. */
    private long hash(byte[] rows) {
        if (row.end - row.start <= 2 * HASHED_END_BYTES) {
            return Hashing.ofBytes(rows, row.start, row.end);
        }
        return Hashing.ofBytes(rows, row.start, row.start + HASHED_END_BYTES)
                + 31 * Hashing.ofBytes(rows, row.end - HASHED_END_BYTES, row.end);
    }

    private void add(byte[] rows) {
        int mask = slots.length - 1;
        int slot = (int) (hash(rows) >>> Integer.SIZE) & mask;
        while (slots[slot] != 0) {
            int other = slots[slot] - 1;
            if (Arrays.equals(rows, starts[other], ends[other], rows, row.start, row.end)) {
                copies[other] += row.copies;
                return;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = count + 1;
        starts[count] = row.start;
        ends[count] = row.end;
        copies[count++] = row.copies;
    }
}
