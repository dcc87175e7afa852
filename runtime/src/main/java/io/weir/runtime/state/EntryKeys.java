package io.weir.runtime.state;

import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a cache's entries: in a word of their row if they are integers, else in an arena; hashed, compared, and
 * written out again.
 */
final class EntryKeys {
    private static final byte[] NO_BYTES = {};
    private static final int COMPACTED_AT_ONCE = 8192;

    private final EntryRows rows;
    private final EntryLayout layout;
    private final EntryCodec codec;
    private final boolean isInts;
    /** The leading columns of the key that decide the key group; null: all of them do. */
    private final FieldCodec @Nullable [] groupFields;

    private final boolean isGroupInteger;
    private final ByteArena arena = new ByteArena();

    /** The next entry whose key moves, or -1. */
    private int compacted = -1;

    EntryKeys(TableSpec spec, EntryRows rows, EntryCodec codec) {
        this.rows = rows;
        this.codec = codec;
        layout = rows.layout;
        isInts = layout.hasLongs() && spec.keyTypes().get(0).form() == ColumnForm.INTS;
        List<DataType> groupTypes = spec.keyTypes().subList(0, spec.groupColumns());
        groupFields = groupTypes.size() == spec.keyTypes().size()
                ? null
                : groupTypes.stream().map(FieldCodec::of).toArray(FieldCodec[]::new);
        isGroupInteger = KeyCodec.usesLongs(groupTypes);
    }

    // ---- setting and comparing

    /** Gives an entry the key of a batch. */
    void set(int entry, KeyBatch keys, int i, long hash, long namespace) {
        long key = layout.hasLongs() ? keys.longs[i] : arena.add(keys.data, keys.offsets[i], keys.offsets[i + 1]);
        set(entry, key, hash, namespace);
        if (key == KeyBatch.NULL && layout.hasLongs() && keys.isNull(i)) {
            rows.set(entry, Meta.NULL_KEY);
        }
    }

    /** Gives an entry the key of a record of the store. */
    void set(int entry, StoredKey key) {
        set(entry, layout.hasLongs() ? key.value : arena.add(key.data, key.from, key.to), key.hash, key.namespace);
        if (layout.hasLongs() && key.isNull) {
            rows.set(entry, Meta.NULL_KEY);
        }
    }

