package io.weir.runtime.operator.join;

import io.weir.runtime.state.KeyedTable;
import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;

/** One batch on its way past the other side of an inner join, which it leaves as it is; remembers where it stopped. */
final class InnerProbe {
    private final Batch batch;
    private final int[] handles;
    private final KeptRows.Cursor cursor;
    private final Pairs pairs;

    private int row;
    private boolean inRow;
    private int sign;
    /** Copies of the current match that are still to be added. */
    private long copiesLeft;

    /** @param handles of the other side's rows, for each row of the batch */
    InnerProbe(Batch batch, int[] handles, KeptRows.Cursor cursor, Pairs pairs) {
        this.batch = batch;
        this.handles = handles;
        this.cursor = cursor;
        this.pairs = pairs;
    }

    /** @return whether the batch is done; if not, the pairs are full */
    boolean advance() {
        while (row < batch.rowCount()) {
            if (!inRow) {
                int handle = handles[row];
                inRow = handle != KeyedTable.ABSENT && cursor.first(handle);
                if (inRow) {
                    meet();
                }
            }
            while (inRow) {
                while (copiesLeft > 0) {
                    if (pairs.isFull()) {
                        return false;
                    }
                    pairs.add(row, cursor.data(), cursor.start(), sign);
                    copiesLeft--;
                }
                inRow = cursor.next();
                if (inRow) {
                    meet();
                }
            }
            row++;
        }
        return true;
    }

    private void meet() {
        long multiplicity = cursor.multiplicity();
        copiesLeft = Math.abs(multiplicity);
        int ownSign = RowKind.sign(batch.rowKind(row));
        sign = multiplicity > 0 ? ownSign : -ownSign;
    }
}
