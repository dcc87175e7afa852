package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import java.util.Arrays;

/**
 * Groups on their way from the first phase of an aggregation to the second, as a batch: the columns of the key, then, of
 * a window, a time in its slice, then the slots of {@link AggregateFunctions} as numbers. A row is what the rows of a
 * batch amount to in a group; all rows are insertions, and withdrawals make slots negative.
 *
 * <p>The layout is part of unaligned checkpoints, which hold such batches: of another version of it the columns would
 * be as many, so it goes with the format of the slots, which state has as well.
 */
public final class PartialGroups {
    private final AggregateFunctions functions;
    private final int leadingColumns;
    private final BatchSlots slots;
    private int[] rows = {};

    /** @param leadingColumns how many columns stand before the slots */
    public PartialGroups(AggregateFunctions functions, int leadingColumns) {
        this.functions = functions;
        this.leadingColumns = leadingColumns;
        this.slots = new BatchSlots(functions.slots());
    }

    /** Takes a batch in. */
    public void read(Batch batch) {
        int count = batch.rowCount();
        slots.begin(count);
        int width = functions.slots();
        long[] target = slots.page(0);
        int[] selection = batch.selection();
        for (int slot = 0; slot < width; slot++) {
            long[] values = ((LongColumn) batch.column(leadingColumns + slot)).values();
            for (int row = 0, at = slot; row < count; row++, at += width) {
                target[at] = values[selection == null ? row : selection[row]];
            }
        }
    }

    /** How many rows some rows of the batch stand for, withdrawals taken off. */
    public long rowCount(int[] chosen, int count) {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += AggregateFunctions.rowCount(slots, chosen[i]);
        }
        return total;
    }

    /** Adds the rows of the batch to entries, which are touched. {@code entries} is {@code int[count or more]}. */
    public void addTo(KeyedTable table, int[] entries, int count) {
        if (rows.length < count) {
            rows = new int[count];
            Arrays.setAll(rows, i -> i);
        }
        functions.merge(slots, rows, table, entries, count);
    }

    /** The same of some rows of the batch only. {@code chosen} is {@code int[count or more]}. */
    public void addTo(KeyedTable table, int[] chosen, int[] entries, int count) {
        functions.merge(slots, chosen, table, entries, count);
    }

    /** Puts a batch together. {@code groups} is {@code int[count or more]}, entries of {@code from}. */
    static Batch write(Slots from, int width, int[] groups, int count, Column[] leading) {
        Column[] columns = Arrays.copyOf(leading, leading.length + width);
        for (int slot = 0; slot < width; slot++) {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = from.page(groups[i])[from.offset(groups[i]) + slot];
            }
            columns[leading.length + slot] = new LongColumn(count, values, null);
        }
        return Batch.of(count, columns);
    }
}
