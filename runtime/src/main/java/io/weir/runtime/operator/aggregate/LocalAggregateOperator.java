package io.weir.runtime.operator.aggregate;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.Output;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyNumbers;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Combines the rows of a batch that belong to the same group, and of the same slice of time if there are windows. A
 * batch mostly lies in one slice; each slice of another makes a batch of its own.
 */
final class LocalAggregateOperator implements Operator {
    /** A batch over more slices is passed on as it is. */
    private static final int MOST_SLICES = 8;

    private final int[] keyColumns;
    private final LocalAggregateFactory.@Nullable Slices slices;
    private final int output;
    private final KeyCodec keyCodec;
    private final KeyNumbers numbers;
    private final AggregateFunctions functions;
    private final BatchSlots slots;
    private final CombinePolicy policy;
    private final KeyBatch keys = new KeyBatch();

    private final long[] sliceEnds = new long[MOST_SLICES];
    private final int[] sliceRows = new int[MOST_SLICES];
    private int sliceCount;
    private byte[] sliceOfRow = {};

    /** By row. */
    private int[] groupOfRow = {};
    /** By group: its first row; later those groups that are left. */
    private int[] firstRows = {};

    LocalAggregateOperator(LocalAggregateFactory spec) {
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.slices = spec.slices().orElse(null);
        this.output = spec.output();
        this.policy = new CombinePolicy(spec.always());
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.numbers = new KeyNumbers(spec.keyTypes());
        this.functions = AggregateFunctions.inSlots(spec.calls());
        this.slots = new BatchSlots(functions.slots());
    }

    @Override
    public void process(int input, Batch batch, Output out) {
        if (!policy.tries(batch.rowCount())) {
            out.emit(batch);
        } else if (slices == null) {
            combine(batch, null, out);
        } else if (!findSlices(batch, slices)) {
            out.emit(batch);
        } else if (sliceCount == 1) {
            combine(batch, sliceEnds[0], out);
        } else {
            combineSlices(batch, out);
        }
    }

    /** @return whether every row has a time, and they lie in few enough slices */
    private boolean findSlices(Batch batch, LocalAggregateFactory.Slices wanted) {
        int rowCount = batch.rowCount();
        if (sliceOfRow.length < rowCount) {
            sliceOfRow = new byte[rowCount];
        }
        LongColumn column = (LongColumn) batch.column(wanted.timeColumn());
        long[] times = column.values();
        int[] selection = batch.selection();
        Arrays.fill(sliceRows, 0);
        sliceCount = 0;
        int slice = 0;
        for (int row = 0; row < rowCount; row++) {
            long time = times[selection == null ? row : selection[row]];
            if (sliceCount == 0 || !wanted.isIn(time, sliceEnds[slice])) {
                slice = slice(wanted.end(time));
                if (slice < 0) {
                    return false;
                }
            }
            sliceOfRow[row] = (byte) slice;
            sliceRows[slice]++;
        }
        return column.nulls() == null;
    }

    /** @return its number, or -1 if there are too many */
    private int slice(long end) {
        for (int slice = 0; slice < sliceCount; slice++) {
            if (sliceEnds[slice] == end) {
                return slice;
            }
        }
        if (sliceCount == MOST_SLICES) {
            return -1;
        }
        sliceEnds[sliceCount] = end;
        return sliceCount++;
    }

    private void combineSlices(Batch batch, Output out) {
        for (int slice = 0; slice < sliceCount; slice++) {
            int[] rows = new int[sliceRows[slice]];
            int count = 0;
            for (int row = 0; row < batch.rowCount(); row++) {
                if (sliceOfRow[row] == slice) {
                    rows[count++] = row;
                }
            }
            Batch part = batch.select(rows, count);
            combine(part, sliceEnds[slice], out);
        }
    }

    private void combine(Batch batch, @Nullable Long end, Output out) {
        int rowCount = batch.rowCount();
        int groupCount = number(batch);
        if (!policy.pays(rowCount, groupCount)) {
            out.emit(batch);
            return;
        }
        slots.begin(groupCount);
        functions.accumulate(new GroupRows(
                batch, batch.project(keyColumns), keys, null, slots, groupOfRow, GroupRows.signsOf(batch)));
        int left = dropNeutral(groupCount);
        if (left > 0) {
            out.emitSide(
                    output, PartialGroups.write(slots, functions.slots(), groupOfRow, left, leading(batch, left, end)));
        }
    }

    /** @return the number of groups */
    private int number(Batch batch) {
        int rowCount = batch.rowCount();
        if (groupOfRow.length < rowCount) {
            groupOfRow = new int[rowCount];
            firstRows = new int[rowCount];
        }
        keyCodec.encode(batch, keyColumns, keys);
        numbers.clear();
        for (int row = 0; row < rowCount; row++) {
            int group = numbers.find(keys, row);
            if (group == KeyNumbers.ABSENT) {
                group = numbers.add(keys, row);
                firstRows[group] = row;
            }
            groupOfRow[row] = group;
        }
        return numbers.size();
    }

    // What has come and gone within the batch need not be told. From here on groupOfRow has the groups that are left.
    private int dropNeutral(int groupCount) {
        int left = 0;
        for (int group = 0; group < groupCount; group++) {
            if (!functions.isNeutral(slots, group)) {
                firstRows[left] = firstRows[group];
                groupOfRow[left++] = group;
            }
        }
        return left;
    }

    private Column[] leading(Batch batch, int count, @Nullable Long end) {
        int[] positions = Arrays.copyOf(firstRows, count);
        Batch keyRows = batch.withRowKinds(null)
                .project(keyColumns)
                .select(positions, count)
                .compact();
        Column[] columns = new Column[keyColumns.length + (end == null ? 0 : 1)];
        for (int i = 0; i < keyColumns.length; i++) {
            columns[i] = keyRows.column(i);
        }
        if (end != null) {
            long[] times = new long[count];
            Arrays.fill(times, end - 1);
            columns[keyColumns.length] = new LongColumn(count, times, null);
        }
        return columns;
    }
}
