package io.weir.runtime.state;

/** Finds the cached entries, live or dead, of keys. */
final class EntryFinder {
    private final HashIndex index = new HashIndex();
    private final EntryKeys keys;
    private final EntryKeys.StoredKey stored = new EntryKeys.StoredKey();

    EntryFinder(EntryKeys keys) {
        this.keys = keys;
    }

    /**
     * Fills in an entry that each key probably has, or {@link KeyedTable#ABSENT}: the memory reads of a whole batch
     * overlap.
     */
    void candidates(long[] hashes, int count, int[] entries) {
        index.candidates(hashes, count, entries);
    }

    int find(KeyBatch batch, int i, long hash, long namespace) {
        long[] segment = index.segment(hash);
        int place = HashIndex.first(segment, hash);
        int entry = HashIndex.entry(segment, place);
        while (entry >= 0 && !keys.is(entry, batch, i, hash, namespace)) {
            place = HashIndex.next(segment, hash, place);
            entry = HashIndex.entry(segment, place);
        }
        return entry;
    }

    /** The entry of a key as it stands in the store. */
    int findStored(RecordCursor record) {
        keys.read(record.keyData(), record.keyStart(), record.keyEnd(), stored);
        long[] segment = index.segment(stored.hash());
        int place = HashIndex.first(segment, stored.hash());
        int entry = HashIndex.entry(segment, place);
        while (entry >= 0 && !keys.is(entry, stored)) {
            place = HashIndex.next(segment, stored.hash(), place);
            entry = HashIndex.entry(segment, place);
        }
        return entry;
    }

    /** Adds a new entry, in an empty row, for a key that has none. */
    void add(int entry, KeyBatch batch, int i, long hash, long namespace) {
        keys.set(entry, batch, i, hash, namespace);
        index.add(hash, entry);
    }

    /** The same, for a key of the store. */
    void addStored(int entry, RecordCursor record) {
        keys.read(record.keyData(), record.keyStart(), record.keyEnd(), stored);
        keys.set(entry, stored);
        index.add(stored.hash(), entry);
    }

    void remove(int entry) {
        index.remove(keys.hash(entry), entry);
        keys.free(entry);
    }

    long bytes() {
        return index.bytes() + keys.bytes();
    }
}
