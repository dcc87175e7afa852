package io.weir.runtime.state;

import static io.weir.spi.Checks.checkState;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A pass over the entries of a {@link CachedTable}, namespace by namespace if it has them:
 *
 * <ol>
 *   <li>hand out what is cached;
 *   <li>read the store; pass over what is cached, dead or alive, as it was handed out or is gone; load and hand out the
 *       rest.
 * </ol>
 *
 * <p>That is right because nothing leaves the cache during a pass except what step 2 itself loaded, which the store's
 * cursor has left behind. An entry that a look-up brings into the cache under way is marked LATE, so that step 2 knows
 * that step 1 has not seen it.
 */
final class TableScan implements KeyedTable.Scan {
    private final TableSpec spec;
    private final CacheEntries entries;
    private final KeyValueStore store;
    private final KeyGroupRange keyGroups;
    private final boolean namespaced;
    private final @Nullable NamespaceLists lists;
    private final long from;
    private final long to;
    private final boolean readsStore;

    private final IntList cached = new IntList();
    private final IntList marked = new IntList();
    private int nextCached;
    private boolean isReadingStore;
    private boolean isEnded;

    /**
     * By key group: the cursor stands on a record, or is null at the end. All at once with namespaces, else one after
     * the other.
     */
    private final @Nullable RecordCursor[] cursors;

    private int group;
    private boolean isBegun;
    private long namespace;
    private long leastEvicted = Long.MAX_VALUE;

    TableScan(TableSpec spec, CacheEntries entries, KeyValueStore store, KeyGroupRange keyGroups, long from, long to) {
        this.spec = spec;
        this.entries = entries;
        this.store = store;
        this.keyGroups = keyGroups;
        this.from = from;
        this.to = to;
        readsStore = entries.uncached.mayHaveUpTo(to);
        namespaced = spec.namespaced();
        lists = entries.lists;
        cursors = new RecordCursor[keyGroups.size()];
    }

    @Override
    public int next(int[] found, int max) {
        if (isEnded) {
            if (entries.scan() == this) {
                entries.endScan();
            }
            return 0;
        }
        checkState(entries.scan() == this, "a pass over table \"%s\" was ended by another one", spec.name());
        entries.beginCall();
        int count = 0;
        while (count < max && !isEnded) {
            if (!isBegun) {
                begin();
            } else if (!isReadingStore) {
                count = takeCached(found, count, max);
            } else {
                count = takeStored(found, count, max);
            }
        }
        if (count == 0) {
            entries.endScan();
        }
        return count;
    }

    private void begin() {
        isBegun = true;
        if (namespaced) {
            if (readsStore) {
                for (int i = 0; i < cursors.length; i++) {
                    advance(i, open(keyGroups.first() + i, Math.max(from, entries.uncached.leastBound())));
                }
            }
            beginNamespace(from);
        }
    }

    private RecordCursor open(int keyGroup, long least) {
        return store.cursor(entries.codec.prefix(keyGroup, least), entries.codec.end(keyGroup));
    }

    private void advance(int index, RecordCursor cursor) {
        if (cursor.next()) {
            cursors[index] = cursor;
        } else {
            cursor.close();
            cursors[index] = null;
        }
    }

    /** Goes to the least namespace that is at least {@code least}, or to the end. */
    private void beginNamespace(long least) {
        Long found = requireNonNull(lists, "the table has no namespaces").ceiling(least);
        for (RecordCursor cursor : cursors) {
            if (cursor != null) {
                long stored = entries.codec.namespace(cursor.keyData(), cursor.keyStart());
                found = found == null ? stored : Math.min(found, stored);
            }
        }
        if (found == null || found > to) {
            end();
            return;
        }
        namespace = found;
        cached.clear();
        nextCached = 0;
        requireNonNull(lists, "the table has no namespaces").copy(namespace, cached);
        isReadingStore = false;
        group = 0;
    }

    private void end() {
        isEnded = true;
        if (namespaced && readsStore && from <= entries.uncached.leastBound()) {
            long least = leastEvicted;
            for (RecordCursor cursor : cursors) {
                if (cursor != null) {
                    least = Math.min(least, entries.codec.namespace(cursor.keyData(), cursor.keyStart()));
                }
            }
            entries.uncached.setLeastBound(least);
        }
    }

    private int takeCached(int[] found, int countSoFar, int max) {
        int count = countSoFar;
        int end = namespaced ? cached.size : entries.rows.used();
        while (count < max && nextCached < end) {
            int entry = namespaced ? cached.items[nextCached] : nextCached;
            nextCached++;
            if (entries.rows.isLive(entry)) {
                entries.rows.unset(entry, Meta.LATE);
                entries.giveOut(entry);
                found[count++] = entry;
            }
        }
        if (nextCached == end) {
            isReadingStore = true;
            if (!readsStore) {
                leave();
            }
        }
        return count;
    }

    /** Step 2 is done. */
    private void leave() {
        if (!namespaced) {
            isEnded = true;
        } else if (namespace == Long.MAX_VALUE) {
            end();
        } else {
            beginNamespace(namespace + 1);
        }
    }

    private int takeStored(int[] found, int countSoFar, int max) {
        int count = countSoFar;
        while (group < cursors.length) {
            RecordCursor cursor = cursors[group];
            if (cursor == null && !namespaced) {
                advance(group, open(keyGroups.first() + group, 0));
                cursor = cursors[group];
            }
            while (cursor != null
                    && (!namespaced || entries.codec.namespace(cursor.keyData(), cursor.keyStart()) == namespace)) {
                if (count == max) {
                    return count;
                }
                int entry = take(cursor);
                if (entry >= 0) {
                    found[count++] = entry;
                }
                advance(group, cursor);
                cursor = cursors[group];
            }
            group++;
        }
        leave();
        return count;
    }

    private int take(RecordCursor record) {
        int entry = entries.finder.findStored(record);
        if (entry < 0) {
            int loaded = entries.load(record);
            mark(loaded, Meta.SCANNED);
            return entries.rows.isLive(loaded) ? loaded : KeyedTable.ABSENT;
        }
        if (!entries.rows.isLive(entry) || !entries.rows.is(entry, Meta.LATE)) {
            return -1;
        }
        entries.rows.unset(entry, Meta.LATE);
        entries.giveOut(entry);
        return entry;
    }

    /** An entry left the cache. */
    void evicted(long ofNamespace) {
        leastEvicted = Math.min(leastEvicted, ofNamespace);
    }

    /** Has an entry carry a flag until the pass ends. */
    void mark(int entry, int flag) {
        entries.rows.set(entry, flag);
        marked.add(entry);
    }

    void close() {
        isEnded = true;
        for (int i = 0; i < cursors.length; i++) {
            RecordCursor cursor = cursors[i];
            if (cursor != null) {
                cursor.close();
                cursors[i] = null;
            }
        }
        for (int i = 0; i < marked.size; i++) {
            entries.rows.unset(marked.items[i], Meta.SCANNED | Meta.LATE);
        }
        marked.clear();
    }
}
