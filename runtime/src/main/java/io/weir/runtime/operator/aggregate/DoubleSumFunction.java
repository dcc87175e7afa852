package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;

/** SUM, SUM0 and AVG of REAL and DOUBLE. Slots: number of values, {@link DoubleSum}. */
final class DoubleSumFunction implements AggregateFunction {
    private final AggregateCall.Kind kind;
    private final int[] arguments;
    private final DataType argumentType;
    private final DataType resultType;
    private final int slot;
    private double[] values = {};

    DoubleSumFunction(AggregateCall call, int slot) {
        this.kind = call.kind();
        this.arguments = new int[] {call.arguments().get(0)};
        this.argumentType = call.argumentTypes().get(0);
        this.resultType = call.resultType();
        this.slot = slot;
    }

    @Override
    public int slots() {
        return 1 + DoubleSum.SLOTS;
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        int rowCount = batch.rowCount();
        if (values.length < rowCount) {
            values = new double[rowCount];
        }
        Numbers.readDoubles(batch, arguments[0], argumentType, values);
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        Slots table = rows.table();
        int[] entries = rows.entries();
        for (int row = 0; row < rowCount; row++) {
            int sign = signs == null ? 1 : signs[row];
            if (sign != 0) {
                long[] page = table.page(entries[row]);
                int at = table.offset(entries[row]) + slot;
                page[at] += sign;
                DoubleSum.add(page, at + 1, values[row], sign);
            }
        }
    }

    @Override
    public void results(KeyedTable table, int[] entries, int count, ColumnBuilder out) {
        for (int i = 0; i < count; i++) {
            long[] page = table.page(entries[i]);
            int at = table.offset(entries[i]) + slot;
            if (page[at] == 0 && kind != AggregateCall.Kind.SUM0) {
                out.addNull();
                continue;
            }
            double result = kind == AggregateCall.Kind.AVG
                    ? DoubleSum.mean(page, at + 1, page[at])
                    : DoubleSum.value(page, at + 1);
            out.addDouble(resultType.kind() == TypeKind.REAL ? (float) result : result);
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
            DoubleSum.merge(source, sourceAt + 1, target, targetAt + 1);
        }
    }
}
