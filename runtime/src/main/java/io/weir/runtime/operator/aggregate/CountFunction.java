package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.ColumnBuilder;

/** COUNT(x, ...), and COUNT(*) with a filter: rows in which no argument is NULL. One slot. */
final class CountFunction implements AggregateFunction {
    private final int[] arguments;
    private final int slot;

    CountFunction(int[] arguments, int slot) {
        this.arguments = arguments.clone();
        this.slot = slot;
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        Slots table = rows.table();
        int[] entries = rows.entries();
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        for (int row = 0; row < batch.rowCount(); row++) {
            int entry = entries[row];
            table.page(entry)[table.offset(entry) + slot] += signs == null ? 1 : signs[row];
        }
    }

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        for (int i = 0; i < count; i++) {
            out.addLong(table.page(entries[i])[table.offset(entries[i]) + slot]);
        }
    }

    @Override
    public boolean isMergeable() {
        return true;
    }

    @Override
    public void merge(Slots fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {
        for (int i = 0; i < count; i++) {
            intoTable.page(into[i])[intoTable.offset(into[i]) + slot] +=
                    fromTable.page(from[i])[fromTable.offset(from[i]) + slot];
        }
    }
}
