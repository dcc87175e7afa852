package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Byte strings in large chunks, each behind its length. A reference is the chunk's number and the offset in it. Freed
 * ones leave holes; when the arena {@link #isSparse} its owner has it begin a compaction, moves what is alive out of
 * the old chunks, a bit at a time, and ends the compaction, which drops them.
 */
final class ByteArena {
    private static final int CHUNK_BITS = 18;
    private static final int CHUNK_BYTES = 1 << CHUNK_BITS;
    private static final int FIRST_CHUNK_BYTES = 1 << 10;
    private static final int NUMBER_SHIFT = 32;

    /** The chunk numbered {@code firstChunk}, and those that follow it. */
    private byte[][] chunks = new byte[4][];

    private int firstChunk;
    private int chunkCount;
    /** Chunks below this number are being emptied. */
    private int firstNewChunk;

    private int position;
    private long allocatedBytes;
    private long liveBytes;

    /**
     * Copies a string in.
     *
     * @return its reference
     */
    long add(byte[] source, int from, int to) {
        int size = Integer.BYTES + to - from;
        if (chunkCount == 0 || position + size > chunks[chunkCount - 1].length) {
            grow(size);
        }
        byte[] chunk = chunks[chunkCount - 1];
        BigEndian.putInt(chunk, position, to - from);
        System.arraycopy(source, from, chunk, position + Integer.BYTES, to - from);
        long reference = (long) (firstChunk + chunkCount - 1) << NUMBER_SHIFT | position;
        position += size;
        liveBytes += size;
        return reference;
    }

    private void grow(int size) {
        if (chunkCount == 1 && chunks[0].length < CHUNK_BYTES && position + size <= CHUNK_BYTES) {
            // A small table has a small arena.
            int capacity = Math.min(CHUNK_BYTES, Math.max(chunks[0].length * 4, position + size));
            allocatedBytes += capacity - chunks[0].length;
            chunks[0] = Arrays.copyOf(chunks[0], capacity);
            return;
        }
        addChunk(Math.max(size, chunkCount == 0 ? FIRST_CHUNK_BYTES : CHUNK_BYTES));
    }

    private void addChunk(int capacity) {
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        chunks[chunkCount++] = new byte[capacity];
        allocatedBytes += capacity;
        position = 0;
    }

    void free(long reference) {
        liveBytes -= Integer.BYTES + length(reference);
    }

    byte[] data(long reference) {
        return chunks[(int) (reference >>> NUMBER_SHIFT) - firstChunk];
    }

    int start(long reference) {
        return (int) reference + Integer.BYTES;
    }

    int length(long reference) {
        return BigEndian.getInt(data(reference), (int) reference);
    }

    long allocatedBytes() {
        return allocatedBytes;
    }

    /** Forgets all strings. A chunk stays for those to come. */
    void clear() {
        if (chunkCount > 1) {
            byte[] first = chunks[0];
            chunks = new byte[4][];
            chunks[0] = first;
            chunkCount = 1;
            allocatedBytes = first.length;
        }
        position = 0;
        liveBytes = 0;
    }

    // ---- compaction

    /** Whether most of it is holes. */
    boolean isSparse() {
        return allocatedBytes > 2 * (CHUNK_BYTES + liveBytes);
    }

    /** What is added or moved from here on goes to new chunks. */
    void beginCompaction() {
        addChunk(CHUNK_BYTES);
        firstNewChunk = firstChunk + chunkCount - 1;
    }

    /** Whether a string stands in a chunk that is being emptied. */
    boolean isOld(long reference) {
        return (int) (reference >>> NUMBER_SHIFT) < firstNewChunk;
    }

    /**
     * Moves a string to a new chunk.
     *
     * @return its new reference
     */
    long move(long reference) {
        free(reference);
        int start = start(reference);
        return add(data(reference), start, start + length(reference));
    }

    /** Drops the old chunks, in which nothing is alive. */
    void endCompaction() {
        int dropped = firstNewChunk - firstChunk;
        for (int i = 0; i < dropped; i++) {
            allocatedBytes -= chunks[i].length;
        }
        chunkCount -= dropped;
        chunks = Arrays.copyOfRange(chunks, dropped, dropped + Math.max(4, chunkCount));
        firstChunk = firstNewChunk;
    }
}
