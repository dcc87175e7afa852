package io.weir.runtime.state;

/**
 * Where a cursor is: in a chunk of a key, or in the head if the key has no chunks, on a row or before one. Its bytes
 * may have room behind {@link #length}, so that an insertion moves what follows it and copies nothing else.
 */
final class ChunkPosition {
    private static final byte[] NOTHING = {};
    private static final int LEAST_ROOM = 16;

    final RowChunks chunks;
    /** The row that the cursor stands on, or, if {@code !isOnRow}, before what begins at {@code row.start}. */
    final PackedRow row;

    boolean isOnRow;
    int handle;
    byte[] data = NOTHING;
    int length;

    /** No bytes while the rows stand in the head. */
    byte[] directory = NOTHING;

    int index;
    private int entry;
    private int seenFrees;

    ChunkPosition(int numbers, RowChunks chunks) {
        this.chunks = chunks;
        row = new PackedRow(numbers);
    }

    boolean hasChunks() {
        return directory.length > 0;
    }

    /** How many chunks there are to go through. */
    int count() {
        return hasChunks() ? ChunkDirectory.count(directory) : 1;
    }

    /** Goes to a key; to be followed by {@link #enter}. */
    void begin(int newHandle) {
        handle = newHandle;
        directory = chunks.count(newHandle) == 0 ? NOTHING : chunks.directory(newHandle);
    }

    /** Goes to a chunk, before its first row. */
    void enter(int newIndex) {
        index = newIndex;
        row.start = 0;
        isOnRow = false;
        if (hasChunks()) {
            find();
            data = chunks.bytes(entry);
            length = chunks.chunks.bytesLength(entry);
        } else {
            byte[] rows = chunks.heads.bytes(handle);
            data = rows == null ? NOTHING : rows;
            length = rows == null ? 0 : chunks.heads.bytesLength(handle);
        }
    }

    private void find() {
        entry = chunks.entry(handle, ChunkDirectory.number(directory, index));
        seenFrees = chunks.chunks.frees();
    }

    /** The entry of the current chunk, found again if entries have left the cache since. */
    int entry() {
        if (seenFrees != chunks.chunks.frees()) {
            find();
        }
        return entry;
    }

    /**
     * Announces a change of the head and of the chunk. What a snapshot is to see is saved by that, so that bytes may
     * then be changed where they stand.
     */
    void touch() {
        chunks.heads.touch(handle);
        if (hasChunks()) {
            chunks.chunks.touch(entry());
        }
    }

    /**
     * Makes the bytes from {@code from} to {@code to} as many as wanted, and moves what follows; the chunk has been
     * touched.
     */
    void resize(int from, int to, int wanted) {
        int newLength = length - (to - from) + wanted;
        byte[] target = data;
        if (newLength > data.length) {
            // Most keys have one row: no room for a second one before there is one.
            target = new byte[length == 0 ? newLength : newLength + Math.max(LEAST_ROOM, newLength / 4)];
            System.arraycopy(data, 0, target, 0, from);
        }
        System.arraycopy(data, to, target, from + wanted, length - to);
        set(target, newLength);
    }

    /** Replaces all bytes; the chunk has been touched. */
    void set(byte[] newData, int newLength) {
        data = newData;
        length = newLength;
        if (hasChunks()) {
            chunks.chunks.setBytes(entry(), newData, newLength);
        } else {
            chunks.heads.setBytes(handle, newData, newLength);
        }
    }

    void setDirectory(byte[] newDirectory) {
        directory = newDirectory;
        chunks.writeDirectory(handle, newDirectory);
    }

    /** The rows are few again, and go back to the head. */
    void backToHead(byte[] rows, int rowsLength) {
        chunks.removeDirectory(handle);
        directory = NOTHING;
        index = 0;
        set(rows, rowsLength);
    }
}
