package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * A batch of rows on its way into groups. All arrays are by row and belong to the caller.
 *
 * @param batch the rows
 * @param keyRows the key columns of the same rows, by the same row numbers
 * @param keys their group keys
 * @param namespaces their windows or slices; null if the table has no namespaces
 * @param table where the groups' slots are: state, or, of functions that can be merged, gone with the batch
 * @param entries the group of each row in {@code table}, touched
 * @param signs +1 for a row that comes, -1 for one that goes, 0 for one that does not count; null: +1 for all
 */
public record GroupRows(
        Batch batch,
        Batch keyRows,
        KeyBatch keys,
        long @Nullable [] namespaces,
        Slots table,
        int[] entries,
        int @Nullable [] signs) {

    /** The signs that the row kinds of a batch stand for; null if every row comes. */
    public static int @Nullable [] signsOf(Batch batch) {
        byte[] kinds = batch.rowKinds();
        if (kinds == null) {
            return null;
        }
        int[] signs = new int[batch.rowCount()];
        for (int row = 0; row < signs.length; row++) {
            signs[row] = RowKind.sign(kinds[row]);
        }
        return signs;
    }

    /** The table, for functions that keep something outside of the slots: their groups are state. */
    KeyedTable state() {
        return (KeyedTable) table;
    }

    GroupRows withSigns(int[] newSigns) {
        return new GroupRows(batch, keyRows, keys, namespaces, table, entries, newSigns);
    }
}
