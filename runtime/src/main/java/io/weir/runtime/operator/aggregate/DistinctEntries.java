package io.weir.runtime.operator.aggregate;

import java.util.Arrays;

/**
 * Collects the different entries among those of a batch, in order of first appearance, in time proportional to the
 * batch.
 */
final class DistinctEntries {
    private int[] slots = new int[64];
    private int[] distinct = {};

    /** @return how many there are; they are in {@link #entries} */
    int collect(int[] entries, int count) {
        int capacity = Integer.highestOneBit(Math.max(32, count)) << 2;
        if (slots.length < capacity) {
            slots = new int[capacity];
        }
        if (distinct.length < count) {
            distinct = new int[count];
        }
        // -1 is no entry number. Filling costs one pass over an array of a few times the batch, which stays in the
        // cache.
        int mask = capacity - 1;
        Arrays.fill(slots, 0, capacity, -1);
        int found = 0;
        for (int i = 0; i < count; i++) {
            int entry = entries[i];
            int at = ((entry * 0x9E3779B9) >>> 7) & mask;
            while (slots[at] != entry) {
                if (slots[at] == -1) {
                    slots[at] = entry;
                    distinct[found++] = entry;
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        return found;
    }

    /** {@code int[]}, valid up to the count that {@link #collect} returned, until its next call. */
    int[] entries() {
        return distinct;
    }
}
