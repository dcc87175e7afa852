package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Rows by key over two tables: a head for each key, and chunks of rows.
 *
 * <pre>
 * head   key                -> number of rows, next chunk number, number of chunks; the rows themselves while they are few
 * chunk  key, chunk number  -> sorted rows
 *        key, -1            -> {@link ChunkDirectory}
 * </pre>
 *
 * <p>So most keys cost one look-up, in bulk for a batch, and a key with millions of rows costs a binary search in its directory and one chunk. Chunks are larger where
 * there are many, so that the directory stays small.
 */
final class CachedRows extends KeyedRows {
    private static final int SIZE = 0;
    private static final int NEXT_NUMBER = 1;
    private static final int CHUNKS = 2;
    private static final int HEAD_SLOTS = 3;
    private static final long DIRECTORY = -1;
    private static final int SMALLEST_CHUNK_BYTES = 2048;
    private static final int REMOVED_AT_ONCE = 256;
    private static final byte[] NOTHING = {};

    private final RowsSpec spec;
    private final CachedTable heads;
    private final CachedTable chunks;

    private final KeyBatch oneKey = new KeyBatch();
    private final int[] oneEntry = new int[1];
    private final long[] oneNamespace = new long[1];

    /** Heads of keys whose time is up, which had chunks, and how many chunk numbers they had given out. */
    private final IntList expiredHeads = new IntList();

    private long[] expiredNumbers = new long[4];

    CachedRows(RowsSpec spec, CachedTable heads, CachedTable chunks) {
        this.spec = spec;
        this.heads = heads;
        this.chunks = chunks;
        heads.onExpiry(this::headExpires);
    }

    static TableSpec headSpec(RowsSpec spec) {
        return new TableSpec(
                spec.name(), spec.keyTypes(), false, HEAD_SLOTS, true, spec.timeToLiveMillis(), spec.groupColumns());
    }

    static TableSpec chunkSpec(RowsSpec spec) {
        return new TableSpec(spec.name() + "#chunks", spec.keyTypes(), true, 0, true, 0, spec.groupColumns());
    }

    static String layout(RowsSpec spec) {
        return Catalog.layout(spec.keyTypes(), "rows with " + spec.numbers() + " numbers");
    }

    @Override
    public void load(KeyBatch keys, int[] handles) {
        heads.resolve(keys, null, true, handles);
        removeExpiredChunks();
    }

    @Override
    public void find(KeyBatch keys, int[] handles) {
        heads.resolve(keys, null, false, handles);
        removeExpiredChunks();
    }

    @Override
    public long size(int handle) {
        return head(handle, SIZE);
    }

    private long head(int handle, int slot) {
        return heads.page(handle)[heads.offset(handle) + slot];
    }

    /** The head must have been touched. */
    private void setHead(int handle, int slot, long value) {
        heads.page(handle)[heads.offset(handle) + slot] = value;
    }

    @Override
    public Cursor cursor() {
        return new ChunkCursor();
    }

    @Override
    public void clear(int handle) {
        if (head(handle, CHUNKS) > 0) {
            removeChunks(handle, head(handle, NEXT_NUMBER));
        }
        heads.remove(handle);
    }

    private void removeChunks(int handle, long nextNumber) {
        for (long first = DIRECTORY; first < nextNumber; first += REMOVED_AT_ONCE) {
            int count = (int) Math.min(REMOVED_AT_ONCE, nextNumber - first);
            int[] same = new int[count];
            java.util.Arrays.fill(same, handle);
            long[] numbers = new long[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = first + i;
            }
            KeyBatch keys = new KeyBatch();
            heads.keysOf(same, count, keys);
            chunks.resolve(keys, numbers, false, same);
            for (int i = 0; i < count; i++) {
                if (same[i] >= 0) {
                    chunks.remove(same[i]);
                }
            }
        }
    }

