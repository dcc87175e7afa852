package io.weir.runtime.operator.over;

import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.aggregate.AggregateFunctions;
import io.weir.runtime.operator.aggregate.GroupRows;
import io.weir.runtime.operator.aggregate.GroupState;
import io.weir.runtime.operator.rows.PrefixedState;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * The aggregates over one frame. The frame slides over the partition: rows that enter it are added to a group, rows
 * that leave it are taken out again, and the group's results are those of the row.
 *
 * <p>State: if the frame only grows and rows come in order, the group of each partition; otherwise nothing stays.
 */
final class FrameAggregates {
    private final boolean isKept;
    private final FrameBounds bounds;
    private final int[] keyColumns;
    private final AggregateFunctions functions;
    private final KeyedTable table;
    private final int[] entry = new int[1];
    private int[] entries = {};
    private int[] signs = {};

    /**
     * @param prefix of the names of the state
     * @param isKept whether the group of a partition lives on, for a running frame whose rows come in order
     * @param ttlMillis after which a distinct argument of such a group that does not come again counts as new, as in an
     *     aggregation; 0: never
     */
    FrameAggregates(
            String prefix,
            FrameSpec frame,
            boolean isKept,
            FrameBounds bounds,
            List<AggregateCall> calls,
            List<Integer> keys,
            List<DataType> keyTypes,
            long ttlMillis,
            KeyedState state) {
        this.isKept = isKept;
        this.bounds = bounds;
        this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        KeyedState own = new PrefixedState(prefix, state);
        boolean onlyGrows = frame.from().place() == FrameSpec.Place.UNBOUNDED_PRECEDING && isKept;
        long argumentsTtlMillis = isKept && calls.stream().anyMatch(AggregateCall::distinct) ? ttlMillis : 0;
        this.functions =
                new AggregateFunctions(calls, onlyGrows, new GroupState(own, keyTypes, false, argumentsTtlMillis));
        this.table = own.table(new TableSpec("groups", keyTypes, false, functions.slots(), false, 0));
    }

    /**
     * Appends the results of all rows from {@code first} on.
     *
     * @param key the partition's key, alone
     * @param columns one for each call
     */
    void evaluate(PartitionRows rows, int first, KeyBatch key, ColumnBuilder[] columns) {
        bounds.find(rows, first);
        table.resolve(key, null, true, entry);
        table.touch(entry[0]);
        int start = isKept ? 0 : bounds.start(first);
        int end = isKept ? first : start;
        for (int row = first; row < rows.count(); row++) {
            int newStart = bounds.start(row);
            change(rows.batch(), start, Math.min(newStart, end), -1);
            start = newStart;
            end = Math.max(end, start);
            change(rows.batch(), end, bounds.end(row), 1);
            end = Math.max(end, bounds.end(row));
            functions.appendResults(table, entry, 1, columns);
        }
        if (!isKept) {
            change(rows.batch(), start, end, -1);
            table.remove(entry[0]);
        }
    }

    private void change(Batch batch, int from, int to, int sign) {
        int count = to - from;
        if (count <= 0) {
            return;
        }
        if (entries.length < count) {
            entries = new int[count];
            signs = new int[count];
        }
        Arrays.fill(entries, 0, count, entry[0]);
        Arrays.fill(signs, 0, count, sign);
        Batch rows = batch.slice(from, to);
        functions.accumulate(new GroupRows(
                rows, rows.project(keyColumns), new KeyBatch(), null, table, entries, sign > 0 ? null : signs));
    }

    /** Forgets the groups of some partitions. */
    void forget(KeyBatch keys, boolean[] isForgotten) {
        if (!isKept) {
            return;
        }
        int[] groups = new int[keys.count()];
        table.resolve(keys, null, false, groups);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            if (isForgotten[i] && groups[i] != KeyedTable.ABSENT) {
                groups[count++] = groups[i];
            }
        }
        functions.forget(table, groups, count);
        for (int i = 0; i < count; i++) {
            table.remove(groups[i]);
        }
    }
}
