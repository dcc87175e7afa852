package io.weir.runtime.operator.window;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.aggregate.AggregateFunctions;
import io.weir.runtime.operator.aggregate.GroupRows;
import io.weir.runtime.operator.aggregate.GroupState;
import io.weir.runtime.operator.aggregate.PartialGroups;
import io.weir.runtime.operator.rows.LateRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a group per key and window, ordered by the window's end, and emits and forgets it when the watermark completes
 * the window. A row in several windows is added to each; see {@link SlicedWindowAggregateOperator} for the way that
 * adds it once.
 *
 * <p>State: one entry per window end, key and window start. The namespace is the end, so that what is due is found
 * without looking at the rest.
 */
final class WindowAggregateOperator implements Operator {
    private static final int CHUNK_ROWS = 4096;

    private final OperatorContext context;
    private final int[] keyColumns;
    private final int[] partialKeyColumns;
    private final List<DataType> keyTypes;
    private final RowWindows rowWindows;
    /** Of the input for groups that were begun before the exchange. */
    private final RowWindows partialWindows;

    private final PartialGroups partials;
    private final int lateSidePort;
    private final KeyCodec keyCodec;
    private final KeyedTable table;
    private final AggregateFunctions functions;
    private final WindowProgress progress = new WindowProgress();
    private final KeyBatch keys = new KeyBatch();

    private final int[] chunkRows = new int[CHUNK_ROWS];
    private final long[] chunkEnds = new long[CHUNK_ROWS];
    private final long[] chunkStarts = new long[CHUNK_ROWS];
    private final int[] entries = new int[CHUNK_ROWS];

    private KeyedTable.@Nullable Scan due;

    WindowAggregateOperator(
            List<Integer> keys,
            List<DataType> keyTypes,
            RowWindows rowWindows,
            RowWindows partialWindows,
            List<AggregateCall> calls,
            boolean insertOnly,
            int lateSidePort,
            OperatorContext context) {
        this.context = context;
        this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        this.partialKeyColumns = IntStream.range(0, keyColumns.length).toArray();
        this.keyTypes = keyTypes;
        this.rowWindows = rowWindows;
        this.partialWindows = partialWindows;
        this.lateSidePort = lateSidePort;
        // Two windows may end together and begin apart (CUMULATE, or whatever a query attaches), so the start is part
        // of the key.
        List<DataType> tableKey = new ArrayList<>(keyTypes);
        tableKey.add(DataType.of(TypeKind.BIGINT).notNull());
        this.keyCodec = new KeyCodec(tableKey);
        this.functions = new AggregateFunctions(
                calls, insertOnly, new GroupState(context.keyedState(), tableKey, true, 0, keyTypes.size()));
        this.table = context.keyedState()
                .table(new TableSpec("windows", tableKey, true, functions.slots(), false, 0, keyTypes.size()));
        this.partials = new PartialGroups(functions, keyTypes.size() + 1);
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        boolean isPartial = input == WindowAggregateFactory.PARTIAL_INPUT;
        RowWindows windows = isPartial ? partialWindows : rowWindows;
        windows.of(batch);
        if (isPartial) {
            partials.read(batch);
        }
        int[] lateRows = new int[batch.rowCount()];
        int lateCount = 0;
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            long end = windows.firstEnd(row);
            if (end == Long.MIN_VALUE) {
                continue;
            }
            long lastEnd = windows.lastEnd(row);
            if (progress.isComplete(lastEnd)) {
                lateRows[lateCount++] = row;
                continue;
            }
            for (; end <= lastEnd; end = windows.nextEnd(end)) {
                if (progress.isComplete(end)) {
                    continue;
                }
                chunkRows[count] = row;
                chunkEnds[count] = end;
                chunkStarts[count++] = windows.start(row, end);
                if (count == CHUNK_ROWS) {
                    add(batch, isPartial, count);
                    count = 0;
                }
            }
        }
        if (count > 0) {
            add(batch, isPartial, count);
        }
        if (isPartial) {
            LateRows.count(partials.rowCount(lateRows, lateCount), context);
        } else {
            LateRows.report(batch, lateRows, lateCount, lateSidePort, context, output);
        }
    }

    // Rows with their windows, which stand in the chunk arrays.
    private void add(Batch batch, boolean isPartial, int count) {
        Batch rows = batch.select(Arrays.copyOf(chunkRows, count), count);
        Batch keyRows = keyRows(rows, isPartial ? partialKeyColumns : keyColumns, count);
        keyCodec.encode(keyRows, keyAndStart(), keys);
        table.resolve(keys, chunkEnds, true, entries);
        for (int i = 0; i < count; i++) {
            table.touch(entries[i]);
        }
        if (isPartial) {
            partials.addTo(table, chunkRows, entries, count);
        } else {
            functions.accumulate(
                    new GroupRows(rows, keyRows, keys, chunkEnds, table, entries, GroupRows.signsOf(rows)));
        }
    }

    private Batch keyRows(Batch rows, int[] columnsOfKey, int count) {
        Batch keyPart = rows.project(columnsOfKey).compact();
        Column[] columns = new Column[keyColumns.length + 1];
        for (int i = 0; i < keyColumns.length; i++) {
            columns[i] = keyPart.column(i);
        }
        columns[keyColumns.length] = new LongColumn(count, chunkStarts, null);
        return Batch.of(count, columns);
    }

    private int[] keyAndStart() {
        int[] columns = new int[keyColumns.length + 1];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i;
        }
        return columns;
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        if (progress.advance(timeMicros)) {
            due = table.scan(Long.MIN_VALUE, progress.completeEnd());
            drain(output);
        }
    }

    @Override
    public boolean drain(Output output) {
        if (due == null) {
            return true;
        }
        int count = due.next(entries, CHUNK_ROWS);
        if (count > 0) {
            emit(count, output);
            return false;
        }
        due = null;
        functions.clearUpTo(progress.completeEnd());
        output.watermark(progress.watermark());
        return true;
    }

    private void emit(int count, Output output) {
        int[] present = new int[count];
        int presentCount = 0;
        for (int i = 0; i < count; i++) {
            if (AggregateFunctions.rowCount(table, entries[i]) > 0) {
                present[presentCount++] = entries[i];
            }
        }
        if (presentCount > 0) {
            output.emit(results(present, presentCount));
        }
        functions.forget(table, entries, count);
        for (int i = 0; i < count; i++) {
            table.remove(entries[i]);
        }
    }

    private Batch results(int[] present, int count) {
        Column[] columns = new Column[keyTypes.size() + functions.size() + 2];
        ColumnBuilder[] builders = new ColumnBuilder[keyTypes.size() + 1];
        for (int i = 0; i < keyTypes.size(); i++) {
            builders[i] = ColumnBuilder.of(keyTypes.get(i));
        }
        builders[keyTypes.size()] = ColumnBuilder.of(DataType.of(TypeKind.BIGINT));
        table.appendKeys(present, count, builders);
        for (int i = 0; i < keyTypes.size(); i++) {
            columns[i] = builders[i].build();
        }
        functions.results(table, present, count, columns, keyTypes.size());
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            ends[i] = table.namespace(present[i]);
        }
        columns[columns.length - 2] = builders[keyTypes.size()].build();
        columns[columns.length - 1] = new LongColumn(count, ends, null);
        return Batch.of(count, columns);
    }
}