    private void headExpires(int handle) {
        if (head(handle, CHUNKS) > 0) {
            if (expiredNumbers.length == expiredHeads.size) {
                expiredNumbers = java.util.Arrays.copyOf(expiredNumbers, expiredHeads.size * 2);
            }
            expiredNumbers[expiredHeads.size] = head(handle, NEXT_NUMBER);
            expiredHeads.add(handle);
        }
    }

    /** Heads that expired in the last call are dead, but their keys still stand there. */
    void removeExpiredChunks() {
        for (int i = 0; i < expiredHeads.size; i++) {
            removeChunks(expiredHeads.items[i], expiredNumbers[i]);
        }
        expiredHeads.clear();
    }

    /** The entry of a chunk or of the directory. */
    private int chunk(int handle, long number) {
        oneEntry[0] = handle;
        heads.keysOf(oneEntry, 1, oneKey);
        oneNamespace[0] = number;
        chunks.resolve(oneKey, oneNamespace, true, oneEntry);
        return oneEntry[0];
    }

    private static int largestChunk(int chunkCount) {
        return chunkCount < 512
                ? SMALLEST_CHUNK_BYTES
                : chunkCount < 2048
                        ? SMALLEST_CHUNK_BYTES * 2
                        : chunkCount < 8192 ? SMALLEST_CHUNK_BYTES * 4 : SMALLEST_CHUNK_BYTES * 8;
    }

    /** Stands on a row, or, if {@code !isOnRow}, before what begins at {@code row.start}. */
    private final class ChunkCursor extends Cursor {
        private int handle;

        /** Null while the rows stand in the head. */
        private byte @Nullable [] directory;

        private int index;
        private int chunkEntry;
        private int seenFrees;
        private byte[] data = NOTHING;
        private final PackedRow row = new PackedRow(spec.numbers());
        private boolean isOnRow;
        private byte[] sought = NOTHING;
        private int soughtLength = -1;

        private void begin(int newHandle) {
            handle = newHandle;
            isOnRow = false;
            soughtLength = -1;
            if (head(newHandle, CHUNKS) == 0) {
                directory = null;
                byte[] inline = heads.bytes(newHandle);
                data = inline == null ? NOTHING : inline;
            } else {
                directory = requireNonNull(chunks.bytes(chunk(newHandle, DIRECTORY)), "a directory is missing");
            }
        }

        private int count() {
            return directory == null ? 1 : ChunkDirectory.count(directory);
        }

        /** Goes to a chunk; the cursor then stands before its first row. */
        private void enter(int newIndex) {
            index = newIndex;
            row.start = 0;
            isOnRow = false;
            if (directory != null) {
                chunkEntry = chunk(handle, ChunkDirectory.number(directory, newIndex));
                seenFrees = chunks.frees();
                data = requireNonNull(chunks.bytes(chunkEntry), "a chunk is missing");
            }
        }

        /** The entry of the current chunk, found again if entries were evicted since. */
        private int chunkEntry() {
            if (seenFrees != chunks.frees()) {
                chunkEntry = chunk(handle, ChunkDirectory.number(requireNonNull(directory, "no chunk"), index));
                seenFrees = chunks.frees();
            }
            return chunkEntry;
        }

        @Override
        public boolean first(int newHandle) {
            begin(newHandle);
            enter(0);
            return next();
        }

        @Override
        public boolean last(int newHandle) {
            begin(newHandle);
            enter(count() - 1);
            row.start = data.length;
            return previous();
        }

        @Override
        public boolean seek(int newHandle, byte[] key, int from, int to) {
            begin(newHandle);
            enter(directory == null ? 0 : ChunkDirectory.find(directory, key, from, to));
            int at = 0;
            while (at < data.length) {
                row.read(data, at);
                int compared = row.compareKey(data, key, from, to);
                if (compared >= 0) {
                    isOnRow = compared == 0;
                    break;
                }
                at = row.end;
            }
            row.start = at;
            if (!isOnRow) {
                soughtLength = to - from;
                sought = ByteRows.ensure(sought, soughtLength);
                System.arraycopy(key, from, sought, 0, soughtLength);
            }
            return isOnRow;
        }

