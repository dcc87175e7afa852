package io.weir.benchmarks.check;

import java.util.Arrays;

/**
 * A computation that never changes, of the kinds of work that an engine does: probing a table larger than the caches,
 * sorting, and hashing bytes. Changing it makes all expected ratios void.
 */
final class Reference {
    private static final int TABLE_SIZE = 1 << 23; // 64 MB
    private static final int PROBES = 1 << 25;
    private static final int SORTED = 1 << 20;
    private static final int SORTS = 6;
    private static final int BYTES = 1 << 16;
    private static final int HASHES = 4000;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private Reference() {}

    /** @return something that depends on all of it */
    static long compute(long seed) {
        return probe(seed) ^ sort(seed) ^ hash(seed);
    }

    private static long probe(long seed) {
        long[] table = new long[TABLE_SIZE];
        long state = seed;
        for (int i = 0; i < PROBES; i++) {
            state = next(state);
            table[(int) (state >>> 41)] += i;
        }
        return table[(int) (next(state) >>> 41)];
    }

    private static long sort(long seed) {
        long[] values = new long[SORTED];
        long state = seed;
        long result = 0;
        for (int round = 0; round < SORTS; round++) {
            for (int i = 0; i < values.length; i++) {
                state = next(state);
                values[i] = state;
            }
            Arrays.sort(values);
            result ^= values[SORTED / 2];
        }
        return result;
    }

    private static long hash(long seed) {
        byte[] bytes = new byte[BYTES];
        Arrays.fill(bytes, (byte) seed);
        long hash = 0;
        for (int round = 0; round < HASHES; round++) {
            for (byte value : bytes) {
                hash = hash * 31 + value;
            }
            bytes[round] = (byte) hash;
        }
        return hash;
    }

    private static long next(long state) {
        long mixed = state * MULTIPLIER + 1;
        return mixed ^ (mixed >>> 29);
    }
}
