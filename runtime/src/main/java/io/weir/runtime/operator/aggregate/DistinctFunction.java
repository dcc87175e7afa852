package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lets a function see each different argument of a group once: the row that brings the first copy comes, the row that takes the last copy goes, the others do not count.
 *
 * <p>State: for each group and argument the number of copies.
 */
final class DistinctFunction implements AggregateFunction {
    private static final int CLEAR_ROWS = 1024;

    private final AggregateFunction function;
    private final int[] arguments;
    private final KeyCodec codec;
    private final KeyedTable copies;
    private final KeyBatch keys = new KeyBatch();
    private int[] entries = {};

    /** @param name of the table, unique in the operator */
    DistinctFunction(AggregateFunction function, AggregateCall call, GroupState groups, String name) {
        this.function = function;
        this.arguments = call.arguments().stream().mapToInt(Integer::intValue).toArray();
        List<DataType> types = new ArrayList<>(groups.keyTypes());
        types.addAll(call.argumentTypes());
        this.codec = new KeyCodec(types);
        this.copies = groups.state()
                .table(new TableSpec(
                        name, types, groups.namespaced(), 1, false, groups.ttlMillis(), groups.partitionColumns()));
    }

    @Override
    public int slots() {
        return function.slots();
    }

    @Override
    public void accumulate(GroupRows rows) {
        Batch batch = rows.batch();
        int rowCount = batch.rowCount();
        if (entries.length < rowCount) {
            entries = new int[rowCount];
        }
        encode(rows);
        copies.resolve(keys, rows.namespaces(), true, entries);
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        int[] changes = new int[rowCount];
        int[] gone = new int[rowCount];
        int goneCount = 0;
        for (int row = 0; row < rowCount; row++) {
            int sign = signs == null ? 1 : signs[row];
            if (sign == 0) {
                continue;
            }
            int entry = entries[row];
            copies.touch(entry);
            long[] page = copies.page(entry);
            int at = copies.offset(entry);
            long before = page[at];
            long after = before + sign;
            page[at] = after;
            // A copy may be taken before it has come: a negative number is no copy.
            changes[row] = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
            if (after == 0) {
                gone[goneCount++] = entry;
            }
        }
        function.accumulate(rows.withSigns(changes));
        removeGone(gone, goneCount);
    }

    private void encode(GroupRows rows) {
        Batch keyRows = rows.keyRows().compact();
        Batch argumentRows = rows.batch().project(arguments).compact();
        Column[] columns = new Column[keyRows.columnCount() + arguments.length];
        int[] all = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i < keyRows.columnCount() ? keyRows.column(i) : argumentRows.column(i - keyRows.columnCount());
            all[i] = i;
        }
        codec.encode(Batch.of(rows.batch().rowCount(), columns), all, keys);
    }

    private void removeGone(int[] gone, int goneCount) {
        Arrays.sort(gone, 0, goneCount);
        for (int i = 0; i < goneCount; i++) {
            boolean again = i > 0 && gone[i] == gone[i - 1];
            if (!again && copies.page(gone[i])[copies.offset(gone[i])] == 0) {
                copies.remove(gone[i]);
            }
        }
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
    public void merge(KeyedTable fromTable, int[] from, KeyedTable intoTable, int[] into, int count) {
        throw new IllegalStateException("distinct aggregates do not merge");
    }

    @Override
    public void clearUpTo(long namespace) {
        function.clearUpTo(namespace);
        int[] due = new int[CLEAR_ROWS];
        KeyedTable.Scan scan = copies.scan(Long.MIN_VALUE, namespace);
        for (int count = scan.next(due, CLEAR_ROWS); count > 0; count = scan.next(due, CLEAR_ROWS)) {
            for (int i = 0; i < count; i++) {
                copies.remove(due[i]);
            }
        }
    }
}
