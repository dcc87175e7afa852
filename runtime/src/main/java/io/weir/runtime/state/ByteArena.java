package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Byte strings in large chunks, each behind its length. Freed ones leave holes; whoever owns the arena copies what is alive to a new one when {@link #isSparse}.
 * A reference is the chunk's number and the offset in it.
 */
final class ByteArena {
    private static final int CHUNK_BITS = 18;
    private static final int CHUNK_BYTES = 1 << CHUNK_BITS;
    private static final int FIRST_CHUNK_BYTES = 1 << 10;

    private byte[][] chunks = new byte[4][];
    private int chunkCount;
    private int position;
    private long allocatedBytes;
    private long freedBytes;
    private long liveBytes;

    /** Copies a string in. @return its reference */
    long add(byte[] source, int from, int to) {
        int size = Integer.BYTES + to - from;
        if (chunkCount == 0 || position + size > chunks[chunkCount - 1].length) {
            grow(size);
        }
        byte[] chunk = chunks[chunkCount - 1];
        BigEndian.putInt(chunk, position, to - from);
        System.arraycopy(source, from, chunk, position + Integer.BYTES, to - from);
        long reference = (long) (chunkCount - 1) << 32 | position;
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
        if (chunkCount == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunkCount * 2);
        }
        int capacity = Math.max(size, chunkCount == 0 ? FIRST_CHUNK_BYTES : CHUNK_BYTES);
        chunks[chunkCount++] = new byte[capacity];
        allocatedBytes += capacity;
        position = 0;
    }

    void free(long reference) {
        int size = Integer.BYTES + length(reference);
        freedBytes += size;
        liveBytes -= size;
    }

    byte[] data(long reference) {
        return chunks[(int) (reference >>> 32)];
    }

    int start(long reference) {
        return (int) reference + Integer.BYTES;
    }

    int length(long reference) {
        return BigEndian.getInt(chunks[(int) (reference >>> 32)], (int) reference);
    }

    /** Whether most of it is holes. */
    boolean isSparse() {
        return freedBytes > 2L * CHUNK_BYTES && freedBytes > liveBytes;
    }

    long allocatedBytes() {
        return allocatedBytes;
    }
}
