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
 * <p>{@link CacheEntries} holds these together. While a {@link TableScan} is open nothing leaves but what it has loaded
 * and handed out itself; it relies on that.
 */
final class CachedTable extends KeyedTable {
    private final TableSpec spec;
    private final CachedStateBackend backend;
    private final KeyValueStore store;
    private final CacheEntries entries;
    private final EntryRows rows;
    private final EntryLayout layout;
    private final BulkReader reader;
    private final WritePolicy policy;
    private final @Nullable ExpirySweep sweep;

    private long[] combined = {};
    private final IntList misses = new IntList();
    private final IntList loads = new IntList();

    CachedTable(TableSpec spec, int number, CachedStateBackend backend) {
        this.spec = spec;
        this.backend = backend;
        store = backend.store();
        entries = new CacheEntries(spec, number, backend);
        rows = entries.rows;
        layout = rows.layout;
        reader = new BulkReader(store, entries.writer);
        policy = new WritePolicy(entries.generations, rows, entries.space, backend.memory());
        sweep = entries.timeToLive == null ? null : new ExpirySweep(entries.timeToLive, backend, entries);
    }

    // ---- looking up

    @Override
    public void resolve(KeyBatch keys, long @Nullable [] namespaces, boolean create, int[] found) {
        checkArgument(layout.isNamespaced() == (namespaces != null), "namespaces do not fit table %s", spec);
        checkArgument(keys.hasLongs == layout.hasLongs(), "keys of other types for table %s", spec);
        entries.beginCall();
        int count = keys.count;
        policy.lookedUp(count);
        long[] hashes = namespaces == null ? keys.hashes : combine(keys, namespaces);
        entries.finder.candidates(hashes, count, found);
        misses.clear();
        for (int i = 0; i < count; i++) {
            long namespace = namespaces == null ? 0 : namespaces[i];
            int entry = found[i];
            if (entry >= 0 && !entries.keys.is(entry, keys, i, hashes[i], namespace)) {
                entry = entries.finder.find(keys, i, hashes[i], namespace);
            }
            if (entry < 0) {
                misses.add(i);
            } else {
                found[i] = hit(entry, create);
            }
        }
        if (misses.size > 0) {
            resolveMisses(keys, namespaces, hashes, create, found);
        }
    }

    private long[] combine(KeyBatch keys, long[] namespaces) {
        if (combined.length < keys.count) {
            combined = new long[keys.count];
        }
        for (int i = 0; i < keys.count; i++) {
            combined[i] = EntryKeys.withNamespace(keys.hashes[i], namespaces[i]);
        }
        return combined;
    }

    private int hit(int entry, boolean create) {
        entries.giveOut(entry);
        rows.set(entry, Meta.REFERENCED);
        if (rows.isLive(entry)) {
            entries.expireIfDue(entry);
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
            KeyBatch keys, long @Nullable [] namespaces, long[] hashes, boolean create, int[] found) {
        loads.clear();
        for (int m = 0; m < misses.size; m++) {
            int i = misses.items[m];
            long namespace = namespaces == null ? 0 : namespaces[i];
            int entry = entries.finder.find(keys, i, hashes[i], namespace);
            if (entry < 0 && (create || entries.uncached.isAny())) {
                entry = entries.add(keys, i, hashes[i], namespace);
                loads.add(entry);
            }
            found[i] = entry;
        }
        if (entries.uncached.isAny() && loads.size > 0) {
            reader.read(loads, entries::fill);
        }
        if (!create) {
            for (int m = 0; m < misses.size; m++) {
                int i = misses.items[m];
                if (found[i] >= 0 && !rows.isLive(found[i])) {
                    found[i] = ABSENT;
                }
            }
        }
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
        if (!entries.generations.isTouched(entry)) {
            entries.touchFirst(entry);
        }
    }

    @Override
    public byte @Nullable [] bytes(int entry) {
        return rows.value(entry);
    }

    @Override
    public void setBytes(int entry, byte @Nullable [] value) {
        rows.setValue(entry, value);
    }

    /** For byte strings with room behind them. */
    int bytesLength(int entry) {
        return rows.valueLength(entry);
    }

    /** Sets the byte string of a touched entry; takes the array over, of which {@code length} bytes count. */
    void setBytes(int entry, byte[] value, int length) {
        rows.setValue(entry, value, length);
    }

    @Override
    public void remove(int entry) {
        entries.remove(entry);
    }

    @Override
    public void appendKeys(int[] of, int count, ColumnBuilder[] keyColumns) {
        entries.keys.appendTo(keyColumns, of, count);
    }

    @Override
    public void keysOf(int[] of, int count, KeyBatch keys) {
        entries.keys.copyTo(keys, of, count);
    }

    /** As long as it stays the same, entry numbers are good whatever was called. */
    int frees() {
        return entries.frees();
    }

    // ---- namespaces and passes

    @Override
    public long namespace(int entry) {
        NamespaceLists unused = lists();
        return rows.word(entry, layout.namespace());
    }

    private NamespaceLists lists() {
        if (entries.lists == null) {
            throw new IllegalStateException("table \"" + spec.name() + "\" has no namespaces");
        }
        return entries.lists;
    }

    @Override
    public long leastNamespace() {
        long cached = lists().least();
        return Math.min(cached, entries.uncached.least(cached));
    }

    @Override
    public long nextNamespace(long from) {
        Long cached = lists().ceiling(from);
        long next = cached == null ? Long.MAX_VALUE : cached;
        // Of what is not cached only the least is known.
        return entries.uncached.isAny() ? Math.min(next, Math.max(from, entries.uncached.leastBound())) : next;
    }

    @Override
    public Scan scan(long from, long to) {
        entries.endScan();
        TableScan begun = new TableScan(spec, entries, store, backend.keyGroups(), from, to);
        entries.begin(begun);
        return begun;
    }

    void endScan() {
        entries.endScan();
    }

    // ---- time to live

    /**
     * Is told of each entry that is about to be removed because its time is up; it may read the entry, and nothing
     * else.
     */
    void onExpiry(IntConsumer listener) {
        entries.onExpiry(listener);
    }

    /**
     * Removes some entries whose time is up.
     *
     * @return whether there is more to look at
     */
    boolean sweepExpired(int most) {
        if (entries.timeToLive == null || sweep == null) {
            return false;
        }
        if (entries.timeToLive.advance()) {
            backend.endGeneration();
        }
        return sweep.advance(most);
    }

    // ---- writing down

    /** Ends the generation. {@code isFrozen}: a snapshot must see the entries as they are now. */
    void endGeneration(int newGeneration, boolean isFrozen) {
        entries.generations.end(newGeneration, isFrozen);
        policy.generationBegins();
    }

    Generations generations() {
        return entries.generations;
    }

    boolean wantsWriting(boolean isCheckpointed) {
        return policy.wantsWriting(isCheckpointed);
    }

    /** Whether entries should be written so that they can leave. */
    boolean isShort() {
        return entries.space.isShort();
    }

    void clearShort() {
        entries.space.clearShort();
    }

    /**
     * Gives memory back if others want it.
     *
     * @return whether to call again soon
     */
    boolean giveBack() {
        return entries.space.giveBack();
    }

    long cachedBytes() {
        return entries.bytes();
    }
}
