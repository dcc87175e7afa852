package io.weir.runtime.operator.join;

import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyNumbers;
import io.weir.spi.data.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * What was found for the keys that were last used, up to a number and an age. A key that was not used since the clock's
 * hand came by last makes room for another (second chance, Corbató 1968), so that a hit writes nothing but a flag.
 */
final class LookupCache {
    private static final int FIRST_KEYS = 64;
    private static final int RECENT_KEYS = 4096;

    private final int maxKeys;
    private final long ttlMillis;
    private final FoundRows rows;
    private final KeyNumbers numbers;

    // By number of the key.
    private int[] batches = new int[FIRST_KEYS];
    private int[] from = new int[FIRST_KEYS];
    private int[] to = new int[FIRST_KEYS];
    private long[] foundAtMillis = new long[FIRST_KEYS];
    private boolean[] wasUsed = new boolean[FIRST_KEYS];
    private boolean[] isPresent = new boolean[FIRST_KEYS];

    /**
     * By the low bits of a key's hash: the number of the key that was found there last, if it still has it. Keys that
     * are looked up at about the same time are few, even where all keys are many: no search for most of them.
     */
    private final int[] recent = new int[RECENT_KEYS];

    private int hand;
    private long generation;

    LookupCache(List<DataType> keyTypes, int maxKeys, long ttlMillis, FoundRows rows) {
        this.maxKeys = maxKeys;
        this.ttlMillis = ttlMillis;
        this.rows = rows;
        this.numbers = new KeyNumbers(keyTypes);
    }

    /** Forgets everything if it belongs to another generation. */
    void begin(long newGeneration) {
        if (newGeneration == generation) {
            return;
        }
        generation = newGeneration;
        for (int number = 0; number < isPresent.length; number++) {
            if (isPresent[number]) {
                forget(number);
            }
        }
        numbers.clear();
    }

    long generation() {
        return generation;
    }

    /**
     * Fills in where the rows of keys stand that are remembered.
     *
     * @param found {@code int[keys.count() or more]}, filled: {@link KeyNumbers#ABSENT} for a key that is not
     *     remembered, anything else for one that is
     */
    void find(KeyBatch keys, long nowMillis, int[] found, FoundPlaces places) {
        long[] hashes = keys.hashes();
        for (int row = 0; row < keys.count(); row++) {
            int place = (int) hashes[row] & (RECENT_KEYS - 1);
            int number = recent[place];
            if (!numbers.isNumberOf(number, keys, row)) {
                number = numbers.find(keys, row);
                found[row] = number;
                if (number == KeyNumbers.ABSENT) {
                    continue;
                }
                recent[place] = number;
            }
            found[row] = number;
            if (isOld(number, nowMillis)) {
                found[row] = KeyNumbers.ABSENT;
                continue;
            }
            wasUsed[number] = true;
            places.set(row, batches[number], from[number], to[number]);
        }
    }

    private boolean isOld(int number, long nowMillis) {
        return ttlMillis > 0 && nowMillis - foundAtMillis[number] >= ttlMillis;
    }

    /** Remembers what was found for a key: rows {@code fromRow} to {@code toRow} (exclusive) of a batch. */
    void put(KeyBatch keys, int i, int batch, int fromRow, int toRow, long nowMillis) {
        if (maxKeys == 0) {
            return;
        }
        int number = numbers.find(keys, i);
        if (number == KeyNumbers.ABSENT) {
            if (numbers.size() == maxKeys) {
                makeRoom();
            }
            number = numbers.add(keys, i);
            ensure(number);
        } else {
            forget(number);
        }
        if (fromRow < toRow) {
            rows.retain(batch);
        }
        batches[number] = batch;
        from[number] = fromRow;
        to[number] = toRow;
        foundAtMillis[number] = nowMillis;
        wasUsed[number] = true;
        isPresent[number] = true;
    }

    private void makeRoom() {
        while (wasUsed[hand]) {
            wasUsed[hand] = false;
            hand = (hand + 1) % maxKeys;
        }
        forget(hand);
        numbers.remove(hand);
        hand = (hand + 1) % maxKeys;
    }

    private void forget(int number) {
        isPresent[number] = false;
        if (from[number] < to[number]) {
            rows.release(batches[number]);
        }
    }

    private void ensure(int number) {
        if (number == batches.length) {
            batches = Arrays.copyOf(batches, number * 2);
            from = Arrays.copyOf(from, number * 2);
            to = Arrays.copyOf(to, number * 2);
            foundAtMillis = Arrays.copyOf(foundAtMillis, number * 2);
            wasUsed = Arrays.copyOf(wasUsed, number * 2);
            isPresent = Arrays.copyOf(isPresent, number * 2);
        }
    }
}
