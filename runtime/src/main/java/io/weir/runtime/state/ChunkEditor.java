package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Changes rows where a {@link ChunkPosition} stands, and keeps chunks of a good size. Chunks are larger where there are
 * many, so that the directory stays small.
 */
final class ChunkEditor {
    private static final int SMALLEST_CHUNK_BYTES = 2048;
    private static final int MANY_CHUNKS = 512;
    private static final int MOST_DOUBLINGS = 3;
    private static final byte[] NOTHING = {};

    private final ChunkPosition position;
    private final RowChunks chunks;
    private final PackedRow row;
    private final PackedRow other;

    ChunkEditor(int numbers, ChunkPosition position) {
        this.position = position;
        chunks = position.chunks;
        row = position.row;
        other = new PackedRow(numbers);
    }

    /** 2 KB; from 512 chunks on 4 KB, from 2,048 on 8 KB, from 8,192 on 16 KB. */
    private static int largestChunk(int chunkCount) {
        int bytes = SMALLEST_CHUNK_BYTES;
        int many = MANY_CHUNKS;
        for (int i = 0; i < MOST_DOUBLINGS && chunkCount >= many; i++) {
            bytes *= 2;
            many *= 4;
        }
        return bytes;
    }

    /** Sets a number of the row. */
    void setNumber(int which, long value) {
        int at = row.numberStart(position.data, which);
        int end = Varint.skip(position.data, at);
        long packed = PackedRow.zigzag(value);
        int size = Varint.size(packed);
        position.touch();
        if (size != end - at) {
            position.resize(at, end, size);
        }
        int unused = Varint.write(packed, position.data, at);
        row.read(position.data, row.start);
        if (size > end - at) {
            splitIfLarge();
        }
    }

    /** Inserts a row, numbers 0, and stands on it. */
    void insert(byte[] key, int keyLength, byte[] payload, int from, int to) {
        // The payload may stand in the very bytes that are about to move.
        byte[] stable = payload == position.data ? payload.clone() : payload;
        position.touch();
        position.resize(row.start, row.start, row.size(keyLength, to - from));
        row.write(key, keyLength, stable, from, to, position.data, row.start);
        chunks.addToSize(position.handle, 1);
        row.read(position.data, row.start);
        position.isOnRow = true;
        splitIfLarge();
    }

    /** Removes the row, and stands before the next one. */
    void remove() {
        position.touch();
        position.resize(row.start, row.end, 0);
        position.isOnRow = false;
        chunks.addToSize(position.handle, -1);
        if (position.hasChunks()) {
            shrink();
        }
        if (chunks.size(position.handle) == 0) {
            chunks.heads.remove(position.handle);
        }
    }

    // ---- chunks that have become too large

    private void splitIfLarge() {
        if (position.length <= largestChunk(position.count())) {
            return;
        }
        int at = splitPoint();
        if (at == 0 || at == position.length) {
            return;
        }
        byte[] left = Arrays.copyOfRange(position.data, 0, at);
        byte[] right = Arrays.copyOfRange(position.data, at, position.length);
        byte[] separator = separator(left, right);
        int standing = row.start;
        long number = chunks.takeNumber(position.handle);
        if (position.hasChunks()) {
            position.set(left, left.length);
            chunks.write(position.handle, number, right);
            position.setDirectory(ChunkDirectory.insert(position.directory, position.index + 1, number, separator));
        } else {
            long rightNumber = chunks.takeNumber(position.handle);
            chunks.heads.setBytes(position.handle, null);
            chunks.write(position.handle, number, left);
            chunks.write(position.handle, rightNumber, right);
            position.setDirectory(ChunkDirectory.of(number, rightNumber, separator));
            position.index = 0;
        }
        boolean isRight = standing >= at;
        position.enter(isRight ? position.index + 1 : position.index);
        row.read(position.data, isRight ? standing - at : standing);
        position.isOnRow = true;
    }

    /**
     * In the middle; or behind all others if the row has just been added at the very end, as ascending keys would leave
     * half-empty chunks.
     */
    private int splitPoint() {
        boolean isLast = row.end == position.length && position.index == position.count() - 1;
        if (isLast && row.start > 0) {
            return row.start;
        }
        int at = 0;
        while (at < position.length / 2) {
            other.read(position.data, at);
            at = other.end;
        }
        return at < position.length || other.start == 0 ? at : other.start;
    }

    /**
     * The shortest key that is greater than all on the left, and not greater than any on the right: whole rows as keys
     * would make large directories.
     */
    private byte[] separator(byte[] left, byte[] right) {
        other.readLast(left, left.length);
        int leftFrom = other.keyStart;
        int leftTo = other.keyEnd;
        other.read(right, 0);
        int common = Arrays.mismatch(left, leftFrom, leftTo, right, other.keyStart, other.keyEnd);
        return Arrays.copyOfRange(right, other.keyStart, other.keyStart + common + 1);
    }

    // ---- chunks that have become too small

    /** After a removal: an empty chunk goes, a small one is joined with the next; few rows go back to the head. */
    private void shrink() {
        int count = position.count();
        if (position.length == 0) {
            removeChunk(count);
        } else if (count == 1 && position.length < SMALLEST_CHUNK_BYTES / 2) {
            chunks.chunks.remove(position.entry());
            position.backToHead(position.data, position.length);
        } else if (position.length < largestChunk(count) / 4 && position.index + 1 < count) {
            joinWithNext(largestChunk(count) / 2);
        }
    }

    private void removeChunk(int count) {
        int index = position.index;
        chunks.chunks.remove(position.entry());
        if (count == 1) {
            row.start = 0;
            position.backToHead(NOTHING, 0);
            return;
        }
        position.setDirectory(ChunkDirectory.remove(position.directory, index));
        if (index < count - 1) {
            position.enter(index);
        } else {
            position.enter(index - 1);
            row.start = position.length;
        }
    }

    private void joinWithNext(int mostBytes) {
        int nextEntry = chunks.entry(position.handle, ChunkDirectory.number(position.directory, position.index + 1));
        byte[] following = chunks.bytes(nextEntry);
        int followingLength = chunks.chunks.bytesLength(nextEntry);
        if (position.length + followingLength > mostBytes) {
            return;
        }
        chunks.chunks.remove(nextEntry);
        int end = position.length;
        position.resize(end, end, followingLength);
        System.arraycopy(following, 0, position.data, end, followingLength);
        position.setDirectory(ChunkDirectory.remove(position.directory, position.index + 1));
    }
}
