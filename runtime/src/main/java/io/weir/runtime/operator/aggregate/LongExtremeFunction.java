package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;

/**
 * MIN, MAX, BOOL_AND, BOOL_OR of insert-only values that fit a {@code long}: integers, short decimals, times, booleans,
 * and doubles in an order-preserving form. Slots: number of values, the extreme.
 */
final class LongExtremeFunction implements AggregateFunction {
    private final boolean greatest;
    private final int[] arguments;
    private final DataType resultType;
    private final int slot;
    private long[] values = {};

    LongExtremeFunction(AggregateCall call, boolean greatest, int slot) {
        this.greatest = greatest;
        this.arguments = new int[] {call.arguments().get(0)};
        this.resultType = call.resultType();
        this.slot = slot;
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        int rowCount = batch.rowCount();
        read(batch);
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        Slots table = rows.table();
        int[] entries = rows.entries();
        for (int row = 0; row < rowCount; row++) {
            if (signs == null || signs[row] != 0) {
                long[] page = table.page(entries[row]);
                int at = table.offset(entries[row]) + slot;
                take(page, at, 1, values[row]);
            }
        }
    }

    private void take(long[] page, int at, long count, long value) {
        if (page[at] == 0 || (greatest ? value > page[at + 1] : value < page[at + 1])) {
            page[at + 1] = value;
        }
        page[at] += count;
    }

    private void read(Batch batch) {
        int rowCount = batch.rowCount();
        if (values.length < rowCount) {
            values = new long[rowCount];
        }
        if (batch.column(arguments[0]) instanceof DoubleColumn doubles) {
            for (int row = 0; row < rowCount; row++) {
                values[row] = Numbers.sortable(doubles.values()[batch.position(row)]);
            }
        } else {
            Numbers.readLongs(batch, arguments[0], values);
        }
    }

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        for (int i = 0; i < count; i++) {
            long[] page = table.page(entries[i]);
            int at = table.offset(entries[i]) + slot;
            if (page[at] == 0) {
                out.addNull();
                continue;
            }
            long value = page[at + 1];
            switch (resultType.form()) {
                case INTS -> out.addInt((int) value);
                case LONGS -> out.addLong(value);
                case DOUBLES -> out.addDouble(Numbers.fromSortable(value));
                case BOOLEANS -> out.addBoolean(value != 0);
                default -> throw new IllegalStateException("extreme of " + resultType);
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
            if (source[sourceAt] != 0) {
                take(intoTable.page(into[i]), intoTable.offset(into[i]) + slot, source[sourceAt], source[sourceAt + 1]);
            }
        }
    }
}
