package io.weir.runtime.operator.join;

import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a batch, parted into those that have a value in each of some columns and those that have a NULL there: as
 * keys of a join these match nothing and are not kept.
 *
 * @param complete rows without NULL
 * @param incomplete rows with a NULL; null if there are none
 */
record NullKeys(Batch complete, @Nullable Batch incomplete) {

    static NullKeys part(Batch batch, int[] columns) {
        int rowCount = batch.rowCount();
        int[] complete = null;
        int[] incomplete = null;
        int completeCount = 0;
        int incompleteCount = 0;
        if (hasNulls(batch, columns)) {
            complete = new int[rowCount];
            incomplete = new int[rowCount];
            for (int row = 0; row < rowCount; row++) {
                if (isComplete(batch, columns, batch.position(row))) {
                    complete[completeCount++] = row;
                } else {
                    incomplete[incompleteCount++] = row;
                }
            }
        }
        return complete == null || incomplete == null || incompleteCount == 0
                ? new NullKeys(batch, null)
                : new NullKeys(batch.select(complete, completeCount), batch.select(incomplete, incompleteCount));
    }

    private static boolean hasNulls(Batch batch, int[] columns) {
        for (int column : columns) {
            if (batch.column(column).nulls() != null) {
                return true;
            }
        }
        return false;
    }

    private static boolean isComplete(Batch batch, int[] columns, int position) {
        for (int index : columns) {
            Column column = batch.column(index);
            if (column.isNull(position)) {
                return false;
            }
        }
        return true;
    }
}
