package io.weir.runtime.state;

import io.weir.spi.data.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Gives keys small numbers, for what an operator remembers in arrays of its own. In memory alone and no part of any
 * snapshot. Numbers that were freed are given out again, so that none exceeds the most keys there ever were at once.
 *
 * <p>Used by one worker; allocates only where it grows.
 */
public final class KeyNumbers {
    /** The number of no key. */
    public static final int ABSENT = -1;

    private static final int FIRST_KEYS = 64;

    private final boolean hasLongs;
    private final HashIndex index = new HashIndex();
    private final ByteArena arena = new ByteArena();

    /** By number: the integer, or where in the arena the key stands. */
    private long[] words = new long[FIRST_KEYS];

    private long[] hashes = new long[FIRST_KEYS];
    private boolean[] isUsed = new boolean[FIRST_KEYS];
    private final IntList free = new IntList();
    /** Numbers below this have been given out. */
    private int end;

    public KeyNumbers(List<DataType> keyTypes) {
        this.hasLongs = KeyCodec.usesLongs(keyTypes);
    }

    /** The number of keys. */
    public int size() {
        return end - free.size;
    }

    /** The number of a key, {@link #ABSENT} if it has none. */
    public int find(KeyBatch keys, int i) {
        long hash = keys.hashes[i];
        long[] segment = index.segment(hash);
        int place = HashIndex.first(segment, hash);
        int candidate = HashIndex.entry(segment, place);
        while (candidate != ABSENT && !is(candidate, keys, i)) {
            place = HashIndex.next(segment, hash, place);
            candidate = HashIndex.entry(segment, place);
        }
        return candidate;
    }

    /** Whether a number, of 0 or more, has been given to a key and not been freed. */
    public boolean isNumberOf(int number, KeyBatch keys, int i) {
        return number < end && isUsed[number] && is(number, keys, i);
    }

    private boolean is(int number, KeyBatch keys, int i) {
        if (hashes[number] != keys.hashes[i]) {
            return false;
        }
        long word = words[number];
        if (hasLongs) {
            return word == keys.longs[i];
        }
        int start = arena.start(word);
        return Arrays.equals(
                arena.data(word), start, start + arena.length(word), keys.data, keys.offsets[i], keys.offsets[i + 1]);
    }

    /**
     * Gives a key that has none a number.
     *
     * @return one that is free, or the number of keys if none is
     */
    public int add(KeyBatch keys, int i) {
        int number = free.size > 0 ? free.items[--free.size] : end++;
        if (number == words.length) {
            words = Arrays.copyOf(words, number * 2);
            hashes = Arrays.copyOf(hashes, number * 2);
            isUsed = Arrays.copyOf(isUsed, number * 2);
        }
        words[number] = hasLongs ? keys.longs[i] : arena.add(keys.data, keys.offsets[i], keys.offsets[i + 1]);
        hashes[number] = keys.hashes[i];
        isUsed[number] = true;
        index.add(keys.hashes[i], number);
        return number;
    }

    /** Frees a number that is in use. */
    public void remove(int number) {
        index.remove(hashes[number], number);
        isUsed[number] = false;
        free.add(number);
        if (!hasLongs) {
            arena.free(words[number]);
            if (arena.isSparse()) {
                compact();
            }
        }
    }

    // All at once: what an operator remembers outside of its state is not much.
    private void compact() {
        arena.beginCompaction();
        for (int number = 0; number < end; number++) {
            if (isUsed[number] && arena.isOld(words[number])) {
                words[number] = arena.move(words[number]);
            }
        }
        arena.endCompaction();
    }

    /** Frees all numbers. */
    public void clear() {
        index.clear();
        arena.clear();
        Arrays.fill(isUsed, 0, end, false);
        free.clear();
        end = 0;
    }
}
