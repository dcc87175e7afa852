package io.weir.runtime.operator.join;

import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.RowsSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;

/** The rows of a side whose rows may be withdrawn: ordered, so that a row is found again. */
final class ChangingRows implements KeptRows {
    private static final byte[] NO_PAYLOAD = {};
    private static final int MULTIPLICITY = 0;

    /** How many numbers stand beside each row. */
    static final int NUMBERS = 1;

    private final KeyedRows rows;
    private final KeyedRows.Cursor own;

    ChangingRows(RowsSpec spec, KeyedState state) {
        rows = state.rows(spec);
        own = rows.cursor();
    }

    @Override
    public void load(KeyBatch keys, int[] handles) {
        rows.load(keys, handles);
    }

    @Override
    public void find(KeyBatch keys, int[] handles) {
        rows.find(keys, handles);
    }

    @Override
    public void addAll(Batch batch, KeyBatch keys, ByteRows encoded, int[] handles) {
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!own.seek(handles[row], encoded.data(), encoded.start(row), encoded.end(row))) {
                own.insert(NO_PAYLOAD, 0, 0);
            }
            long multiplicity = own.number(MULTIPLICITY) + RowKind.sign(batch.rowKind(row));
            if (multiplicity == 0) {
                own.remove();
            } else {
                own.setNumber(MULTIPLICITY, multiplicity);
            }
        }
    }

    @Override
    public Cursor cursor() {
        KeyedRows.Cursor cursor = rows.cursor();
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
                return cursor.keyData();
            }

            @Override
            public int start() {
                return cursor.keyStart();
            }

            @Override
            public long multiplicity() {
                return cursor.number(MULTIPLICITY);
            }
        };
    }
}
