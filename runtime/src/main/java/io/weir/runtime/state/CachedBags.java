package io.weir.runtime.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bags over two tables: a head for each key, in which its last rows stand, and chunks of older rows.
 *
 * <pre>
 * head   key                -> number of chunks; the rows that came last
 * chunk  key, chunk number  -> rows, in the order in which they came
 * </pre>
 *
 * <p>A row goes behind the others of the head. A head that is full becomes the next chunk, which never changes again:
 * it is written down once, and uploaded once. {@link BagRow} says how a row stands there.
 */
final class CachedBags extends KeyedBags {
    private static final int HEAD_SLOTS = 1;
    private static final int CHUNKS = 0;
    private static final int FIRST_CHUNK = 0;

    /** Keys of many rows have larger chunks: each is an entry, which is looked up when its rows are wanted. */
    private static final int CHUNK_BYTES = 4096;

    private static final int LARGE_CHUNK_BYTES = 4 * CHUNK_BYTES;
    private static final int MANY_CHUNKS = 64;
    private static final int LEAST_ROOM = 16;

    private final NumberedChunks chunks;
    private final CachedTable heads;
    private final ExpiredHeads expired;
    private final BagFolder folder = new BagFolder();

    CachedBags(CachedTable heads, CachedTable chunks) {
        this.heads = heads;
        this.chunks = new NumberedChunks(heads, chunks);
        expired = new ExpiredHeads(this.chunks, FIRST_CHUNK);
        heads.onExpiry(this::headExpires);
    }

    static TableSpec headSpec(BagsSpec spec) {
        return new TableSpec(
                spec.name(), spec.keyTypes(), false, HEAD_SLOTS, true, spec.timeToLiveMillis(), spec.groupColumns());
    }

    static TableSpec chunkSpec(BagsSpec spec) {
        return new TableSpec(spec.name() + "#chunks", spec.keyTypes(), true, 0, true, 0, spec.groupColumns());
    }

    static String layout(BagsSpec spec) {
        return Catalog.layout(spec.keyTypes(), "rows without order");
    }

    @Override
    public void load(KeyBatch keys, int[] handles) {
        heads.resolve(keys, null, true, handles);
        expired.removeChunks();
    }

    @Override
    public void find(KeyBatch keys, int[] handles) {
        heads.resolve(keys, null, false, handles);
        expired.removeChunks();
    }

    @Override
    public boolean isEmpty(int handle) {
        return chunks.slot(handle, CHUNKS) == 0 && (heads.bytes(handle) == null || heads.bytesLength(handle) == 0);
    }

    @Override
    public void clear(int handle) {
        chunks.removeAll(handle, FIRST_CHUNK, chunks.slot(handle, CHUNKS));
        heads.remove(handle);
    }

    // ---- adding

    @Override
    public void add(int[] handles, ByteRows rows) {
        for (int i = 0; i < rows.count(); i++) {
            add(handles[i], rows.data, rows.offsets[i], rows.offsets[i + 1]);
        }
    }

    private void add(int handle, byte[] data, int from, int to) {
        heads.touch(handle);
        byte[] rows = heads.bytes(handle);
        int length = rows == null ? 0 : heads.bytesLength(handle);
        int added = BagRow.size(to - from, 1);
        if (rows != null && length > 0 && length + added > largestChunk(handle)) {
            length = relieve(handle, rows, length);
        }
        byte[] target = withRoom(rows, length, added);
        heads.setBytes(handle, target, BagRow.write(data, from, to, 1, target, length));
    }

    private int largestChunk(int handle) {
        return chunks.slot(handle, CHUNKS) < MANY_CHUNKS ? CHUNK_BYTES : LARGE_CHUNK_BYTES;
    }

    /**
     * Makes room in a full head: where many of its rows are equal they stay in it as fewer, else they become a chunk.
     *
     * @return how many bytes stay in the head's array
     */
    private int relieve(int handle, byte[] rows, int length) {
        int folded = folder.fold(rows, length);
        if (folded <= length / 2) {
            System.arraycopy(folder.folded, 0, rows, 0, folded);
            return folded;
        }
        long number = chunks.slot(handle, CHUNKS);
        chunks.write(handle, number, Arrays.copyOf(folded == length ? rows : folder.folded, folded));
        chunks.setSlot(handle, CHUNKS, number + 1);
        return 0;
    }

    private static byte[] withRoom(byte @Nullable [] rows, int length, int added) {
        int needed = length + added;
        if (rows == null) {
            // Many keys have one row: no room for a second one before there is one.
            return new byte[needed];
        }
        return needed <= rows.length ? rows : Arrays.copyOf(rows, needed + Math.max(LEAST_ROOM, needed / 2));
    }

    // ---- reading

    @Override
    public Cursor cursor() {
        return new BagCursor(this);
    }

    long chunkCount(int handle) {
        return chunks.slot(handle, CHUNKS);
    }

    void read(int handle, long first, int count, byte[][] data, int[] lengths) {
        chunks.read(handle, first, count, data, lengths);
    }

    byte @Nullable [] head(int handle) {
        return heads.bytes(handle);
    }

    int headLength(int handle) {
        return heads.bytesLength(handle);
    }

    // ---- time to live

    private void headExpires(int handle) {
        long count = chunks.slot(handle, CHUNKS);
        if (count > 0) {
            expired.add(handle, count);
        }
    }

    ExpiredHeads expired() {
        return expired;
    }
}
