package io.weir.runtime.state;

import java.util.Arrays;

/**
 * The keys of the rows of a batch, in canonical bytes and hashed; filled by {@link KeyCodec#encode} and reused from
 * batch to batch.
 *
 * <p>The bytes of two keys are equal exactly if the keys are equal as SQL groups them (NULL equals NULL, -0.0 equals
 * 0.0, NaN equals NaN). The hash depends on the bytes alone, so that a key hashes to the same key group in the
 * exchange, in state, and after a restore.
 */
public final class KeyBatch {
    int count;

    /** {@code long[count or more]}: set instead of data and offsets if {@link #hasLongs}. */
    long[] longs = {};

    /** Whether the key is one column of an integer type, kept as {@code long}. */
    boolean hasLongs;

    /**
     * What stands in {@link #longs} for NULL. A key may well be this number, but then its hash is not that of NULL.
     * Any number will do that is no likely key.
     */
    static final long NULL = 0xB5C0FBCFEC4D3B2FL;

    byte[] data = {};

    /** {@code int[count + 1 or more]}. */
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

    /** Whether a key of {@link #longs} is NULL. */
    boolean isNull(int index) {
        return longs[index] == NULL && hashes[index] == Hashing.OF_NULL;
    }

    void putNull(int index) {
        longs[index] = NULL;
        hashes[index] = Hashing.OF_NULL;
    }

    /** Makes room for this many keys. */
    void begin(int newCount, boolean newHasLongs) {
        count = newCount;
        hasLongs = newHasLongs;
        if (hashes.length < newCount) {
            hashes = new long[newCount];
        }
        if (newHasLongs && longs.length < newCount) {
            longs = new long[newCount];
        }
    }

    /** Takes over what was encoded, and gives the old arrays back to be reused. */
    void take(ByteRows rows) {
        byte[] oldData = data;
        int[] oldOffsets = offsets;
        data = rows.data;
        offsets = rows.offsets;
        rows.data = oldData;
        rows.offsets = oldOffsets;
        rows.clear();
    }

    /** Hashes data. */
    void hash() {
        for (int i = 0; i < count; i++) {
            hashes[i] = Hashing.ofBytes(data, offsets[i], offsets[i + 1]);
        }
    }

    /**
     * The hash of a key in canonical bytes.
     *
     * @param isInteger whether the key is one integer, which hashes as a number
     */
    static long hash(byte[] data, int from, int to, boolean isInteger) {
        if (!isInteger) {
            return Hashing.ofBytes(data, from, to);
        }
        return data[from] == FieldCodec.NULL ? Hashing.OF_NULL : Hashing.ofLong(PackedLongs.read(data, from));
    }

    /** Makes room for this many keys in bytes, to be put in order. */
    void beginBytes(int newCount) {
        if (offsets.length <= newCount) {
            offsets = new int[newCount + 1];
        }
        offsets[0] = 0;
    }

    void putBytes(int index, byte[] source, int from, int to) {
        int start = offsets[index];
        data = ByteRows.ensure(data, (long) start + to - from);
        System.arraycopy(source, from, data, start, to - from);
        offsets[index + 1] = start + to - from;
    }

    /** The canonical bytes of a key, in a new array. Slow: for tests and messages. */
    byte[] bytes(int index) {
        if (!hasLongs) {
            return Arrays.copyOfRange(data, offsets[index], offsets[index + 1]);
        }
        if (isNull(index)) {
            return new byte[] {FieldCodec.NULL};
        }
        byte[] packed = new byte[PackedLongs.size(longs[index])];
        PackedLongs.write(longs[index], packed, 0);
        return packed;
    }
}
