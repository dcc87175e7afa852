package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Finds entry numbers by the low 32 bits of a hash: extendible hashing (Fagin and others 1979) with segments that are
 * small hash tables of their own, open addressing with linear probing. It grows a segment at a time; one table that
 * doubles would stop the worker for as long as it takes to read all entries again.
 *
 * <pre>
 * hash   ... | directory place | place in the segment: 12 bits
 * slot   low 32 bits of the hash | entry + 1, 0 if empty
 * </pre>
 *
 * <p>As a slot holds the bits that decide its place, neither growth nor removal looks at an entry; and a probe that
 * misses rarely does.
 */
final class HashIndex {
    private static final int SEGMENT_BITS = 12;
    private static final int SEGMENT_SLOTS = 1 << SEGMENT_BITS;
    private static final int FIRST_SLOTS = 64;
    private static final int LOW_SHIFT = 32;
    /** A segment is parted when five eighths of it are in use. */
    private static final int LOAD_FACTOR = 5;

    private static final int LOAD_DIVISOR = 8;
    private static final long LOW = 0xFFFFFFFF00000000L;

    /**
     * A directory of more places than this for each segment means that the hashes agree in their bits: segments then
     * grow instead.
     */
    private static final int MOST_PLACES_PER_SEGMENT = 8;

    /**
     * By place in the directory; a segment of fewer bits stands in several places. Its slots stand beside it, to be
     * reached in one step.
     */
    private Segment[] segments = {new Segment(FIRST_SLOTS, 0)};

    private long[][] slots = {segments[0].slots};
    private int segmentCount = 1;
    private long bytes = FIRST_SLOTS * (long) Long.BYTES;

    private static final class Segment {
        long[] slots;
        int count;
        /** How many bits of the directory place all its hashes share. */
        final int bits;

        Segment(int slotCount, int bits) {
            slots = new long[slotCount];
            this.bits = bits;
        }

        void put(long slot) {
            int mask = slots.length - 1;
            int place = (int) (slot >>> LOW_SHIFT) & mask;
            while (slots[place] != 0) {
                place = (place + 1) & mask;
            }
            slots[place] = slot;
            count++;
        }
    }

    /** The slots of the segment that a hash belongs to, in which places count; good until the next {@link #add}. */
    long[] segment(long hash) {
        return slots[place(hash)];
    }

    private int place(long hash) {
        return ((int) hash >>> SEGMENT_BITS) & (slots.length - 1);
    }

    /** The place of the first slot with these low bits, or of an empty one. */
    static int first(long[] segment, long hash) {
        return probe(segment, hash, (int) hash & (segment.length - 1));
    }

    /** The next such place behind {@code place}. */
    static int next(long[] segment, long hash, int place) {
        return probe(segment, hash, (place + 1) & (segment.length - 1));
    }

    private static int probe(long[] segment, long hash, int from) {
        long wanted = hash << LOW_SHIFT;
        int place = from;
        long slot = segment[place];
        while (slot != 0 && ((slot ^ wanted) & LOW) != 0) {
            place = (place + 1) & (segment.length - 1);
            slot = segment[place];
        }
        return place;
    }

    /** The entry at a place, or -1. */
    static int entry(long[] segment, int place) {
        return (int) segment[place] - 1;
    }

    /**
     * Fills in the entry of the first slot with each hash's low bits, -1 where there is none: a pass of its own, so
     * that the memory reads overlap.
     */
    void candidates(long[] hashes, int count, int[] entries) {
        for (int i = 0; i < count; i++) {
            long[] segment = segment(hashes[i]);
            entries[i] = entry(segment, first(segment, hashes[i]));
        }
    }

    /** Adds an entry that is not in the index. */
    void add(long hash, int entry) {
        Segment segment = segments[place(hash)];
        while ((segment.count + 1) * LOAD_DIVISOR > segment.slots.length * LOAD_FACTOR) {
            grow(segment, place(hash));
            segment = segments[place(hash)];
        }
        segment.put(hash << LOW_SHIFT | (entry + 1));
    }

    private void grow(Segment full, int place) {
        if (full.slots.length < SEGMENT_SLOTS) {
            enlarge(full, full.slots.length * 4);
        } else if (1 << full.bits < segments.length) {
            split(full, place);
        } else if (segments.length < MOST_PLACES_PER_SEGMENT * segmentCount) {
            segments = twice(segments);
            slots = twice(slots);
            split(full, place);
        } else {
            enlarge(full, full.slots.length * 2);
        }
    }

    private static <T> T[] twice(T[] directory) {
        T[] doubled = Arrays.copyOf(directory, directory.length * 2);
        System.arraycopy(directory, 0, doubled, directory.length, directory.length);
        return doubled;
    }

    private void enlarge(Segment segment, int slotCount) {
        long[] old = segment.slots;
        bytes += (slotCount - old.length) * (long) Long.BYTES;
        segment.slots = new long[slotCount];
        segment.count = 0;
        for (long slot : old) {
            if (slot != 0) {
                segment.put(slot);
            }
        }
        for (int place = 0; place < slots.length; place++) {
            if (segments[place] == segment) {
                slots[place] = segment.slots;
            }
        }
    }

    /** Parts a segment by the next bit, at one of its places in the directory. */
    private void split(Segment full, int place) {
        int bit = 1 << full.bits;
        Segment[] halves = {new Segment(full.slots.length, full.bits + 1), new Segment(full.slots.length, full.bits + 1)
        };
        for (long slot : full.slots) {
            if (slot != 0) {
                boolean isUpper = ((int) (slot >>> LOW_SHIFT) >>> SEGMENT_BITS & bit) != 0;
                halves[isUpper ? 1 : 0].put(slot);
            }
        }
        for (int i = place & (bit - 1); i < segments.length; i += bit) {
            segments[i] = halves[(i & bit) == 0 ? 0 : 1];
            slots[i] = segments[i].slots;
        }
        segmentCount++;
        bytes += full.slots.length * (long) Long.BYTES;
    }

    /** Removes an entry and closes the gap: what had to step over it moves up (Knuth, volume 3, 6.4, algorithm R). */
    void remove(long hash, int entry) {
        Segment segment = segments[place(hash)];
        long[] array = segment.slots;
        int mask = array.length - 1;
        int gap = (int) hash & mask;
        while ((int) array[gap] != entry + 1) {
            gap = (gap + 1) & mask;
        }
        int place = gap;
        while (true) {
            place = (place + 1) & mask;
            long slot = array[place];
            if (slot == 0) {
                break;
            }
            int home = (int) (slot >>> LOW_SHIFT) & mask;
            if (((place - home) & mask) >= ((place - gap) & mask)) {
                array[gap] = slot;
                gap = place;
            }
        }
        array[gap] = 0;
        segment.count--;
    }

    /** Removes all entries and keeps the room that they had. */
    void clear() {
        for (Segment segment : segments) {
            // One that stands in several places is cleared several times, which does no harm.
            Arrays.fill(segment.slots, 0);
            segment.count = 0;
        }
    }

    long bytes() {
        return bytes + slots.length * 2L * Integer.BYTES;
    }
}