        @Override
        public boolean next() {
            int at = isOnRow ? row.end : row.start;
            while (at == data.length && index + 1 < count()) {
                enter(index + 1);
                at = 0;
            }
            soughtLength = -1;
            isOnRow = at < data.length;
            if (isOnRow) {
                row.read(data, at);
            } else {
                row.start = at;
            }
            return isOnRow;
        }

        @Override
        public boolean previous() {
            int before = row.start;
            while (before == 0 && index > 0) {
                enter(index - 1);
                before = data.length;
            }
            soughtLength = -1;
            isOnRow = before > 0;
            if (isOnRow) {
                int at = 0;
                while (at < before) {
                    row.read(data, at);
                    at = row.end;
                }
            } else {
                row.start = 0;
            }
            return isOnRow;
        }

        private void checkOnRow() {
            if (!isOnRow) {
                throw new IllegalStateException("the cursor on \"" + spec.name() + "\" stands on no row");
            }
        }

        @Override
        public byte[] keyData() {
            checkOnRow();
            return data;
        }

        @Override
        public int keyStart() {
            return row.keyStart;
        }

        @Override
        public int keyEnd() {
            return row.keyEnd;
        }

        @Override
        public byte[] payloadData() {
            checkOnRow();
            return data;
        }

        @Override
        public int payloadStart() {
            return row.payloadStart;
        }

        @Override
        public int payloadEnd() {
            return row.payloadEnd;
        }

        @Override
        public long number(int which) {
            checkOnRow();
            return row.number(data, which);
        }

        @Override
        public void setNumber(int which, long value) {
            checkOnRow();
            int at = row.numberStart(data, which);
            long packed = PackedRow.zigzag(value);
            int size = Varint.size(packed);
            touch();
            if (size == Varint.skip(data, at) - at) {
                // What a snapshot is to see was copied when the entry was touched.
                int unused = Varint.write(packed, data, at);
                return;
            }
            byte[] number = new byte[size];
            int unused = Varint.write(packed, number, 0);
            splice(at, Varint.skip(data, at), number);
            row.read(data, row.start);
            splitIfLarge();
        }

        @Override
        public void insert(byte[] payload, int from, int to) {
            if (soughtLength < 0) {
                throw new IllegalStateException(
                        "insert into \"" + spec.name() + "\" without an unsuccessful seek before it");
            }
            byte[] packed = row.pack(sought, soughtLength, payload, from, to);
            touch();
            splice(row.start, row.start, packed);
            setHead(handle, SIZE, head(handle, SIZE) + 1);
            row.read(data, row.start);
            isOnRow = true;
            soughtLength = -1;
            splitIfLarge();
        }

        @Override
        public void remove() {
            checkOnRow();
            touch();
            int at = row.start;
            splice(at, row.end, NOTHING);
            row.start = at;
            isOnRow = false;
            soughtLength = -1;
            setHead(handle, SIZE, head(handle, SIZE) - 1);
            if (directory != null) {
                shrink(directory);
            }
            if (head(handle, SIZE) == 0) {
                heads.remove(handle);
            }
        }

        /** Announces a change of the head and of the chunk. */
        private void touch() {
            heads.touch(handle);
            if (directory != null) {
                chunks.touch(chunkEntry());
            }
        }

        /** Replaces bytes of the chunk, which has been touched. */
        private void splice(int from, int to, byte[] replacement) {
            byte[] spliced = new byte[data.length - (to - from) + replacement.length];
            System.arraycopy(data, 0, spliced, 0, from);
            System.arraycopy(replacement, 0, spliced, from, replacement.length);
            System.arraycopy(data, to, spliced, from + replacement.length, data.length - to);
            put(spliced);
        }

        private void put(byte[] newData) {
            data = newData;
            if (directory == null) {
                heads.setBytes(handle, newData);
            } else {
                chunks.setBytes(chunkEntry(), newData);
            }
        }

