package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** The heads, chunks and directories of {@link CachedRows}, by handle and chunk number. */
final class RowChunks {
    /** The number of the directory among the chunks of a key. */
    static final long DIRECTORY = -1;

    private static final int SIZE = 0;
    private static final int NEXT_NUMBER = 1;
    private static final int CHUNKS = 2;
    static final int HEAD_SLOTS = 3;

    private static final int REMOVED_AT_ONCE = 256;

    final CachedTable heads;
    final CachedTable chunks;

    private final KeyBatch oneKey = new KeyBatch();
    private final int[] oneEntry = new int[1];
    private final long[] oneNumber = new long[1];

    RowChunks(CachedTable heads, CachedTable chunks) {
        this.heads = heads;
        this.chunks = chunks;
    }

    // ---- heads; to be touched before they are changed

    long size(int handle) {
        return slot(handle, SIZE);
    }

    void addToSize(int handle, int change) {
        setSlot(handle, SIZE, size(handle) + change);
    }

    /** How many chunks a key has; 0: its rows stand in the head. */
    long count(int handle) {
        return slot(handle, CHUNKS);
    }

    long nextNumber(int handle) {
        return slot(handle, NEXT_NUMBER);
    }

    /** A number that no chunk of this key has had. */
    long takeNumber(int handle) {
        long number = nextNumber(handle);
        setSlot(handle, NEXT_NUMBER, number + 1);
        return number;
    }

    private long slot(int handle, int slot) {
        return heads.page(handle)[heads.offset(handle) + slot];
    }

    private void setSlot(int handle, int slot, long value) {
        heads.page(handle)[heads.offset(handle) + slot] = value;
    }

    // ---- chunks

    /** The entry of a chunk or of the directory. May move other entries of chunks. */
    int entry(int handle, long number) {
        oneEntry[0] = handle;
        heads.keysOf(oneEntry, 1, oneKey);
        oneNumber[0] = number;
        chunks.resolve(oneKey, oneNumber, true, oneEntry);
        return oneEntry[0];
    }

    /** The bytes of a chunk; its length is {@code chunks.bytesLength}. */
    byte[] bytes(int entry) {
        return requireNonNull(chunks.bytes(entry), "a chunk is missing");
    }

    byte[] directory(int handle) {
        return requireNonNull(chunks.bytes(entry(handle, DIRECTORY)), "a directory is missing");
    }

    void write(int handle, long number, byte[] value) {
        int entry = entry(handle, number);
        chunks.touch(entry);
        chunks.setBytes(entry, value);
    }

    void writeDirectory(int handle, byte[] directory) {
        setSlot(handle, CHUNKS, ChunkDirectory.count(directory));
        write(handle, DIRECTORY, directory);
    }

    void removeDirectory(int handle) {
        setSlot(handle, CHUNKS, 0);
        chunks.remove(entry(handle, DIRECTORY));
    }

    /**
     * Removes all chunks of a key, and its directory; of the head only the key is read. {@code nextNumber}: none has
     * this number or a greater one.
     */
    void removeAll(int handle, long nextNumber) {
        KeyBatch keys = new KeyBatch();
        for (long first = DIRECTORY; first < nextNumber; first += REMOVED_AT_ONCE) {
            int count = (int) Math.min(REMOVED_AT_ONCE, nextNumber - first);
            int[] entries = new int[count];
            Arrays.fill(entries, handle);
            long[] numbers = new long[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = first + i;
            }
            heads.keysOf(entries, count, keys);
            chunks.resolve(keys, numbers, false, entries);
            for (int entry : entries) {
                if (entry >= 0) {
                    chunks.remove(entry);
                }
            }
        }
    }
}
