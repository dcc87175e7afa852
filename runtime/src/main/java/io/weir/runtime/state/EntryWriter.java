package io.weir.runtime.state;

import static io.weir.spi.Checks.checkState;

import org.jspecify.annotations.Nullable;

/** Writes entries of a cache as records of the store: whole ones to the write buffer, keys alone to be looked up. */
final class EntryWriter {
    private final TableSpec spec;
    private final EntryCodec codec;
    private final EntryRows rows;
    private final EntryKeys keys;
    private final CachedStateBackend backend;
    private final WriteBehind writes;

    EntryWriter(TableSpec spec, EntryCodec codec, EntryRows rows, EntryKeys keys, CachedStateBackend backend) {
        this.spec = spec;
        this.codec = codec;
        this.rows = rows;
        this.keys = keys;
        this.backend = backend;
        writes = backend.writes();
    }

    /** Writes a dirty entry, or its deletion, into the buffer; it is then unwritten. */
    void write(int entry) {
        long meta = rows.meta(entry);
        if (Meta.isLive(meta)) {
            backend.catalog().write(spec.name(), writes.open());
            writeLive(entry);
            meta |= Meta.IN_STORE;
        } else if ((meta & Meta.IN_STORE) != 0) {
            WriteBuffer buffer = writes.open();
            int start = buffer.begin(keyBytes(entry), -1);
            writeKey(entry, buffer.data, start);
            meta &= ~(long) Meta.IN_STORE;
        } else {
            forget(entry);
            return;
        }
        rows.setMeta(entry, Meta.unwritten(meta, writes.open().sequence));
        writes.sealIfFull();
    }

    private void writeLive(int entry) {
        EntryLayout layout = rows.layout;
        long[] page = rows.page(entry);
        int slots = rows.start(entry) + layout.firstSlot();
        byte @Nullable [] value = layout.hasBytes() ? rows.value(entry) : null;
        int length = value == null ? 0 : rows.valueLength(entry);
        long access = layout.access() == EntryLayout.NONE ? TimeToLive.UNKNOWN : rows.word(entry, layout.access());
        WriteBuffer buffer = writes.open();
        int start = buffer.begin(keyBytes(entry), codec.valueBytes(page, slots, access, value, length));
        writeKey(entry, buffer.data, start);
        codec.writeValue(page, slots, access, value, length, buffer.data, buffer.valueStart());
    }

    /** A removed entry that the store need not learn about stays until all is written that was said about it before. */
    void forget(int entry) {
        WriteBuffer open = writes.open();
        int sequence = open.isEmpty() ? open.sequence - 1 : open.sequence;
        rows.setMeta(entry, Meta.unwritten(rows.meta(entry), sequence));
    }

    /** Appends the store's key of an entry. */
    void appendKey(int entry, ByteRows out) {
        int bytes = keyBytes(entry);
        out.reserve(bytes);
        writeKey(entry, out.data, out.position);
        out.position += bytes;
        out.endRow();
    }

    private int keyBytes(int entry) {
        return codec.prefixBytes() + keys.size(entry);
    }

    private void writeKey(int entry, byte[] data, int at) {
        int keyGroup = KeyGroups.ofHash(keys.groupHash(entry), backend.maxParallelism());
        checkState(
                backend.keyGroups().contains(keyGroup),
                "table %s: an entry of key group %s in a subtask of %s",
                spec.name(),
                keyGroup,
                backend.keyGroups());
        EntryLayout layout = rows.layout;
        long namespace = layout.isNamespaced() ? rows.word(entry, layout.namespace()) : 0;
        keys.write(entry, data, codec.writePrefix(keyGroup, namespace, data, at));
    }
}
