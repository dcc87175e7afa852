package io.weir.runtime.operator.join;

import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.spi.data.Batch;

/** What one side of an inner join keeps: encoded rows by key. */
interface KeptRows {
    /** Makes the rows of keys available, to be added to; handles as in {@code KeyedRows}. */
    void load(KeyBatch keys, int[] handles);

    /** The same to be read only. */
    void find(KeyBatch keys, int[] handles);

    /** Adds the rows of a batch, or takes them back, as their kinds say; their keys have just been loaded. */
    void addAll(Batch batch, KeyBatch keys, ByteRows encoded, int[] handles);

    Cursor cursor();

    /** Goes through the rows of a key, in any order. */
    interface Cursor {
        /** @return false if there is none */
        boolean first(int handle);

        boolean next();

        /** The array in which the row stands from {@link #start}; valid until rows are added or taken back. */
        byte[] data();

        int start();

        /** How many times it is there; negative while it has been withdrawn more often than it came. */
        long multiplicity();
    }
}
