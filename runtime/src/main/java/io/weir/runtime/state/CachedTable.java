package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.data.ColumnBuilder;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A table as a write-back cache over a {@link KeyValueStore}:
 *
 * <pre>
 * keys ─► EntryFinder ─► entry ─► EntryRows (words: EntryLayout, Meta), EntryKeys      found, read and changed in place
 *            │ none
 *            ├─► CacheSpace: memory, or the row of an entry that leaves                 UncachedEntries: what is known of those
 *            └─► BulkReader ─► store
 * changed ─► Generations ─► EntryWriter ─► write buffer ─► store                        in slices, or before the next change
 * </pre>
 *
 * <p>While a {@link TableScan} is open nothing leaves but what it has loaded and handed out itself; it relies on that.
 */
final class CachedTable extends KeyedTable {
    final TableSpec spec;
    final EntryCodec codec;
    final EntryRows rows;
    private final EntryLayout layout;
    private final CachedStateBackend backend;
    private final KeyValueStore store;
    private final EntryKeys keys;
    private final EntryFinder finder;
    private final BulkReader reader;
    private final EntryWriter writer;
    private final Generations generations;
    private final CacheSpace space;
    private final WritePolicy policy;
    private final UncachedEntries uncached;
    private final @Nullable NamespaceLists lists;
    private final @Nullable TimeToLive timeToLive;
    private final @Nullable ExpirySweep sweep;
    private @Nullable IntConsumer expiring;

    private long stamp;
    private int frees;

    private @Nullable TableScan scan;

    private long[] combined = {};
    private final IntList misses = new IntList();
    private final IntList loads = new IntList();

    CachedTable(TableSpec spec, int number, CachedStateBackend backend) {
        this.spec = spec;
        this.backend = backend;
        store = backend.store();
        layout = EntryLayout.of(spec);
        codec = new EntryCodec(spec, number);
        rows = new EntryRows(layout);
        keys = new EntryKeys(spec, rows, codec);
        finder = new EntryFinder(keys);
        writer = new EntryWriter(spec, codec, rows, keys, backend);
        reader = new BulkReader(store, writer);
        generations = new Generations(rows, writer);
        space = new CacheSpace(rows, backend.writes(), backend.memory(), this::leave);
        policy = new WritePolicy(generations, rows, space, backend.memory());
        uncached = new UncachedEntries(store, backend.keyGroups(), codec, rows, finder);
        lists = layout.isNamespaced() ? new NamespaceLists() : null;
        if (spec.timeToLiveMillis() > 0) {
            timeToLive = new TimeToLive(spec.timeToLiveMillis(), backend.clock());
            sweep = new ExpirySweep(timeToLive, backend, codec, rows, finder, this::load, this::expire);
        } else {
            timeToLive = null;
            sweep = null;
        }
    }

    // ---- looking up

    @Override
    public void resolve(KeyBatch batch, long @Nullable [] namespaces, boolean create, int[] entries) {
        checkArgument(layout.isNamespaced() == (namespaces != null), "namespaces do not fit table %s", spec);
        checkArgument(batch.hasLongs == layout.hasLongs(), "keys of other types for table %s", spec);
        beginCall();
        int count = batch.count;
        policy.lookedUp(count);
        long[] hashes = namespaces == null ? batch.hashes : combine(batch, namespaces);
        finder.candidates(hashes, count, entries);
        misses.clear();
        for (int i = 0; i < count; i++) {
            long namespace = namespaces == null ? 0 : namespaces[i];
            int entry = entries[i];
            if (entry >= 0 && !keys.is(entry, batch, i, hashes[i], namespace)) {
                entry = finder.find(batch, i, hashes[i], namespace);
            }
            if (entry < 0) {
                misses.add(i);
            } else {
                entries[i] = hit(entry, create);
            }
        }
        if (misses.size > 0) {
            resolveMisses(batch, namespaces, hashes, create, entries);
        }
    }

    private long[] combine(KeyBatch batch, long[] namespaces) {
        if (combined.length < batch.count) {
            combined = new long[batch.count];
        }
        for (int i = 0; i < batch.count; i++) {
            combined[i] = EntryKeys.withNamespace(batch.hashes[i], namespaces[i]);
        }
        return combined;
    }

    private int hit(int entry, boolean create) {
        rows.setMeta(entry, Meta.stamped(rows.meta(entry), stamp) | Meta.REFERENCED);
        if (timeToLive != null && rows.isLive(entry) && timeToLive.isExpired(rows.word(entry, layout.access()))) {
            expire(entry);
        }
        if (rows.isLive(entry)) {
            return entry;
        }
        if (create) {
            // Made once before and never touched: what was written into it then never was.
            rows.clearSlots(entry);
        }
        return create ? entry : ABSENT;
    }

    /** Makes entries for keys that are not cached, dead at first, and reads those that the store has. */
    private void resolveMisses(
            KeyBatch batch, long @Nullable [] namespaces, long[] hashes, boolean create, int[] entries) {
        loads.clear();
        for (int m = 0; m < misses.size; m++) {
            int i = misses.items[m];
            long namespace = namespaces == null ? 0 : namespaces[i];
            int entry = finder.find(batch, i, hashes[i], namespace);
            if (entry < 0 && !create && !uncached.isAny()) {
                entries[i] = ABSENT;
                continue;
            }
            if (entry < 0) {
                entry = takeRow();
                finder.add(entry, batch, i, hashes[i], namespace);
                if (scan != null) {
                    scan.mark(entry, Meta.LATE);
                }
                loads.add(entry);
            }
            entries[i] = entry;
        }
        if (uncached.isAny() && loads.size > 0) {
            reader.read(loads, this::fill);
        }
        if (!create) {
            for (int m = 0; m < misses.size; m++) {
                int i = misses.items[m];
                if (entries[i] >= 0 && !rows.isLive(entries[i])) {
                    entries[i] = ABSENT;
                }
            }
        }
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

    // ---- coming and leaving

    /** A row for an entry, dead and with slots 0. */
    private int takeRow() {
        int entry = space.take();
        rows.setMeta(entry, stamp | Meta.USED);
        return entry;
    }

    /** Makes an entry what a value in the store says. */
    private void fill(int entry, byte[] data, int from) {
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
            if (timeToLive.isExpired(page[at + layout.access()])) {
                expire(entry);
            }
        }
    }

