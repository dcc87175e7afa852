package io.weir.runtime.state;

/**
 * What is known of the live entries that are in the store and not in the cache: whether there may be any, and from
 * which namespace on.
 */
final class UncachedEntries {
    private final KeyValueStore store;
    private final KeyGroupRange keyGroups;
    private final EntryCodec codec;
    private final EntryRows rows;
    private final EntryFinder finder;

    private boolean isAny;
    /**
     * No entry below this namespace is in the store and not in the cache; {@code isLeastExact}: there is one with it.
     */
    private long least;

    private boolean isLeastExact;

    UncachedEntries(
            KeyValueStore store, KeyGroupRange keyGroups, EntryCodec codec, EntryRows rows, EntryFinder finder) {
        this.store = store;
        this.keyGroups = keyGroups;
        this.codec = codec;
        this.rows = rows;
        this.finder = finder;
        isAny = !store.isEmpty();
        least = store.isEmpty() ? Long.MAX_VALUE : Long.MIN_VALUE;
        isLeastExact = store.isEmpty();
    }

    /** If not, the store has nothing to tell: what is not cached is not there. */
    boolean isAny() {
        return isAny;
    }

    /** Whether a pass that ends with this namespace must read the store. */
    boolean mayHaveUpTo(long to) {
        return !store.isEmpty() && (rows.layout.isNamespaced() ? least <= to : isAny);
    }

    /** A live entry has left the cache. */
    void add(long namespace) {
        isAny = true;
        if (namespace <= least) {
            least = namespace;
            isLeastExact = true;
        }
    }

    /** An entry was removed: what was known to be there may be gone. */
    void removed(long namespace) {
        if (namespace == least) {
            isLeastExact = false;
        }
    }

    /** A bound: there is none below. */
    long leastBound() {
        return least;
    }

    /** All entries below are cached: a scan has been there. */
    void setLeastBound(long newLeast) {
        least = newLeast;
        isLeastExact = false;
    }

    /** The least namespace that is not cached, if it is less than {@code cached}; else anything that is not less. */
    long least(long cached) {
        if (least < cached && !isLeastExact) {
            find();
        }
        return least;
    }

    /** Asks the store, key group by key group. */
    private void find() {
        long found = Long.MAX_VALUE;
        for (int group = keyGroups.first(); group <= keyGroups.last(); group++) {
            try (RecordCursor records = store.cursor(codec.prefix(group, least), codec.end(group))) {
                while (records.next()) {
                    long namespace = codec.namespace(records.keyData(), records.keyStart());
                    int entry = finder.findStored(records);
                    if (namespace >= found || entry < 0 || rows.isLive(entry)) {
                        found = Math.min(found, namespace);
                        break;
                    }
                }
            }
        }
        least = found;
        isLeastExact = true;
    }
}
