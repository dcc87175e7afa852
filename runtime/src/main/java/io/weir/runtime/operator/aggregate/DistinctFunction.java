package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.ColumnBuilder;

/**
 * Lets a function see each different argument of a group once: the row that brings the first copy comes, the row that
 * takes the last copy goes, the others do not count. Copies are counted by {@link DistinctCopies}, which other
 * functions may share.
 */
final class DistinctFunction implements AggregateFunction {
    private final AggregateFunction function;
    private final DistinctCopies copies;
    private final int slot;

    /** @param slot of the copies that this function counts */
    DistinctFunction(AggregateFunction function, DistinctCopies copies, int slot) {
        this.function = function;
        this.copies = copies;
        this.slot = slot;
    }

    @Override
    public int slots() {
        return function.slots();
    }

    @Override
    public void accumulate(GroupRows rows) {
        function.accumulate(rows.withSigns(copies.change(rows.batch().rowCount(), rows.signs(), slot)));
    }

    @Override
    public void results(KeyedTable table, int[] groups, int count, ColumnBuilder out) {
        function.results(table, groups, count, out);
    }

    /** The copies of two groups cannot be added up from their slots. */
    @Override
    public boolean isMergeable() {
        return false;
    }

    @Override
    public void merge(Slots fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {
        throw new IllegalStateException("distinct aggregates do not merge");
    }

    /** Copies of a group that ends before its time to live has passed are not forgotten: they end by that. */
    @Override
    public void forget(KeyedTable table, int[] entries, int count) {
        function.forget(table, entries, count);
    }

    @Override
    public void clearUpTo(long namespace) {
        function.clearUpTo(namespace);
    }
}
