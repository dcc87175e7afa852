package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

/** The heads, chunks and directories of {@link CachedRows}, by handle and chunk number. */
final class RowChunks extends NumberedChunks {
    /** The number of the directory among the chunks of a key. */
    static final long DIRECTORY = -1;

    private static final int SIZE = 0;
    private static final int NEXT_NUMBER = 1;
    private static final int CHUNKS = 2;
    static final int HEAD_SLOTS = 3;

    RowChunks(CachedTable heads, CachedTable chunks) {
        super(heads, chunks);
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

    // ---- directories

    byte[] directory(int handle) {
        return requireNonNull(chunks.bytes(entry(handle, DIRECTORY)), "a directory is missing");
    }

    void writeDirectory(int handle, byte[] directory) {
        setSlot(handle, CHUNKS, ChunkDirectory.count(directory));
        write(handle, DIRECTORY, directory);
    }

    void removeDirectory(int handle) {
        setSlot(handle, CHUNKS, 0);
        chunks.remove(entry(handle, DIRECTORY));
    }

    /** Removes all chunks of a key, and its directory. {@code nextNumber}: none has this number or a greater one. */
    void removeAll(int handle, long nextNumber) {
        removeAll(handle, DIRECTORY, nextNumber);
    }
}
