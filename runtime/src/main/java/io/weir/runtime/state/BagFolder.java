package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Makes equal rows one. Without it a key to which the same few rows come again and again would grow for ever, where a
 * count is enough.
 */
final class BagFolder {
    private final BagRow row = new BagRow();
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private long[] copies = new long[16];
    /** Numbers of rows, each plus 1, by hash. */
    private int[] slots = {};

    private int count;

    /** The rows of the last call; the folder's own. */
    byte[] folded = {};

    /**
     * Folds the rows that stand in the first {@code length} bytes of {@code rows}, in order of their first copies.
     *
     * @return how much of {@link #folded} they take, {@code length} at most
     */
    int fold(byte[] rows, int length) {
        begin(rows, length);
        for (int at = 0; at < length; at = row.next) {
            row.read(rows, at);
            add(rows);
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
        int most = 0;
        for (int at = 0; at < length; at = row.next) {
            row.read(rows, at);
            most++;
        }
        if (starts.length < most) {
            starts = new int[most];
            ends = new int[most];
            copies = new long[most];
        }
        int capacity = Integer.highestOneBit(Math.max(8, most)) << 2;
        if (slots.length == capacity) {
            Arrays.fill(slots, 0);
        } else {
            slots = new int[capacity];
        }
    }

    private void add(byte[] rows) {
        int mask = slots.length - 1;
        int slot = (int) (Hashing.ofBytes(rows, row.start, row.end) >>> Integer.SIZE) & mask;
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
