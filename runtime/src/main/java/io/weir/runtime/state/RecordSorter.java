package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Sorts byte strings that stand in one array, by unsigned bytes; equal ones keep their order.
 *
 * <ol>
 *   <li>Eight bytes of each string are taken as a number and sorted by radix, least significant digit first.
 *   <li>Strings that agree in them are sorted by the next eight bytes, if they are many; by comparison, if they are
 *       few.
 * </ol>
 */
final class RecordSorter {
    private static final int FEW = 48;
    private static final int MOST_LEVELS = 6;
    private static final int MANY = 1 << 15;

    private final byte[] data;
    private final int[] starts;
    private final int[] ends;
    private int[] order;
    private int[] otherOrder;
    private long[] prefixes;
    private long[] otherPrefixes;

    private RecordSorter(byte[] data, int[] starts, int[] ends, int count) {
        this.data = data;
        this.starts = starts;
        this.ends = ends;
        order = new int[count];
        otherOrder = new int[count];
        prefixes = new long[count];
        otherPrefixes = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
    }

    /**
     * The numbers of the strings in ascending order.
     *
     * @param starts where each string starts, {@code int[count or more]}
     * @param ends where it ends
     */
    static int[] order(byte[] data, int[] starts, int[] ends, int count) {
        RecordSorter sorter = new RecordSorter(data, starts, ends, count);
        sorter.sort(0, count, 0);
        return sorter.order;
    }

    private void sort(int from, int to, int level) {
        if (to - from <= FEW || level >= MOST_LEVELS) {
            sortByComparison(from, to);
            return;
        }
        for (int i = from; i < to; i++) {
            prefixes[i] = prefix(order[i], level * Long.BYTES);
        }
        sortByPrefix(from, to, to - from >= MANY ? 16 : 8);
        int groupStart = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || prefixes[i] != prefixes[groupStart]) {
                if (i - groupStart > 1) {
                    sort(groupStart, i, level + 1);
                }
                groupStart = i;
            }
        }
    }

    /**
     * Eight bytes, as a number whose unsigned order is theirs; zeros stand for what is missing, so that a tie needs a
     * closer look.
     */
    private long prefix(int string, int skip) {
        int at = starts[string] + skip;
        int end = ends[string];
        if (at + Long.BYTES <= data.length && at + Long.BYTES <= end) {
            return BigEndian.getLong(data, at);
        }
        long prefix = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            prefix = prefix << 8 | (at + i < end ? data[at + i] & 0xFF : 0);
        }
        return prefix;
    }

    private void sortByPrefix(int from, int to, int bits) {
        int mask = (1 << bits) - 1;
        long anyDifference = 0;
        for (int i = from + 1; i < to; i++) {
            anyDifference |= prefixes[i] ^ prefixes[from];
        }
        int[] positions = new int[mask + 1];
        for (int shift = 0; shift < Long.SIZE; shift += bits) {
            if ((anyDifference >>> shift & mask) == 0) {
                continue;
            }
            Arrays.fill(positions, 0);
            for (int i = from; i < to; i++) {
                positions[(int) (prefixes[i] >>> shift) & mask]++;
            }
            int position = from;
            for (int digit = 0; digit <= mask; digit++) {
                int count = positions[digit];
                positions[digit] = position;
                position += count;
            }
            for (int i = from; i < to; i++) {
                int target = positions[(int) (prefixes[i] >>> shift) & mask]++;
                otherPrefixes[target] = prefixes[i];
                otherOrder[target] = order[i];
            }
            System.arraycopy(otherPrefixes, from, prefixes, from, to - from);
            System.arraycopy(otherOrder, from, order, from, to - from);
        }
    }

    /** Merge sort, bottom-up from single strings; insertion for few. */
    private void sortByComparison(int from, int to) {
        if (to - from > FEW) {
            int middle = (from + to) >>> 1;
            sortByComparison(from, middle);
            sortByComparison(middle, to);
            merge(from, middle, to);
            return;
        }
        for (int i = from + 1; i < to; i++) {
            int moving = order[i];
            int at = i;
            while (at > from && compare(order[at - 1], moving) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = moving;
        }
    }

    private void merge(int from, int middle, int to) {
        System.arraycopy(order, from, otherOrder, from, middle - from);
        int left = from;
        int right = middle;
        for (int target = from; left < middle; target++) {
            if (right < to && compare(otherOrder[left], order[right]) > 0) {
                order[target] = order[right++];
            } else {
                order[target] = otherOrder[left++];
            }
        }
    }

    private int compare(int left, int right) {
        return Arrays.compareUnsigned(data, starts[left], ends[left], data, starts[right], ends[right]);
    }
}
