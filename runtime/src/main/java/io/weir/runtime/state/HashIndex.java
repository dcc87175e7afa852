package io.weir.runtime.state;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Finds entry numbers by 64-bit hash. Open addressing with linear probing; a slot holds the high half of the hash as a tag and the entry's number + 1, 0 if
 * empty. The low half of the hash gives the place, so that a probe that misses rarely needs a look at an entry.
 */
final class HashIndex {
    private static final long TAG = 0xFFFFFFFF00000000L;
    private static final int FIRST_SLOTS = 64;

    private long[] slots = new long[FIRST_SLOTS];
    private int mask = FIRST_SLOTS - 1;
    private int count;
    private final IntToLongFunction hashOf;

    /** @param hashOf gives the hash of an entry that is in the index */
    HashIndex(IntToLongFunction hashOf) {
        this.hashOf = hashOf;
    }

    /** The place of the first slot with this hash's tag, or of an empty one. */
    int first(long hash) {
        return probe(hash, (int) hash & mask);
    }

    /** The next such place behind {@code place}. */
    int next(long hash, int place) {
        return probe(hash, (place + 1) & mask);
    }

    private int probe(long hash, int from) {
        long[] array = slots;
        int place = from;
        long slot = array[place];
        while (slot != 0 && ((slot ^ hash) & TAG) != 0) {
            place = (place + 1) & mask;
            slot = array[place];
        }
        return place;
    }

    /** The entry at a place, or -1. */
    int entry(int place) {
        return (int) slots[place] - 1;
    }

    /** Fills in the entry of the first slot with each hash's tag, -1 where there is none: a pass of its own, so that the memory reads overlap. */
    void candidates(long[] hashes, int count, int[] entries) {
        for (int i = 0; i < count; i++) {
            entries[i] = (int) slots[first(hashes[i])] - 1;
        }
    }

    /** Adds an entry that is not in the index. */
    void add(long hash, int entry) {
        if ((count + 1) * 2L > slots.length) {
            grow();
        }
        put(slots, mask, (hash & TAG) | (entry + 1), (int) hash & mask);
        count++;
    }

    private static void put(long[] array, int mask, long slot, int from) {
        int place = from;
        while (array[place] != 0) {
            place = (place + 1) & mask;
        }
        array[place] = slot;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        int largerMask = larger.length - 1;
        for (long slot : slots) {
            if (slot != 0) {
                put(larger, largerMask, slot, (int) hashOf.applyAsLong((int) slot - 1) & largerMask);
            }
        }
        slots = larger;
        mask = largerMask;
    }

    /** Removes an entry and closes the gap: what had to step over it moves up (Knuth, volume 3, 6.4, algorithm R). */
    void remove(long hash, int entry) {
        int gap = (int) hash & mask;
        while ((int) slots[gap] != entry + 1) {
            gap = (gap + 1) & mask;
        }
        int place = gap;
        while (true) {
            place = (place + 1) & mask;
            long slot = slots[place];
            if (slot == 0) {
                break;
            }
            int home = (int) hashOf.applyAsLong((int) slot - 1) & mask;
            if (((place - home) & mask) >= ((place - gap) & mask)) {
                slots[gap] = slot;
                gap = place;
            }
        }
        slots[gap] = 0;
        count--;
    }

    void clear() {
        Arrays.fill(slots, 0);
        count = 0;
    }

    int count() {
        return count;
    }

    long bytes() {
        return slots.length * (long) Long.BYTES;
    }
}
