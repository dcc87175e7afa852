package io.weir.runtime.state;

/** Reads entries from the store, many at a time and in the order of their keys: neighbours share blocks. */
final class BulkReader {
    private final KeyValueStore store;
    private final EntryWriter writer;
    private final ByteRows unsorted = new ByteRows();
    private final ByteRows sorted = new ByteRows();
    private int[] ends = {};

    /** Takes what was found. */
    @FunctionalInterface
    interface Sink {
        /** The value stands in {@code data} from {@code from}; valid during the call. */
        void found(int entry, byte[] data, int from);
    }

    BulkReader(KeyValueStore store, EntryWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    void read(IntList entries, Sink sink) {
        int count = entries.size;
        unsorted.clear();
        for (int i = 0; i < count; i++) {
            writer.appendKey(entries.items[i], unsorted);
        }
        if (ends.length < count) {
            ends = new int[Math.max(count, ends.length * 2)];
        }
        System.arraycopy(unsorted.offsets, 1, ends, 0, count);
        int[] order = RecordSorter.order(unsorted.data, unsorted.offsets, ends, count);
        sorted.clear();
        for (int i = 0; i < count; i++) {
            sorted.append(unsorted.data, unsorted.start(order[i]), unsorted.end(order[i]));
            sorted.endRow();
        }
        store.get(sorted, (i, data, from, to) -> sink.found(entries.items[order[i]], data, from));
    }
}
