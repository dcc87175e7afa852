package io.weir.runtime.state;

/**
 * The keys of the rows of a batch, in canonical bytes and hashed; filled by {@link KeyCodec#encode} and reused from batch to batch.
 *
 * <p>The bytes of two keys are equal exactly if the keys are equal as SQL groups them (NULL equals NULL, -0.0 equals 0.0, NaN equals NaN). The hash
 * depends on the bytes alone, so that a key hashes to the same key group in the exchange, in state, and after a restore.
 */
public final class KeyBatch {
    int count;
    /** Set instead of data and offsets if the key is one NOT NULL column of an integer type up to 64 bits (or kept as such). */
    long[] longs = {};

    boolean hasLongs;
    byte[] data = {};
    int[] offsets = {0};
    long[] hashes = {};

    /** The number of keys: one for each row of the batch. */
    public int count() {
        return count;
    }

    /** {@code long[count or more]}: well-mixed 64-bit hashes. Reused by the next encoding. */
    public long[] hashes() {
        return hashes;
    }

    /** The key group of a key. */
    public int keyGroup(int index, int maxParallelism) {
        return KeyGroups.ofHash(hashes[index], maxParallelism);
    }
}
