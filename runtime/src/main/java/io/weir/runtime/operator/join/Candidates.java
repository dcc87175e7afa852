package io.weir.runtime.operator.join;

import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.state.KeyedRows;
import io.weir.spi.data.Batch;

/**
 * The rows of one key of the other side as a batch, for the residual condition: decoded many at a time, and once for
 * all rows of a batch that have the key and follow each other.
 */
final class Candidates {
    private static final int CHUNK_ROWS = 1024;
    private static final int NO_HANDLE = -1;

    private final JoinSide side;
    private final KeyedRows.Cursor cursor;
    private final ConditionInput input;

    private Batch batch = Batch.of(0);
    private int handle = NO_HANDLE;
    /** The number in its key of the first row that is in the batch. */
    private int first;

    private int next;

    Candidates(JoinSide side, RowPairPredicate condition) {
        this.side = side;
        this.cursor = side.newCursor();
        this.input = new ConditionInput(condition, side.isLeft, side.types);
    }

    /** Rows have been loaded: handles mean others now. */
    void reset() {
        handle = NO_HANDLE;
    }

    /** A cursor goes through the rows of a key from the first one on. */
    void begin(int newHandle) {
        next = 0;
        if (handle != newHandle || first != 0) {
            handle = newHandle;
            first = 0;
            batch = Batch.of(0);
        }
    }

    /**
     * Takes the next row, on which {@code on} stands.
     *
     * @return its number in {@link #batch}
     */
    int take(KeyedRows.Cursor on) {
        if (next >= first + batch.rowCount()) {
            decodeFrom(on);
        }
        return next++ - first;
    }

    Batch batch() {
        return batch;
    }

    // With a cursor of its own, placed anew each time: numbers of rows have been changed by the other one.
    private void decodeFrom(KeyedRows.Cursor on) {
        first = next;
        boolean found = cursor.seek(handle, on.keyData(), on.keyStart(), on.keyEnd());
        int count = 0;
        while (found && count < CHUNK_ROWS) {
            int unused = side.rowCodec.decodeSome(cursor.keyData(), cursor.keyStart(), input.columns);
            count++;
            found = cursor.next();
        }
        batch = input.build(count);
    }
}