    /** Takes a record of the store in. @return its entry, which is dead if its time is up */
    int load(RecordCursor record) {
        int entry = takeRow();
        finder.addStored(entry, record);
        fill(entry, record.valueData(), record.valueStart());
        return entry;
    }

    private void leave(int entry) {
        finder.remove(entry);
        if (rows.isLive(entry)) {
            long namespace = 0;
            if (lists != null) {
                namespace = namespace(entry);
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

    /** Counts the entries that left the cache: as long as it stays the same, entry numbers are good whatever was called. */
    int frees() {
        return frees;
    }

    /** Gives memory back if others want it. @return whether to call again soon */
    boolean giveBack() {
        return space.giveBack();
    }

    // ---- reading and changing entries

    @Override
    public long[] page(int entry) {
        return rows.page(entry);
    }

    @Override
    public int offset(int entry) {
        return rows.start(entry) + layout.firstSlot();
    }

    @Override
    public void touch(int entry) {
        if (!generations.isTouched(entry)) {
            touchFirst(entry);
        }
    }

    /** The first touch in a generation. */
    private void touchFirst(int entry) {
        generations.saveIfFrozen(entry);
        if (lists != null && !rows.isLive(entry)) {
            lists.add(namespace(entry), entry);
        }
        if (timeToLive != null) {
            rows.page(entry)[rows.start(entry) + layout.access()] = timeToLive.now();
        }
        rows.set(entry, Meta.LIVE);
        generations.add(entry);
    }

    @Override
    public byte @Nullable [] bytes(int entry) {
        return rows.value(entry);
    }

    @Override
    public void setBytes(int entry, byte @Nullable [] value) {
        rows.setValue(entry, value);
    }

    @Override
    public void remove(int entry) {
        if (!rows.isLive(entry)) {
            return;
        }
        generations.saveIfFrozen(entry);
        if (lists != null) {
            lists.remove(namespace(entry), entry);
            uncached.removed(namespace(entry));
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

    @Override
    public void appendKeys(int[] entries, int count, ColumnBuilder[] keyColumns) {
        keys.appendTo(keyColumns, entries, count);
    }

    @Override
    public void keysOf(int[] entries, int count, KeyBatch batch) {
        keys.copyTo(batch, entries, count);
    }

    // ---- namespaces and passes

    @Override
    public long namespace(int entry) {
        return rows.word(entry, namespaceWord());
    }

    private int namespaceWord() {
        NamespaceLists unused = lists();
        return layout.namespace();
    }

    NamespaceLists lists() {
        NamespaceLists existing = lists;
        if (existing == null) {
            throw new IllegalStateException("table \"" + spec.name() + "\" has no namespaces");
        }
        return existing;
    }

    @Override
    public long leastNamespace() {
        long cached = lists().least();
        return Math.min(cached, uncached.least(cached));
    }

    UncachedEntries uncached() {
        return uncached;
    }

    @Override
    public Scan scan(long from, long to) {
        endScan();
        TableScan begun = new TableScan(this, store, backend.keyGroups(), from, to, uncached.mayHaveUpTo(to));
        scan = begun;
        return begun;
    }

    @Nullable TableScan openScan() {
        return scan;
    }

    void endScan() {
        if (scan == null) {
            return;
        }
        scan.close();
        scan = null;
        space.scanEnded();
    }

    /** The cached entry of a record of the store, live or dead, or {@link #ABSENT}. */
    int findStored(RecordCursor record) {
        return finder.findStored(record);
    }

    /** Gives an entry out in the current call. */
    void stampScanned(int entry) {
        rows.setMeta(entry, Meta.stamped(rows.meta(entry) & ~(long) Meta.LATE, stamp));
    }

    // ---- time to live

    private void expire(int entry) {
        if (expiring != null) {
            expiring.accept(entry);
        }
        remove(entry);
        // Whoever listens may look at its key before the next call.
        stampScanned(entry);
    }

    /** Is told of each entry that is about to be removed because its time is up; it may read the entry, and nothing else. */
    void onExpiry(IntConsumer listener) {
        expiring = listener;
    }

    /** Removes some entries whose time is up. @return whether there is more to look at */
    boolean sweepExpired(int most) {
        if (timeToLive == null || sweep == null) {
            return false;
        }
        if (timeToLive.advance()) {
            backend.endGeneration();
        }
        return sweep.advance(most);
    }

    // ---- writing down

    /** Ends the generation. {@code isFrozen}: a snapshot must see the entries as they are now. */
    void endGeneration(int newGeneration, boolean isFrozen) {
        generations.end(newGeneration, isFrozen);
        policy.generationBegins();
    }

    Generations generations() {
        return generations;
    }

    boolean wantsWriting(boolean isCheckpointed) {
        return policy.wantsWriting(isCheckpointed);
    }

    boolean isShort() {
        return space.isShort();
    }

    void clearShort() {
        space.clearShort();
    }

    long cachedBytes() {
        return (long) rows.used() * layout.stride() * Long.BYTES + otherBytes();
    }
}
