package io.weir.runtime.state;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a cache as they come, change and go, with everything that must be told of it. Whether an entry is
 * there is one thing, whether it is live another: {@link Meta}.
 */
final class CacheEntries {
    final EntryRows rows;
    final EntryCodec codec;
    final EntryKeys keys;
    final EntryFinder finder;
    final EntryWriter writer;
    final Generations generations;
    final CacheSpace space;
    final UncachedEntries uncached;
    final @Nullable NamespaceLists lists;
    final @Nullable TimeToLive timeToLive;
    private final EntryLayout layout;
    private final CachedStateBackend backend;
    private @Nullable IntConsumer expiring;
    private @Nullable TableScan scan;

    /** Of the current call: entries that carry it have been given out, and stay. */
    private long stamp;

    private int frees;

    CacheEntries(TableSpec spec, int number, CachedStateBackend backend) {
        this.backend = backend;
        layout = EntryLayout.of(spec);
        codec = new EntryCodec(spec, number);
        rows = new EntryRows(layout);
        keys = new EntryKeys(spec, rows, codec);
        finder = new EntryFinder(keys);
        writer = new EntryWriter(spec, codec, rows, keys, backend);
        generations = new Generations(rows, writer);
        space = new CacheSpace(rows, backend.writes(), backend.memory(), this::leave);
        uncached = new UncachedEntries(backend.store(), backend.keyGroups(), codec, rows, finder);
        lists = layout.isNamespaced() ? new NamespaceLists() : null;
        timeToLive = spec.timeToLiveMillis() > 0 ? new TimeToLive(spec.timeToLiveMillis(), backend.clock()) : null;
    }

    /** What every call does first that may move entries. */
    void beginCall() {
        stamp = (stamp + Meta.NEXT_STAMP) & Meta.STAMP;
        if (timeToLive != null && timeToLive.advance()) {
            backend.endGeneration();
        }
        keys.compactSome();
        space.begin(stamp, scan != null, otherBytes());
        for (int round = 0; space.isExceeded(round, otherBytes()) && space.evict() > 0; round++) {
            // As long as something can leave.
        }
    }

    /** What the cache takes besides its rows. */
    private long otherBytes() {
        return finder.bytes() + rows.valueBytes() + (lists == null ? 0 : lists.bytes());
    }

    long bytes() {
        return (long) rows.used() * layout.stride() * Long.BYTES + otherBytes();
    }

    /** Gives an entry out in the current call. */
    void giveOut(int entry) {
        rows.setMeta(entry, Meta.stamped(rows.meta(entry), stamp));
    }

    // ---- coming

    /** A new entry for a key that has none, dead and with slots 0. */
    int add(KeyBatch batch, int i, long hash, long namespace) {
        int entry = takeRow();
        finder.add(entry, batch, i, hash, namespace);
        if (scan != null) {
            scan.mark(entry, Meta.LATE);
        }
        return entry;
    }

    private int takeRow() {
        int entry = space.take();
        rows.setMeta(entry, stamp | Meta.USED);
        return entry;
    }

    /**
     * Takes a record of the store in.
     *
     * @return its entry, which is dead if its time is up
     */
    int load(RecordCursor record) {
        int entry = takeRow();
        finder.addStored(entry, record);
        fill(entry, record.valueData(), record.valueStart());
        return entry;
    }

    /** Makes an entry what a value in the store says. */
    void fill(int entry, byte[] data, int from) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        int end = codec.readValue(data, from, page, at + layout.firstSlot());
        rows.set(entry, Meta.LIVE | Meta.IN_STORE);
        if (layout.hasBytes()) {
            rows.setValue(entry, codec.readBytes(data, end));
        }
        if (lists != null) {
            lists.add(page[at + layout.namespace()], entry);
        }
        if (timeToLive != null) {
            long access = codec.readAccess(data, from);
            page[at + layout.access()] = access == TimeToLive.UNKNOWN ? timeToLive.now() : access;
            expireIfDue(entry);
        }
    }

    // ---- changing

    /** The first touch in a generation. */
    void touchFirst(int entry) {
        generations.saveIfFrozen(entry);
        if (lists != null && !rows.isLive(entry)) {
            lists.add(rows.word(entry, layout.namespace()), entry);
        }
        if (timeToLive != null) {
            rows.page(entry)[rows.start(entry) + layout.access()] = timeToLive.now();
        }
        rows.set(entry, Meta.LIVE);
        generations.add(entry);
    }

    void remove(int entry) {
        if (!rows.isLive(entry)) {
            return;
        }
        generations.saveIfFrozen(entry);
        if (lists != null) {
            long namespace = rows.word(entry, layout.namespace());
            lists.remove(namespace, entry);
            uncached.removed(namespace);
        }
        rows.clearSlots(entry);
        if (layout.hasBytes()) {
            rows.setValue(entry, null);
        }
        rows.unset(entry, Meta.LIVE);
        if (rows.is(entry, Meta.IN_STORE)) {
            generations.add(entry);
        } else {
            writer.forget(entry);
        }
    }

    // ---- time to live

    /**
     * Is told of each entry that is about to be removed because its time is up; it may read the entry, and nothing
     * else.
     */
    void onExpiry(IntConsumer listener) {
        expiring = listener;
    }

    /** Removes a live entry if its time is up. */
    void expireIfDue(int entry) {
        if (timeToLive != null && timeToLive.isExpired(rows.word(entry, layout.access()))) {
            expire(entry);
        }
    }

    void expire(int entry) {
        if (expiring != null) {
            expiring.accept(entry);
        }
        remove(entry);
        // Whoever listens may look at its key before the next call.
        giveOut(entry);
    }

    // ---- leaving

    private void leave(int entry) {
        finder.remove(entry);
        if (rows.isLive(entry)) {
            long namespace = 0;
            if (lists != null) {
                namespace = rows.word(entry, layout.namespace());
                lists.remove(namespace, entry);
                if (scan != null) {
                    scan.evicted(namespace);
                }
            }
            uncached.add(namespace);
        }
        rows.free(entry);
        frees++;
    }

    /**
     * Counts the entries that left the cache: as long as it stays the same, entry numbers are good whatever was called.
     */
    int frees() {
        return frees;
    }

    // ---- the open scan

    @Nullable TableScan scan() {
        return scan;
    }

    void begin(TableScan newScan) {
        scan = newScan;
    }

    void endScan() {
        if (scan != null) {
            scan.close();
            scan = null;
            space.scanEnded();
        }
    }
}