        private void splitIfLarge() {
            if (data.length <= largestChunk(count())) {
                return;
            }
            int at = splitPoint();
            if (at == 0 || at == data.length) {
                return;
            }
            int standing = row.start;
            byte[] left = java.util.Arrays.copyOfRange(data, 0, at);
            byte[] right = java.util.Arrays.copyOfRange(data, at, data.length);
            PackedRow firstRight = new PackedRow(spec.numbers());
            firstRight.read(right, 0);
            long number = head(handle, NEXT_NUMBER);
            byte[] newDirectory;
            if (directory == null) {
                heads.setBytes(handle, null);
                write(number, left);
                write(number + 1, right);
                setHead(handle, NEXT_NUMBER, number + 2);
                newDirectory = ChunkDirectory.of(number, number + 1, right, firstRight.keyStart, firstRight.keyEnd);
                index = 0;
            } else {
                chunks.setBytes(chunkEntry(), left);
                write(number, right);
                setHead(handle, NEXT_NUMBER, number + 1);
                newDirectory = ChunkDirectory.insert(
                        directory, index + 1, number, right, firstRight.keyStart, firstRight.keyEnd);
            }
            putDirectory(newDirectory);
            boolean isRight = standing >= at;
            enter(isRight ? index + 1 : index);
            row.read(data, isRight ? standing - at : standing);
            isOnRow = true;
        }

        /** In the middle; or behind all others if the row has just been added at the very end, as ascending keys would leave half-empty chunks. */
        private int splitPoint() {
            if (row.end == data.length && index == count() - 1 && row.start > 0) {
                return row.start;
            }
            PackedRow other = new PackedRow(spec.numbers());
            int at = 0;
            while (at < data.length / 2) {
                other.read(data, at);
                at = other.end;
            }
            return at < data.length || other.start == 0 ? at : other.start;
        }

        private void write(long number, byte[] value) {
            int entry = chunk(handle, number);
            chunks.touch(entry);
            chunks.setBytes(entry, value);
        }

        private void putDirectory(byte[] newDirectory) {
            directory = newDirectory;
            setHead(handle, CHUNKS, ChunkDirectory.count(newDirectory));
            write(DIRECTORY, newDirectory);
            // Writing the directory may have moved the chunk out and in again.
            seenFrees = chunks.frees() - 1;
        }

        /** After a removal: an empty chunk goes, a small one is joined with the next; few rows go back to the head. */
        private void shrink(byte[] current) {
            int count = count();
            if (data.length == 0) {
                chunks.remove(chunkEntry());
                putDirectory(ChunkDirectory.remove(current, index));
                if (count == 1) {
                    backToHead(NOTHING);
                } else if (index < count - 1) {
                    enter(index);
                } else {
                    enter(index - 1);
                    row.start = data.length;
                }
            } else if (count == 1 && data.length < SMALLEST_CHUNK_BYTES / 2) {
                byte[] rows = data;
                int standing = row.start;
                chunks.remove(chunkEntry());
                backToHead(rows);
                row.start = standing;
            } else if (data.length < largestChunk(count) / 4 && index + 1 < count) {
                joinWithNext(current, largestChunk(count) / 2);
            }
        }

        private void backToHead(byte[] rows) {
            chunks.remove(chunk(handle, DIRECTORY));
            directory = null;
            setHead(handle, CHUNKS, 0);
            index = 0;
            row.start = 0;
            put(rows);
        }

        private void joinWithNext(byte[] current, int mostBytes) {
            int nextEntry = chunk(handle, ChunkDirectory.number(current, index + 1));
            byte[] following = requireNonNull(chunks.bytes(nextEntry), "a chunk is missing");
            if (data.length + following.length > mostBytes) {
                return;
            }
            chunks.remove(nextEntry);
            int standing = row.start;
            int end = data.length;
            splice(end, end, following);
            putDirectory(ChunkDirectory.remove(current, index + 1));
            row.start = standing;
        }
    }
}
