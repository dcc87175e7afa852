package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.state.BagsSpec;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedBags;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedTable;
import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;

/** The rows of a side of which none is ever withdrawn. */
final class AddedRows implements KeptRows {
    private final String name;
    private final KeyedBags bags;
    private int[] cleared = {};

    AddedRows(BagsSpec spec, KeyedState state) {
        name = spec.name();
        bags = state.bags(spec);
    }

    @Override
    public void load(KeyBatch keys, int[] handles) {
        bags.load(keys, handles);
    }

    @Override
    public void find(KeyBatch keys, int[] handles) {
        bags.find(keys, handles);
    }

    @Override
    public void addAll(Batch batch, KeyBatch keys, ByteRows encoded, int[] handles) {
        checkState(addsOnly(batch), "a row is withdrawn on the insert-only side \"%s\" of a join", name);
        bags.add(handles, encoded);
    }

    boolean isEmpty(int handle) {
        return bags.isEmpty(handle);
    }

    /** Forgets all rows of some keys, which differ. */
    void clearAll(KeyBatch keys) {
        if (cleared.length < keys.count()) {
            cleared = new int[keys.count()];
        }
        bags.find(keys, cleared);
        for (int i = 0; i < keys.count(); i++) {
            if (cleared[i] != KeyedTable.ABSENT) {
                bags.clear(cleared[i]);
            }
        }
    }

    private static boolean addsOnly(Batch batch) {
        for (int row = 0; !batch.isAppendOnly() && row < batch.rowCount(); row++) {
            if (RowKind.sign(batch.rowKind(row)) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Cursor cursor() {
        KeyedBags.Cursor cursor = bags.cursor();
        return new Cursor() {
            @Override
            public boolean first(int handle) {
                return cursor.first(handle);
            }

            @Override
            public boolean next() {
                return cursor.next();
            }

            @Override
            public byte[] data() {
                return cursor.data();
            }

            @Override
            public int start() {
                return cursor.start();
            }

            @Override
            public long multiplicity() {
                return cursor.copies();
            }
        };
    }
}