    private void set(int entry, long key, long hash, long namespace) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        page[at + EntryLayout.KEY] = key;
        if (!layout.hasLongs()) {
            page[at + EntryLayout.HASH] = hash;
        }
        if (layout.isNamespaced()) {
            page[at + layout.namespace()] = namespace;
        }
    }

    boolean is(int entry, KeyBatch keys, int i, long hash, long namespace) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        if (layout.isNamespaced() && page[at + layout.namespace()] != namespace) {
            return false;
        }
        if (layout.hasLongs()) {
            long key = page[at + EntryLayout.KEY];
            return key == keys.longs[i] && (key != KeyBatch.NULL || isNull(entry) == keys.isNull(i));
        }
        return page[at + EntryLayout.HASH] == hash
                && isBytes(page[at + EntryLayout.KEY], keys.data, keys.offsets[i], keys.offsets[i + 1]);
    }

    boolean is(int entry, StoredKey key) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        if (layout.isNamespaced() && page[at + layout.namespace()] != key.namespace) {
            return false;
        }
        return layout.hasLongs()
                ? page[at + EntryLayout.KEY] == key.value && isNull(entry) == key.isNull
                : page[at + EntryLayout.HASH] == key.hash
                        && isBytes(page[at + EntryLayout.KEY], key.data, key.from, key.to);
    }

    private boolean isBytes(long reference, byte[] data, int from, int to) {
        int start = arena.start(reference);
        return Arrays.equals(arena.data(reference), start, start + arena.length(reference), data, from, to);
    }

    /** Reads the key of a record of the store, as it stands there. */
    void read(byte[] data, int keyStart, int keyEnd, StoredKey key) {
        key.data = data;
        key.from = codec.keyStart(keyStart);
        key.to = keyEnd;
        key.namespace = layout.isNamespaced() ? codec.namespace(data, keyStart) : 0;
        key.isNull = layout.hasLongs() && data[key.from] == FieldCodec.NULL;
        if (layout.hasLongs()) {
            key.value = key.isNull ? KeyBatch.NULL : PackedLongs.read(data, key.from);
        }
        long hash = KeyBatch.hash(data, key.from, keyEnd, layout.hasLongs());
        key.hash = layout.isNamespaced() ? withNamespace(hash, key.namespace) : hash;
    }

    /** Whether the key, which is an integer, is NULL. */
    private boolean isNull(int entry) {
        return rows.is(entry, Meta.NULL_KEY);
    }

    // ---- hashes

    /**
     * The hash under which an entry is found: of a key and its namespace. Applied twice it gives the first one back.
     */
    static long withNamespace(long hash, long namespace) {
        return hash ^ Hashing.mix(namespace);
    }

    long hash(int entry) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        if (!layout.hasLongs()) {
            return page[at + EntryLayout.HASH];
        }
        long key = page[at + EntryLayout.KEY];
        long hash = key == KeyBatch.NULL && isNull(entry) ? Hashing.OF_NULL : Hashing.ofLong(key);
        return layout.isNamespaced() ? withNamespace(hash, page[at + layout.namespace()]) : hash;
    }

    /** The hash of the key alone. */
    private long keyHash(int entry) {
        long hash = hash(entry);
        return layout.isNamespaced() ? withNamespace(hash, rows.word(entry, layout.namespace())) : hash;
    }

    /** The hash of the columns that the input is partitioned by. */
    long groupHash(int entry) {
        if (groupFields == null) {
            return keyHash(entry);
        }
        if (groupFields.length == 0) {
            return KeyBatch.hash(NO_BYTES, 0, 0, false);
        }
        long reference = rows.word(entry, EntryLayout.KEY);
        byte[] data = arena.data(reference);
        int start = arena.start(reference);
        int end = start;
        for (FieldCodec field : groupFields) {
            end = field.skip(data, end);
        }
        return KeyBatch.hash(data, start, end, isGroupInteger);
    }

    // ---- writing out

    /** Bytes of the canonical key. */
    int size(int entry) {
        long key = rows.word(entry, EntryLayout.KEY);
        if (!layout.hasLongs()) {
            return arena.length(key);
        }
        return isNull(entry) ? 1 : PackedLongs.size(key);
    }

    void write(int entry, byte[] data, int at) {
        long key = rows.word(entry, EntryLayout.KEY);
        if (layout.hasLongs() && isNull(entry)) {
            data[at] = FieldCodec.NULL;
        } else if (layout.hasLongs()) {
            PackedLongs.write(key, data, at);
        } else {
            System.arraycopy(arena.data(key), arena.start(key), data, at, arena.length(key));
        }
    }

    void appendTo(ColumnBuilder[] columns, int[] entries, int count) {
        if (!layout.hasLongs()) {
            for (int i = 0; i < count; i++) {
                long reference = rows.word(entries[i], EntryLayout.KEY);
                codec.decodeKey(arena.data(reference), arena.start(reference), columns);
            }
        } else {
            for (int i = 0; i < count; i++) {
                appendInteger(columns[0], entries[i]);
            }
        }
    }

    private void appendInteger(ColumnBuilder column, int entry) {
        long key = rows.word(entry, EntryLayout.KEY);
        if (key == KeyBatch.NULL && isNull(entry)) {
            column.addNull();
        } else if (isInts) {
            column.addInt((int) key);
        } else {
            column.addLong(key);
        }
    }

    void copyTo(KeyBatch keys, int[] entries, int count) {
        keys.begin(count, layout.hasLongs());
        if (!layout.hasLongs()) {
            keys.beginBytes(count);
        }
        for (int i = 0; i < count; i++) {
            long key = rows.word(entries[i], EntryLayout.KEY);
            keys.hashes[i] = keyHash(entries[i]);
            if (layout.hasLongs()) {
                keys.longs[i] = key;
            } else {
                int start = arena.start(key);
                keys.putBytes(i, arena.data(key), start, start + arena.length(key));
            }
        }
    }

    // ---- memory

    void free(int entry) {
        if (!layout.hasLongs()) {
            arena.free(rows.word(entry, EntryLayout.KEY));
        }
    }

    long bytes() {
        return arena.allocatedBytes();
    }

    /** Copies some keys away from the holes in the arena, if these are most of it: all at once would be a pause. */
    void compactSome() {
        if (compacted < 0) {
            if (!arena.isSparse()) {
                return;
            }
            arena.beginCompaction();
            compacted = 0;
        }
        int end = Math.min(rows.used(), compacted + COMPACTED_AT_ONCE);
        for (; compacted < end; compacted++) {
            long reference = rows.word(compacted, EntryLayout.KEY);
            if (rows.is(compacted, Meta.USED) && arena.isOld(reference)) {
                rows.page(compacted)[rows.start(compacted) + EntryLayout.KEY] = arena.move(reference);
            }
        }
        if (compacted >= rows.used()) {
            arena.endCompaction();
            compacted = -1;
        }
    }

    /** The key of a record of the store; reused. */
    static final class StoredKey {
        private byte[] data = NO_BYTES;
        private int from;
        private int to;
        private long value;
        private boolean isNull;
        private long namespace;
        private long hash;

        long hash() {
            return hash;
        }
    }
}
