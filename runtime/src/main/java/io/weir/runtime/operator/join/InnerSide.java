package io.weir.runtime.operator.join;

import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;

/** One side of an inner join: its input, and the rows that it keeps. */
final class InnerSide {
    final boolean isLeft;
    final KeptRows.Cursor cursor;

    private final SideInput input;
    private final KeptRows rows;
    private int[] handles = {};

    InnerSide(boolean isLeft, SideInput input, KeptRows rows) {
        this.isLeft = isLeft;
        this.input = input;
        this.rows = rows;
        cursor = rows.cursor();
    }

    RowCodec rowCodec() {
        return input.rowCodec;
    }

    /**
     * Keeps the rows of a batch of this side's input that may match something, or takes them back; their keys go to
     * {@code keys}.
     *
     * @return these rows
     */
    Batch accept(Batch batch, KeyBatch keys) {
        Batch complete = input.part(batch).complete();
        input.encode(complete, keys);
        if (handles.length < keys.count()) {
            handles = new int[keys.count()];
        }
        rows.load(keys, handles);
        rows.addAll(complete, keys, input.encoded, handles);
        return complete;
    }

    /**
     * Finds the rows of keys, which may be none.
     *
     * @return the handles, in {@code target} if they fit
     */
    int[] find(KeyBatch keys, int[] target) {
        int[] found = target.length < keys.count() ? new int[keys.count()] : target;
        rows.find(keys, found);
        return found;
    }
}
