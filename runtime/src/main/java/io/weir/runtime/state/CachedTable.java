package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;
import static io.weir.spi.Checks.checkState;

import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A table as a write-back cache over a {@link KeyValueStore}.
 *
 * <p>An entry is a row of longs: {@code [meta][key][hash, of byte keys][namespace][access time][slots...]}. Rows do not move; a hash index finds them. The
 * meta word holds a number (32 bits), the stamp of the last call that gave the entry out (16), and flags (16):
 *
 * <pre>
 *            LIVE                       not LIVE
 * DIRTY      changed; number is the     removed, and the store may have it; number is
 *            generation                 the generation with the sign bit set
 * UNWRITTEN  in a write buffer that may not have been written; number is the buffer's sequence, with bit 30 set
 * else       as in the store            known to be absent
 * </pre>
 *
 * <p>So {@link #touch} has nothing to do if the number is the current generation. At a barrier the generation ends, and nothing else happens: entries of an ended generation are written
 * to the buffer in slices by {@link #serialise}, or before they are next changed. Only entries that are neither dirty nor unwritten are evicted.
 *
 * <p>While a {@link TableScan} is open nothing is evicted but what it has loaded and handed out itself; it relies on that.
 */
final class CachedTable extends KeyedTable {
    static final int LIVE = 1;
    static final int DIRTY = 1 << 1;
    private static final int UNWRITTEN = 1 << 2;
    private static final int REFERENCED = 1 << 3;
    private static final int IN_STORE = 1 << 4;
    /** Handed out by the open scan, which had loaded it or found it in the store. */
    static final int SCANNED = 1 << 5;
    /** Loaded or made while a scan is open, not by it. */
    static final int LATE = 1 << 6;

    private static final int USED = 1 << 7;
    private static final int LISTED = 1 << 8;

    private static final byte[] NO_BYTES = {};
    private static final long STAMP = 0xFFFF0000L;
    private static final int STAMP_SHIFT = 16;
    private static final int NUMBER_SHIFT = 32;
    private static final int DEAD_BIT = 1 << 31;
    private static final int SEQUENCE_BIT = 1 << 30;
    private static final int NUMBER_MASK = SEQUENCE_BIT - 1;

    private static final int KEY = 1;
    private static final int HASH = 2;
    private static final int EVICT_AT_ONCE = 128;
    private static final int LEAST_SWEEP = 4096;
    private static final int VALUE_OVERHEAD_BYTES = 16;

    final TableSpec spec;
    final EntryCodec codec;
    private final CachedStateBackend backend;
    private final KeyValueStore store;
    private final WriteBehind writes;
    private final boolean hasLongs;
    private final boolean isSingleInteger;
    /** The leading columns of the key that decide the key group; null: all of them do. */
    private final FieldCodec @Nullable [] groupFields;

    private final boolean isGroupSingleInteger;
    private final boolean namespaced;
    private final int namespaceWord;
    private final int accessWord;
    private final int firstSlot;
    private final @Nullable TimeToLive timeToLive;
    private @Nullable IntConsumer expiring;

    final RowPages rows;
    private final HashIndex index;
    private ByteArena arena = new ByteArena();
    private int used;
    private final IntList free = new IntList();
    private int hand;
    private long stamp;
    private int frees;

    /** The generation that changes belong to, and the last one that a snapshot under way must not see changes of. */
    private int generation = 1;

    private int frozenGeneration;
    private IntList dirty = new IntList();
    private final ArrayDeque<Frozen> frozen = new ArrayDeque<>();
    private long resolvedSinceGeneration;
    private int capacityAtGeneration;
    private boolean isShort;
    private int failedWritten = -1;

    private final @Nullable NamespaceLists lists;
    /** No entry below this namespace is in the store and not in the cache; {@code isLeastExact}: there is one with it. */
    private long leastUncached;

    private boolean isLeastExact;
    /** Whether a live entry may be in the store and not in the cache. */
    private boolean hasUncached;

    private @Nullable TableScan scan;
    private final IntList scanMarked = new IntList();

    private int sweptGroup = Integer.MAX_VALUE;
    private byte @Nullable [] sweptKey;
    private int sweptRow = Integer.MAX_VALUE;
    private long sweptTime;

    private long valueBytes;
    private long accountedBytes;

    private long[] combined = {};
    private final IntList misses = new IntList();
    private final IntList loads = new IntList();
    private final ByteRows unsorted = new ByteRows();
    private final ByteRows sorted = new ByteRows();
    private int[] ends = {};

    /** The entries changed in a generation that has ended. */
    private static final class Frozen {
        final int generation;
        final IntList entries;
        int next;

        Frozen(int generation, IntList entries) {
            this.generation = generation;
            this.entries = entries;
        }
    }

    CachedTable(TableSpec spec, int number, CachedStateBackend backend) {
        this.spec = spec;
        this.backend = backend;
        store = backend.store();
        writes = backend.writes();
        hasLongs = KeyCodec.usesLongs(spec.keyTypes());
        isSingleInteger = KeyCodec.isSingleInteger(spec.keyTypes());
        List<DataType> groupTypes = spec.keyTypes().subList(0, spec.groupColumns());
        groupFields = groupTypes.size() == spec.keyTypes().size()
                ? null
                : groupTypes.stream().map(FieldCodec::of).toArray(FieldCodec[]::new);
        isGroupSingleInteger = KeyCodec.isSingleInteger(groupTypes);
        namespaced = spec.namespaced();
        int word = hasLongs ? KEY + 1 : HASH + 1;
        namespaceWord = namespaced ? word++ : -1;
        timeToLive = spec.timeToLiveMillis() > 0 ? new TimeToLive(spec.timeToLiveMillis(), backend.clock()) : null;
        accessWord = timeToLive != null ? word++ : -1;
        firstSlot = word;
        codec = new EntryCodec(spec, number);
        rows = new RowPages(firstSlot + spec.slots(), spec.hasBytes());
        index = new HashIndex(this::hashOf);
        lists = namespaced ? new NamespaceLists() : null;
        hasUncached = !store.isEmpty();
        leastUncached = store.isEmpty() ? Long.MAX_VALUE : Long.MIN_VALUE;
        isLeastExact = store.isEmpty();
    }

    // ---- looking up

    @Override
    public void resolve(KeyBatch keys, long @Nullable [] namespaces, boolean create, int[] entries) {
        checkArgument(namespaced == (namespaces != null), "namespaces do not fit table %s", spec);
        checkArgument(keys.hasLongs == hasLongs, "keys of other types for table %s", spec);
        beginCall();
        int count = keys.count;
        resolvedSinceGeneration += count;
        long[] hashes = namespaces == null ? keys.hashes : combine(keys, namespaces);
        index.candidates(hashes, count, entries);
        misses.clear();
        for (int i = 0; i < count; i++) {
            long namespace = namespaces == null ? 0 : namespaces[i];
            int entry = entries[i];
            if (entry >= 0 && !isKey(entry, keys, i, hashes[i], namespace)) {
                entry = find(keys, i, hashes[i], namespace);
            }
            if (entry < 0) {
                misses.add(i);
            } else {
                entries[i] = hit(entry, create);
            }
        }
        if (misses.size > 0) {
            resolveMisses(keys, namespaces, hashes, create, entries);
        }
    }

    private long[] combine(KeyBatch keys, long[] namespaces) {
        if (combined.length < keys.count) {
            combined = new long[keys.count];
        }
        for (int i = 0; i < keys.count; i++) {
            combined[i] = keys.hashes[i] ^ Hashing.mix(namespaces[i]);
        }
        return combined;
    }

    private int hit(int entry, boolean create) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        long meta = page[at];
        page[at] = (meta & ~STAMP) | stamp | REFERENCED;
        if ((meta & LIVE) != 0 && timeToLive != null && timeToLive.isExpired(page[at + accessWord])) {
            expire(entry);
            meta = page[at];
        }
        if ((meta & LIVE) != 0) {
            return entry;
        }
        if (create) {
            // Made once before and never touched: what was written into it then never was.
            Arrays.fill(page, at + firstSlot, at + firstSlot + spec.slots(), 0);
        }
        return create ? entry : ABSENT;
    }

    /** Makes entries for keys that are not cached, dead at first, and reads those that the store has. */
    private void resolveMisses(
            KeyBatch keys, long @Nullable [] namespaces, long[] hashes, boolean create, int[] entries) {
        loads.clear();
        for (int m = 0; m < misses.size; m++) {
            int i = misses.items[m];
            long namespace = namespaces == null ? 0 : namespaces[i];
            int entry = find(keys, i, hashes[i], namespace);
            if (entry < 0 && !create && !hasUncached) {
                // Whatever there is is cached: what is not, is not there.
                entries[i] = ABSENT;
                continue;
            }
            if (entry < 0) {
                entry = hasLongs
                        ? insert(keys.longs[i], hashes[i], namespace)
                        : insert(arena.add(keys.data, keys.offsets[i], keys.offsets[i + 1]), hashes[i], namespace);
                if (scan != null) {
                    mark(entry, LATE);
                }
                loads.add(entry);
            }
            entries[i] = entry;
        }
        // As long as nothing has left the cache, the store has nothing that is not in it.
        if (hasUncached && loads.size > 0) {
            load();
        }
        if (!create) {
            for (int m = 0; m < misses.size; m++) {
                int i = misses.items[m];
                if (entries[i] >= 0 && !isLive(entries[i])) {
                    entries[i] = ABSENT;
                }
            }
        }
    }

    /** Reads the entries in {@link #loads} in the order of their keys: neighbours share blocks. */
    private void load() {
        unsorted.clear();
        for (int i = 0; i < loads.size; i++) {
            writeKey(loads.items[i], unsorted);
            unsorted.endRow();
        }
        if (ends.length < loads.size) {
            ends = new int[Math.max(loads.size, ends.length * 2)];
        }
        System.arraycopy(unsorted.offsets, 1, ends, 0, loads.size);
        int[] order = RecordSorter.order(unsorted.data, unsorted.offsets, ends, loads.size);
        sorted.clear();
        for (int i = 0; i < loads.size; i++) {
            sorted.append(unsorted.data, unsorted.start(order[i]), unsorted.end(order[i]));
            sorted.endRow();
        }
        store.get(sorted, (i, data, from, to) -> fill(loads.items[order[i]], data, from));
    }

    /** Makes an entry what a value in the store says. */
    private void fill(int entry, byte[] data, int from) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        int end = codec.readValue(data, from, page, at + firstSlot);
        page[at] |= LIVE | IN_STORE;
        if (timeToLive != null) {
            long access = codec.readAccess(data, from);
            page[at + accessWord] = access == TimeToLive.UNKNOWN ? timeToLive.now() : access;
        }
        if (spec.hasBytes()) {
            putValue(entry, codec.readBytes(data, end));
        }
        if (lists != null) {
            lists.add(page[at + namespaceWord], entry);
        }
        if (timeToLive != null && timeToLive.isExpired(page[at + accessWord])) {
            expire(entry);
        }
    }

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

    private boolean isKey(int entry, KeyBatch keys, int i, long hash, long namespace) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        if (namespaced && page[at + namespaceWord] != namespace) {
            return false;
        }
        return hasLongs
                ? page[at + KEY] == keys.longs[i]
                : page[at + HASH] == hash && isBytes(page[at + KEY], keys.data, keys.offsets[i], keys.offsets[i + 1]);
    }

    private boolean isBytes(long reference, byte[] data, int from, int to) {
        int start = arena.start(reference);
        return Arrays.equals(arena.data(reference), start, start + arena.length(reference), data, from, to);
    }

    private int find(KeyBatch keys, int i, long hash, long namespace) {
        int place = index.first(hash);
        int entry = index.entry(place);
        while (entry >= 0 && !isKey(entry, keys, i, hash, namespace)) {
            place = index.next(hash, place);
            entry = index.entry(place);
        }
        return entry;
    }

    /** The cached entry, live or dead, of a key as it stands in the store, or -1. */
    int findStored(byte[] data, int keyStart, int keyEnd) {
        long namespace = namespaced ? codec.namespace(data, keyStart) : 0;
        int from = codec.keyStart(keyStart);
        long value = hasLongs ? PackedLongs.read(data, from) : 0;
        long hash = combinedHash(data, from, keyEnd, value, namespace);
        int place = index.first(hash);
        for (int entry = index.entry(place); entry >= 0; entry = index.entry(place)) {
            long[] page = rows.page(entry);
            int at = rows.start(entry);
            boolean isKey = hasLongs
                    ? page[at + KEY] == value
                    : page[at + HASH] == hash && isBytes(page[at + KEY], data, from, keyEnd);
            if (isKey && (!namespaced || page[at + namespaceWord] == namespace)) {
                return entry;
            }
            place = index.next(hash, place);
        }
        return ABSENT;
    }

    private long combinedHash(byte[] data, int from, int to, long value, long namespace) {
        long hash = hasLongs ? Hashing.ofLong(value) : KeyBatch.hash(data, from, to, isSingleInteger);
        return namespaced ? hash ^ Hashing.mix(namespace) : hash;
    }

    /** Takes a record of the store in, for the open scan. @return the entry, or -1 if it has expired */
    int loadScanned(RecordCursor record) {
        int entry = load(record);
        mark(entry, SCANNED);
        return isLive(entry) ? entry : ABSENT;
    }

    private int load(RecordCursor record) {
        byte[] data = record.keyData();
        long namespace = namespaced ? codec.namespace(data, record.keyStart()) : 0;
        int from = codec.keyStart(record.keyStart());
        long value = hasLongs ? PackedLongs.read(data, from) : 0;
        long hash = combinedHash(data, from, record.keyEnd(), value, namespace);
        int entry = insert(hasLongs ? value : arena.add(data, from, record.keyEnd()), hash, namespace);
        fill(entry, record.valueData(), record.valueStart());
        return entry;
    }

    // ---- rows

    /** A dead entry with slots 0. */
    private int insert(long key, long hash, long namespace) {
        int entry = allocate();
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        page[at] = stamp | USED;
        page[at + KEY] = key;
        if (!hasLongs) {
            page[at + HASH] = hash;
        }
        if (namespaced) {
            page[at + namespaceWord] = namespace;
        }
        index.add(hash, entry);
        return entry;
    }

    private int allocate() {
        if (free.size == 0 && used == rows.capacity() && !tryGrow()) {
            evict();
        }
        if (free.size > 0) {
            return free.items[--free.size];
        }
        if (used == rows.capacity()) {
            // Nothing can go: everything is dirty, in use by this call, or pinned by a scan. Too much is better than
            // wrong.
            isShort = true;
            backend.memory().take(rows.nextBytes());
            rows.grow();
        }
        return used++;
    }

    private boolean tryGrow() {
        long bytes = rows.nextBytes();
        if (rows.capacity() == 0) {
            backend.memory().take(bytes);
        } else if (!backend.memory().tryTake(bytes)) {
            return false;
        }
        rows.grow();
        return true;
    }

    /** Frees some entries that have not been used for a while (clock algorithm). */
    private void evict() {
        int written = writes.writtenSequence();
        if (written == failedWritten) {
            return;
        }
        int freed = 0;
        boolean isAnyLeft = false;
        int steps = Math.min(2 * used, Math.max(LEAST_SWEEP, used / 4));
        for (int i = 0; i < steps && freed < EVICT_AT_ONCE; i++) {
            hand = hand + 1 >= used ? 0 : hand + 1;
            long[] page = rows.page(hand);
            int at = rows.start(hand);
            long meta = page[at];
            if (!isEvictable(meta, written)) {
                continue;
            }
            if ((meta & REFERENCED) != 0) {
                page[at] = meta & ~(long) REFERENCED;
                isAnyLeft = true;
            } else {
                freeRow(hand, page, at);
                freed++;
            }
        }
        if (freed == 0 && !isAnyLeft) {
            failedWritten = written;
        }
    }

    private boolean isEvictable(long meta, int written) {
        return (meta & (USED | DIRTY)) == USED
                && (meta & STAMP) != stamp
                && ((meta & UNWRITTEN) == 0 || ((int) (meta >>> NUMBER_SHIFT) & NUMBER_MASK) <= written)
                && (scan == null || (meta & SCANNED) != 0);
    }

    private void freeRow(int entry, long[] page, int at) {
        index.remove(hashOf(entry), entry);
        if ((page[at] & LIVE) != 0) {
            hasUncached = true;
            if (lists != null) {
                long namespace = page[at + namespaceWord];
                lists.remove(namespace, entry);
                evicted(namespace);
            }
        }
        if (!hasLongs) {
            arena.free(page[at + KEY]);
        }
        if (spec.hasBytes()) {
            putValue(entry, null);
        }
        Arrays.fill(page, at, at + rows.stride, 0);
        free.add(entry);
        frees++;
    }

    private void evicted(long namespace) {
        if (scan != null) {
            scan.evicted(namespace);
        }
        if (namespace <= leastUncached) {
            leastUncached = namespace;
            isLeastExact = true;
        }
    }

    /** Counts the entries that left the cache: as long as it stays the same, entry numbers are good whatever was called. */
    int frees() {
        return frees;
    }

    private long hashOf(int entry) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        if (!hasLongs) {
            return page[at + HASH];
        }
        long hash = Hashing.ofLong(page[at + KEY]);
        return namespaced ? hash ^ Hashing.mix(page[at + namespaceWord]) : hash;
    }

    /** The hash of the key alone. */
    private long keyHash(int entry) {
        long hash = hashOf(entry);
        return namespaced ? hash ^ Hashing.mix(namespace(entry)) : hash;
    }

    boolean isLive(int entry) {
        return (rows.page(entry)[rows.start(entry)] & LIVE) != 0;
    }

    boolean is(int entry, int flag) {
        return (rows.page(entry)[rows.start(entry)] & flag) != 0;
    }

    /** Gives an entry out in the current call, for the scan. */
    void stampScanned(int entry) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        page[at] = (page[at] & ~(STAMP | LATE)) | stamp;
    }

    void mark(int entry, int flag) {
        rows.page(entry)[rows.start(entry)] |= flag;
        scanMarked.add(entry);
    }

    private void putValue(int entry, byte @Nullable [] value) {
        byte[] old = rows.value(entry);
        valueBytes += (value == null ? 0 : value.length + VALUE_OVERHEAD_BYTES)
                - (old == null ? 0 : old.length + VALUE_OVERHEAD_BYTES);
        rows.setValue(entry, value);
    }

    /** What every call does first that may move entries. */
    void beginCall() {
        stamp = (stamp + (1L << STAMP_SHIFT)) & STAMP;
        if (timeToLive != null && timeToLive.advance()) {
            backend.endGeneration();
        }
        if (arena.isSparse()) {
            compactArena();
        }
        long bytes = index.bytes() + arena.allocatedBytes() + valueBytes + (lists == null ? 0 : lists.bytes());
        backend.memory().take(bytes - accountedBytes);
        accountedBytes = bytes;
        if (backend.memory().isExceeded()) {
            isShort = true;
            evict();
        }
    }

    private void compactArena() {
        ByteArena old = arena;
        arena = new ByteArena();
        for (int entry = 0; entry < used; entry++) {
            long[] page = rows.page(entry);
            int at = rows.start(entry);
            if ((page[at] & USED) != 0) {
                long reference = page[at + KEY];
                int start = old.start(reference);
                page[at + KEY] = arena.add(old.data(reference), start, start + old.length(reference));
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
        return rows.start(entry) + firstSlot;
    }

    @Override
    public void touch(int entry) {
        if ((int) (rows.page(entry)[rows.start(entry)] >>> NUMBER_SHIFT) != generation) {
            touchFirst(entry);
        }
    }

    /** The first touch in a generation. */
    private void touchFirst(int entry) {
        copyIfFrozen(entry);
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        if ((page[at] & LIVE) == 0 && lists != null) {
            lists.add(page[at + namespaceWord], entry);
        }
        if (timeToLive != null) {
            page[at + accessWord] = timeToLive.now();
        }
        enlist(entry, page[at] | LIVE, generation);
    }

    /** An entry whose state at a barrier is still to be saved is saved before it changes. */
    private void copyIfFrozen(int entry) {
        long meta = rows.page(entry)[rows.start(entry)];
        if ((meta & DIRTY) != 0 && ((int) (meta >>> NUMBER_SHIFT) & NUMBER_MASK) <= frozenGeneration) {
            serialise(entry);
        }
    }

    /** Makes an entry dirty in the current generation. */
    private void enlist(int entry, long meta, int number) {
        boolean isListed = (meta & DIRTY) != 0 && ((int) (meta >>> NUMBER_SHIFT) & NUMBER_MASK) == generation;
        long flags = (meta & 0xFFFFFFFFL & ~(long) UNWRITTEN) | DIRTY;
        rows.page(entry)[rows.start(entry)] = flags | (long) number << NUMBER_SHIFT;
        if (!isListed) {
            dirty.add(entry);
            if (dirty.size > 2 * used + LEAST_SWEEP) {
                thinOutDirty();
            }
        }
    }

    /** Entries that come and go in one generation stand in the list again and again. */
    private void thinOutDirty() {
        int kept = 0;
        for (int i = 0; i < dirty.size; i++) {
            int entry = dirty.items[i];
            long[] page = rows.page(entry);
            int at = rows.start(entry);
            if ((page[at] & (DIRTY | LISTED)) == DIRTY
                    && ((int) (page[at] >>> NUMBER_SHIFT) & NUMBER_MASK) == generation) {
                page[at] |= LISTED;
                dirty.items[kept++] = entry;
            }
        }
        dirty.size = kept;
        for (int i = 0; i < kept; i++) {
            rows.page(dirty.items[i])[rows.start(dirty.items[i])] &= ~(long) LISTED;
        }
    }

    @Override
    public byte @Nullable [] bytes(int entry) {
        return rows.value(entry);
    }

    @Override
    public void setBytes(int entry, byte @Nullable [] value) {
        putValue(entry, value);
    }

    @Override
    public void remove(int entry) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        if ((page[at] & LIVE) == 0) {
            return;
        }
        copyIfFrozen(entry);
        if (lists != null) {
            long namespace = page[at + namespaceWord];
            lists.remove(namespace, entry);
            if (namespace == leastUncached) {
                isLeastExact = false;
            }
        }
        Arrays.fill(page, at + firstSlot, at + rows.stride, 0);
        if (spec.hasBytes()) {
            putValue(entry, null);
        }
        long meta = page[at] & ~(long) LIVE;
        if ((meta & IN_STORE) != 0) {
            enlist(entry, meta, generation | DEAD_BIT);
        } else {
            settle(page, at, meta);
        }
    }

    /** An entry that the store need not learn about stays until all is written that was said about it before. */
    private void settle(long[] page, int at, long meta) {
        WriteBuffer open = writes.open();
        int sequence = open.isEmpty() ? open.sequence - 1 : open.sequence;
        page[at] = (meta & 0xFFFFFFFFL & ~(long) DIRTY) | UNWRITTEN | (long) (sequence | SEQUENCE_BIT) << NUMBER_SHIFT;
    }

    @Override
    public long namespace(int entry) {
        checkState(namespaced, "table \"%s\" has no namespaces", spec.name());
        return rows.page(entry)[rows.start(entry) + namespaceWord];
    }

    @Override
    public void appendKeys(int[] entries, int count, ColumnBuilder[] keyColumns) {
        if (!hasLongs) {
            for (int i = 0; i < count; i++) {
                long reference = rows.page(entries[i])[rows.start(entries[i]) + KEY];
                codec.decodeKey(arena.data(reference), arena.start(reference), keyColumns);
            }
        } else if (spec.keyTypes().get(0).form() == ColumnForm.INTS) {
            for (int i = 0; i < count; i++) {
                keyColumns[0].addInt((int) rows.page(entries[i])[rows.start(entries[i]) + KEY]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                keyColumns[0].addLong(rows.page(entries[i])[rows.start(entries[i]) + KEY]);
            }
        }
    }

    @Override
    public void keysOf(int[] entries, int count, KeyBatch keys) {
        keys.begin(count, hasLongs);
        if (!hasLongs) {
            keys.beginBytes(count);
        }
        for (int i = 0; i < count; i++) {
            long key = rows.page(entries[i])[rows.start(entries[i]) + KEY];
            keys.hashes[i] = keyHash(entries[i]);
            if (hasLongs) {
                keys.longs[i] = key;
            } else {
                int start = arena.start(key);
                keys.putBytes(i, arena.data(key), start, start + arena.length(key));
            }
        }
    }

    // ---- namespaces

    @Override
    public long leastNamespace() {
        long cached = lists().least();
        if (leastUncached < cached && !isLeastExact) {
            findLeastUncached();
        }
        return Math.min(cached, leastUncached);
    }

    /** Asks the store, key group by key group. */
    private void findLeastUncached() {
        long least = Long.MAX_VALUE;
        for (int group = backend.keyGroups().first();
                group <= backend.keyGroups().last();
                group++) {
            try (RecordCursor records = store.cursor(codec.prefix(group, leastUncached), codec.end(group))) {
                while (records.next()) {
                    long namespace = codec.namespace(records.keyData(), records.keyStart());
                    int entry = findStored(records.keyData(), records.keyStart(), records.keyEnd());
                    if (namespace >= least || entry < 0 || isLive(entry)) {
                        least = Math.min(least, namespace);
                        break;
                    }
                }
            }
        }
        leastUncached = least;
        isLeastExact = true;
    }

    @Override
    public Scan scan(long from, long to) {
        endScan();
        boolean readsStore = !store.isEmpty() && (namespaced ? leastUncached <= to : hasUncached);
        TableScan begun = new TableScan(this, store, backend.keyGroups(), from, to, readsStore);
        scan = begun;
        return begun;
    }

    @Nullable TableScan openScan() {
        return scan;
    }

    NamespaceLists lists() {
        NamespaceLists existing = lists;
        if (existing == null) {
            throw new IllegalStateException("table \"" + spec.name() + "\" has no namespaces");
        }
        return existing;
    }

    int used() {
        return used;
    }

    long leastUncached() {
        return leastUncached;
    }

    /** All entries below {@code least} are cached: a scan has been there. */
    void setLeastUncached(long least) {
        leastUncached = least;
        isLeastExact = false;
    }

    void endScan() {
        if (scan == null) {
            return;
        }
        scan.closeCursors();
        scan = null;
        for (int i = 0; i < scanMarked.size; i++) {
            int entry = scanMarked.items[i];
            rows.page(entry)[rows.start(entry)] &= ~(long) (SCANNED | LATE);
        }
        scanMarked.clear();
        failedWritten = -1;
    }

    // ---- time to live

    /**
     * Goes on looking for entries whose time is up, in the store and then in the cache, a few at a time; from the beginning whenever the time has
     * moved a step. Those found are removed as if by the operator, so that the next snapshot is without them.
     *
     * @return whether there is more to look at
     */
    boolean sweepExpired(int most) {
        if (timeToLive == null) {
            return false;
        }
        if (timeToLive.advance()) {
            backend.endGeneration();
        }
        if (sweptRow >= used && sweptGroup > backend.keyGroups().last()) {
            if (sweptTime == timeToLive.now()) {
                return false;
            }
            sweptTime = timeToLive.now();
            sweptGroup = backend.keyGroups().first();
            sweptKey = null;
            sweptRow = 0;
        }
        if (sweptGroup <= backend.keyGroups().last()) {
            sweepStore(timeToLive, most);
        } else {
            sweepCache(timeToLive, most);
        }
        return true;
    }

    private void sweepStore(TimeToLive expiry, int most) {
        if (store.isEmpty()) {
            sweptGroup = backend.keyGroups().last() + 1;
            return;
        }
        int looked = 0;
        byte[] from = sweptKey == null ? codec.prefix(sweptGroup, Long.MIN_VALUE) : sweptKey;
        try (RecordCursor records = store.cursor(from, codec.end(sweptGroup))) {
            while (looked < most && records.next()) {
                looked++;
                // The byte 0 behind it makes it the next possible key.
                sweptKey = Arrays.copyOfRange(records.keyData(), records.keyStart(), records.keyEnd() + 1);
                sweptKey[sweptKey.length - 1] = 0;
                if (expiry.isExpired(codec.readAccess(records.valueData(), records.valueStart()))
                        && findStored(records.keyData(), records.keyStart(), records.keyEnd()) < 0) {
                    // Comes as expired, and is removed on the way in.
                    int unused = load(records);
                }
            }
        }
        if (looked < most) {
            sweptGroup++;
            sweptKey = null;
        }
    }

    private void sweepCache(TimeToLive expiry, int most) {
        int end = Math.min(used, sweptRow + most);
        for (; sweptRow < end; sweptRow++) {
            long[] page = rows.page(sweptRow);
            int at = rows.start(sweptRow);
            if ((page[at] & LIVE) != 0 && expiry.isExpired(page[at + accessWord])) {
                expire(sweptRow);
            }
        }
    }

    // ---- writing down

    /** Ends the generation. {@code isFrozen}: a snapshot must see the entries as they are now. */
    void endGeneration(int newGeneration, boolean isFrozen) {
        if (dirty.size > 0) {
            frozen.add(new Frozen(generation, dirty));
            dirty = new IntList();
        }
        if (isFrozen) {
            frozenGeneration = generation;
        }
        generation = newGeneration;
        resolvedSinceGeneration = 0;
        capacityAtGeneration = rows.capacity();
    }

    /** Puts entries of ended generations into the write buffer, at most so many. @return how many were looked at */
    int serialise(int most, int lastGeneration) {
        int done = 0;
        while (done < most && hasFrozen(lastGeneration)) {
            Frozen oldest = frozen.element();
            while (done < most && oldest.next < oldest.entries.size) {
                int entry = oldest.entries.items[oldest.next++];
                long meta = rows.page(entry)[rows.start(entry)];
                if ((meta & DIRTY) != 0 && ((int) (meta >>> NUMBER_SHIFT) & NUMBER_MASK) == oldest.generation) {
                    serialise(entry);
                }
                done++;
            }
            if (oldest.next == oldest.entries.size) {
                frozen.remove();
            }
        }
        return done;
    }

    /** How many entries of ended generations are still to be looked at. */
    int frozenEntries() {
        int entries = 0;
        for (Frozen ended : frozen) {
            entries += ended.entries.size - ended.next;
        }
        return entries;
    }

    boolean hasFrozen(int lastGeneration) {
        return !frozen.isEmpty() && frozen.element().generation <= lastGeneration;
    }

    /** Writes a dirty entry into the buffer; it is then unwritten. */
    private void serialise(int entry) {
        long[] page = rows.page(entry);
        int at = rows.start(entry);
        long meta = page[at];
        if ((meta & (LIVE | IN_STORE)) == 0) {
            settle(page, at, meta);
            return;
        }
        WriteBuffer buffer = writes.open();
        int sequence = buffer.sequence;
        int keyBytes = keyBytes(entry);
        if ((meta & LIVE) != 0) {
            backend.catalog().write(spec.name(), buffer);
            byte[] value = spec.hasBytes() ? rows.value(entry) : null;
            long access = timeToLive == null ? TimeToLive.UNKNOWN : page[at + accessWord];
            int valueSize = codec.valueBytes(page, at + firstSlot, access, value);
            int start = buffer.begin(keyBytes, valueSize);
            writeKey(entry, buffer.data, start);
            codec.writeValue(page, at + firstSlot, access, value, buffer.data, buffer.valueStart());
            meta |= IN_STORE;
        } else {
            int start = buffer.begin(keyBytes, -1);
            writeKey(entry, buffer.data, start);
            meta &= ~(long) IN_STORE;
        }
        page[at] = (meta & 0xFFFFFFFFL & ~(long) DIRTY) | UNWRITTEN | (long) (sequence | SEQUENCE_BIT) << NUMBER_SHIFT;
        writes.sealIfFull();
    }

    private int keyBytes(int entry) {
        long key = rows.page(entry)[rows.start(entry) + KEY];
        return codec.prefixBytes() + (hasLongs ? PackedLongs.size(key) : arena.length(key));
    }

    private void writeKey(int entry, ByteRows out) {
        int bytes = keyBytes(entry);
        out.reserve(bytes);
        writeKey(entry, out.data, out.position);
        out.position += bytes;
    }

    private void writeKey(int entry, byte[] data, int at) {
        long[] page = rows.page(entry);
        int row = rows.start(entry);
        int keyGroup = KeyGroups.ofHash(groupHash(entry), backend.maxParallelism());
        checkState(
                backend.keyGroups().contains(keyGroup),
                "table %s: an entry of key group %s in a subtask of %s",
                spec.name(),
                keyGroup,
                backend.keyGroups());
        int key = codec.writePrefix(keyGroup, namespaced ? page[row + namespaceWord] : 0, data, at);
        if (hasLongs) {
            PackedLongs.write(page[row + KEY], data, key);
        } else {
            long reference = page[row + KEY];
            System.arraycopy(arena.data(reference), arena.start(reference), data, key, arena.length(reference));
        }
    }

    /** The hash of the columns that the input is partitioned by. */
    private long groupHash(int entry) {
        if (groupFields == null) {
            return keyHash(entry);
        }
        if (groupFields.length == 0) {
            return KeyBatch.hash(NO_BYTES, 0, 0, false);
        }
        long reference = rows.page(entry)[rows.start(entry) + KEY];
        byte[] data = arena.data(reference);
        int start = arena.start(reference);
        int end = start;
        for (FieldCodec field : groupFields) {
            end = field.skip(data, end);
        }
        return KeyBatch.hash(data, start, end, isGroupSingleInteger);
    }

    /**
     * Whether dirty entries should be written before the next barrier, because
     *
     * <ul>
     *   <li>memory is short;
     *   <li>the cache is growing towards that: if writing began when it is full of dirty entries, the operator would stand still until they are written (seen on a busy machine: eight
     *       seconds);
     *   <li>many entries have become cold, which shows in that most changes go to few of those that are dirty. A change costs at most an eighth of a write that way.
     * </ul>
     */
    boolean wantsWriting(boolean isCheckpointed) {
        if (dirty.size == 0) {
            return false;
        }
        boolean isLarge = dirty.size >= 4 * LEAST_SWEEP;
        return isShort
                || (isLarge && backend.memory().isFilling() && rows.capacity() - capacityAtGeneration > dirty.size / 4)
                || (isLarge && isCheckpointed && resolvedSinceGeneration >= 8L * dirty.size);
    }

    boolean isShort() {
        return isShort;
    }

    void clearShort() {
        isShort = false;
        failedWritten = -1;
    }

    long cachedBytes() {
        return (long) used * rows.stride * Long.BYTES + accountedBytes;
    }

    void close() {
        endScan();
    }
}
