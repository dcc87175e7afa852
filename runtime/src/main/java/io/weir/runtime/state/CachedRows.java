package io.weir.runtime.state;

import java.util.Arrays;

/**
 * Rows by key over two tables: a head for each key, and chunks of rows.
 *
 * <pre>
 * head   key                -> number of rows, next chunk number, number of chunks; the rows themselves while they are few
 * chunk  key, chunk number  -> sorted rows
 *        key, -1            -> {@link ChunkDirectory}
 * </pre>
 *
 * <p>So most keys cost one look-up, in bulk for a batch, and a key with millions of rows costs a binary search in its
 * directory and one chunk. {@link RowChunks} knows the tables, {@link ChunkCursor} reads rows, {@link ChunkEditor}
 * changes them.
 */
final class CachedRows extends KeyedRows {
    private final RowsSpec spec;
    private final RowChunks chunks;

    /** Heads of keys whose time is up, which had chunks, and how many chunk numbers they had given out. */
    private final IntList expiredHeads = new IntList();

    private long[] expiredNumbers = new long[4];

    CachedRows(RowsSpec spec, CachedTable heads, CachedTable chunks) {
        this.spec = spec;
        this.chunks = new RowChunks(heads, chunks);
        heads.onExpiry(this::headExpires);
    }

    static TableSpec headSpec(RowsSpec spec) {
        return new TableSpec(
                spec.name(),
                spec.keyTypes(),
                false,
                RowChunks.HEAD_SLOTS,
                true,
                spec.timeToLiveMillis(),
                spec.groupColumns());
    }

    static TableSpec chunkSpec(RowsSpec spec) {
        return new TableSpec(spec.name() + "#chunks", spec.keyTypes(), true, 0, true, 0, spec.groupColumns());
    }

    static String layout(RowsSpec spec) {
        return Catalog.layout(spec.keyTypes(), "rows with " + spec.numbers() + " numbers");
    }

    @Override
    public void load(KeyBatch keys, int[] handles) {
        chunks.heads.resolve(keys, null, true, handles);
        removeExpiredChunks();
    }

    @Override
    public void find(KeyBatch keys, int[] handles) {
        chunks.heads.resolve(keys, null, false, handles);
        removeExpiredChunks();
    }

    @Override
    public long size(int handle) {
        return chunks.size(handle);
    }

    @Override
    public Cursor cursor() {
        return new ChunkCursor(spec, chunks);
    }

    @Override
    public void clear(int handle) {
        if (chunks.count(handle) > 0) {
            chunks.removeAll(handle, chunks.nextNumber(handle));
        }
        chunks.heads.remove(handle);
    }

    private void headExpires(int handle) {
        if (chunks.count(handle) == 0) {
            return;
        }
        if (expiredNumbers.length == expiredHeads.size) {
            expiredNumbers = Arrays.copyOf(expiredNumbers, expiredHeads.size * 2);
        }
        expiredNumbers[expiredHeads.size] = chunks.nextNumber(handle);
        expiredHeads.add(handle);
    }

    /** Heads that expired in the last call are dead, but their keys still stand there. */
    void removeExpiredChunks() {
        for (int i = 0; i < expiredHeads.size; i++) {
            chunks.removeAll(expiredHeads.items[i], expiredNumbers[i]);
        }
        expiredHeads.clear();
    }
}
