package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.ColumnBuilder;

/** COUNT(*): what every group knows of itself. No slots. */
final class RowCountFunction implements AggregateFunction {
    @Override
    public int slots() {
        return 0;
    }

    @Override
    public void accumulate(GroupRows rows) {}

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        for (int i = 0; i < count; i++) {
            out.addLong(AggregateFunctions.rowCount(table, entries[i]));
        }
    }

    @Override
    public boolean isMergeable() {
        return true;
    }

    @Override
    public void merge(Slots fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {}
}
