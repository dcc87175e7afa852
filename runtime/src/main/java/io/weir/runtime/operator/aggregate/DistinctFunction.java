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
import org.jspecify.annotations.Nullable;

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
        int[] signs = Nulls.withoutNulls(batch, arguments, rows.signs());
        int[] counted = counted(signs, rowCount);
        if (entries.length < counted.length) {
            entries = new int[counted.length];
        }
        copies.resolve(encode(rows, counted), namespaces(rows, counted), true, entries);
        int[] changes = new int[rowCount];
        int[] gone = new int[counted.length];
        int goneCount = 0;
        for (int i = 0; i < counted.length; i++) {
            int entry = entries[i];
            copies.touch(entry);
            long[] page = copies.page(entry);
            int at = copies.offset(entry);
            long before = page[at];
            long after = before + (signs == null ? 1 : signs[counted[i]]);
            page[at] = after;
            // A copy may be taken before it has come: a negative number is no copy.
            changes[counted[i]] = (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
            if (after == 0) {
                gone[goneCount++] = entry;
            }
        }
        function.accumulate(rows.withSigns(changes));
        removeGone(gone, goneCount);
    }

    /** The rows that count. Only they are looked up: with a filter they may be few, and an entry for each of the others would fill the cache. */
    private static int[] counted(int @Nullable [] signs, int rowCount) {
        int[] counted = new int[rowCount];
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            if (signs == null || signs[row] != 0) {
                counted[count++] = row;
            }
        }
        return Arrays.copyOf(counted, count);
    }

    private static long @Nullable [] namespaces(GroupRows rows, int[] counted) {
        long[] all = rows.namespaces();
        if (all == null || counted.length == rows.batch().rowCount()) {
            return all;
        }
        long[] some = new long[counted.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = all[counted[i]];
        }
        return some;
    }

    private KeyBatch encode(GroupRows rows, int[] counted) {
        boolean isAll = counted.length == rows.batch().rowCount();
        Batch keyRows = some(rows.keyRows(), counted, isAll);
        Batch argumentRows = some(rows.batch().project(arguments), counted, isAll);
        Column[] columns = new Column[keyRows.columnCount() + arguments.length];
        int[] all = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i < keyRows.columnCount() ? keyRows.column(i) : argumentRows.column(i - keyRows.columnCount());
            all[i] = i;
        }
        codec.encode(Batch.of(counted.length, columns), all, keys);
        return keys;
    }

    private static Batch some(Batch rows, int[] counted, boolean isAll) {
        return (isAll ? rows : rows.select(counted.clone(), counted.length)).compact();
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
