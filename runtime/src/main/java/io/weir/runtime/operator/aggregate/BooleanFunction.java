package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.ColumnBuilder;

/** BOOL_AND and BOOL_OR. Slots: how many are true, how many are false. */
final class BooleanFunction implements AggregateFunction {
    private final boolean and;
    private final int[] arguments;
    private final int slot;

    BooleanFunction(AggregateCall call, boolean and, int slot) {
        this.and = and;
        this.arguments = new int[] {call.arguments().get(0)};
        this.slot = slot;
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        boolean[] values = ((BooleanColumn) batch.column(arguments[0])).values();
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        Slots table = rows.table();
        for (int row = 0; row < batch.rowCount(); row++) {
            int entry = rows.entries()[row];
            int side = values[batch.position(row)] ? 0 : 1;
            table.page(entry)[table.offset(entry) + slot + side] += signs == null ? 1 : signs[row];
        }
    }

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        for (int i = 0; i < count; i++) {
            long[] page = table.page(entries[i]);
            int at = table.offset(entries[i]) + slot;
            if (page[at] == 0 && page[at + 1] == 0) {
                out.addNull();
            } else {
                out.addBoolean(and ? page[at + 1] == 0 : page[at] != 0);
            }
        }
    }

    @Override
    public boolean isMergeable() {
        return true;
    }

    @Override
    public void merge(Slots fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {
        for (int i = 0; i < count; i++) {
            long[] source = fromTable.page(from[i]);
            int sourceAt = fromTable.offset(from[i]) + slot;
            long[] target = intoTable.page(into[i]);
            int targetAt = intoTable.offset(into[i]) + slot;
            target[targetAt] += source[sourceAt];
            target[targetAt + 1] += source[sourceAt + 1];
        }
    }
}
