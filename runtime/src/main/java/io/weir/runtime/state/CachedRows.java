package io.weir.runtime.state;

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

    private final ExpiredHeads expired;

    CachedRows(RowsSpec spec, CachedTable heads, CachedTable chunks) {
        this.spec = spec;
        this.chunks = new RowChunks(heads, chunks);
        expired = new ExpiredHeads(this.chunks, RowChunks.DIRECTORY);
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
        expired.removeChunks();
    }

    @Override
    public void find(KeyBatch keys, int[] handles) {
        chunks.heads.resolve(keys, null, false, handles);
        expired.removeChunks();
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
    public void prolong(int handle) {
        if (size(handle) > 0) { // else it would make an entry of nothing
            chunks.heads.touch(handle);
        }
    }

    @Override
    public void clear(int handle) {
        if (chunks.count(handle) > 0) {
            chunks.removeAll(handle, chunks.nextNumber(handle));
        }
        chunks.heads.remove(handle);
    }

    private void headExpires(int handle) {
        if (chunks.count(handle) > 0) {
            expired.add(handle, chunks.nextNumber(handle));
        }
    }

    ExpiredHeads expired() {
        return expired;
    }
}
