package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** Heads by key, and chunks of bytes by key and number: what rows that are too many for one entry are kept in. */
class NumberedChunks {
    private static final int REMOVED_AT_ONCE = 256;

    final CachedTable heads;
    final CachedTable chunks;

    private final KeyBatch keys = new KeyBatch();
    private int[] entries = new int[1];
    private long[] numbers = new long[1];

    NumberedChunks(CachedTable heads, CachedTable chunks) {
        this.heads = heads;
        this.chunks = chunks;
    }

    final long slot(int handle, int slot) {
        return heads.page(handle)[heads.offset(handle) + slot];
    }

    /** The head has been touched. */
    final void setSlot(int handle, int slot, long value) {
        heads.page(handle)[heads.offset(handle) + slot] = value;
    }

    /** The entry of a chunk; made if there is none. May move other entries of chunks. */
    final int entry(int handle, long number) {
        resolve(handle, number, 1, true);
        return entries[0];
    }

    /** The bytes of a chunk; its length is {@code chunks.bytesLength}. */
    final byte[] bytes(int entry) {
        return requireNonNull(chunks.bytes(entry), "a chunk is missing");
    }

    final void write(int handle, long number, byte[] value) {
        int entry = entry(handle, number);
        chunks.touch(entry);
        chunks.setBytes(entry, value);
    }

    /**
     * Reads {@code count} chunks that are there, from number {@code first} on: their arrays, and how much of each
     * counts. May move entries of chunks.
     */
    final void read(int handle, long first, int count, byte[][] data, int[] lengths) {
        resolve(handle, first, count, true);
        for (int i = 0; i < count; i++) {
            data[i] = bytes(entries[i]);
            lengths[i] = chunks.bytesLength(entries[i]);
        }
    }

    /** Removes all chunks of a key from {@code first} to below {@code next}; of the head only the key is read. */
    final void removeAll(int handle, long first, long next) {
        for (long from = first; from < next; from += REMOVED_AT_ONCE) {
            int count = (int) Math.min(REMOVED_AT_ONCE, next - from);
            resolve(handle, from, count, false);
            for (int i = 0; i < count; i++) {
                if (entries[i] >= 0) {
                    chunks.remove(entries[i]);
                }
            }
        }
    }

    private void resolve(int handle, long first, int count, boolean create) {
        if (entries.length < count) {
            entries = new int[count];
            numbers = new long[count];
        }
        Arrays.fill(entries, 0, count, handle);
        for (int i = 0; i < count; i++) {
            numbers[i] = first + i;
        }
        heads.keysOf(entries, count, keys);
        chunks.resolve(keys, numbers, create, entries);
    }
}
