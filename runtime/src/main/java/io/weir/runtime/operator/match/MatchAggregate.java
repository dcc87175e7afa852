package io.weir.runtime.operator.match;

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
import org.jspecify.annotations.Nullable;

/**
 * One aggregate over rows of a match, computed anew each time: which rows these are depends on the way in which the
 * pattern is read. It borrows a group of the partition's, and leaves it empty.
 */
final class MatchAggregate {
    private final int[] keyColumns;
    private final AggregateFunctions functions;
    private final KeyedTable table;
    private final int[] entry = new int[1];
    private final ColumnBuilder[] column = new ColumnBuilder[1];
    private Batch rows = Batch.of(0);
    private KeyBatch key = new KeyBatch();

    /** @param prefix of the names of the state */
    MatchAggregate(
            String prefix, AggregateCall call, List<Integer> keys, List<DataType> keyTypes, KeyedState keyedState) {
        KeyedState own = new PrefixedState(prefix, keyedState);
        this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        this.functions = new AggregateFunctions(List.of(call), false, new GroupState(own, keyTypes, false, 0));
        this.table = own.table(new TableSpec("group", keyTypes, false, functions.slots(), false, 0));
    }

    /** The rows of a partition, and its key, alone. */
    void begin(Batch partition, KeyBatch partitionKey) {
        rows = partition;
        key = partitionKey;
    }

    /** Appends the result over all rows of a path that belong to the variables, so many times. */
    void appendTotal(RowPath path, boolean @Nullable [] variables, int times, ColumnBuilder result) {
        Batch group = wanted(path, variables);
        open();
        change(group, 1);
        for (int i = 0; i < times; i++) {
            append(result);
        }
        close(group);
    }

    /** Appends, for each row that is shown, the result over the rows up to it. */
    void appendRunning(RowPath path, boolean @Nullable [] variables, boolean[] isShown, ColumnBuilder result) {
        open();
        for (int i = 0; i < isShown.length; i++) {
            if (path.isOf(i, variables)) {
                change(rows.slice(path.start() + i, path.start() + i + 1), 1);
            }
            if (isShown[i]) {
                append(result);
            }
        }
        close(wanted(path, variables));
    }

    private Batch wanted(RowPath path, boolean @Nullable [] variables) {
        int[] chosen = new int[path.length()];
        int count = 0;
        for (int i = 0; i < chosen.length; i++) {
            if (path.isOf(i, variables)) {
                chosen[count++] = path.start() + i;
            }
        }
        return rows.select(chosen, count);
    }

    private void open() {
        table.resolve(key, null, true, entry);
        table.touch(entry[0]);
    }

    private void append(ColumnBuilder result) {
        column[0] = result;
        functions.appendResults(table, entry, 1, column);
    }

    private void close(Batch group) {
        change(group, -1);
        table.remove(entry[0]);
    }

    private void change(Batch group, int sign) {
        int count = group.rowCount();
        if (count == 0) {
            return;
        }
        int[] entries = new int[count];
        Arrays.fill(entries, entry[0]);
        int[] signs = new int[count];
        Arrays.fill(signs, sign);
        functions.accumulate(new GroupRows(
                group, group.project(keyColumns), new KeyBatch(), null, table, entries, sign > 0 ? null : signs));
    }
}
