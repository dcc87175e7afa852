package io.weir.runtime.operator.window;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates overlapping windows by slices (Li et al. 2005, "No Pane, No Gain"): each row is added once, to the group
 * of its key and slice; a window is the sum of its slices when it is complete.
 *
 * <pre>
 * slices   |--1--|--2--|--3--|--4--|
 * windows  [-----------)                ends at slice 2: 1 + 2, then slice 1 is forgotten
 *                [-----------)          ends at slice 3: 2 + 3
 * </pre>
 *
 * <p>State: {@code slices}, an entry per slice end and key; {@code timers}, for each key with slices the end of its
 * next window. A window that has come out is never made again after a restore, because its timer is gone.
 */
final class SlicedWindowAggregateOperator implements Operator {
    private static final int CHUNK_ROWS = 4096;

    private final OperatorContext context;
    private final WindowSpec window;
    private final AssignedWindows rowWindows;
    /** Of the input for groups that were begun before the exchange. */
    private final AssignedWindows partialWindows;

    private final PartialGroups partials;
    private final int[] partialKeyColumns;
    private final int timeColumn;
    private final int[] keyColumns;
    private final List<DataType> keyTypes;
    private final int lateSidePort;
    private final KeyCodec keyCodec;
    private final AggregateFunctions functions;
    private final KeyedTable slices;
    private final KeyedTable timers;
    /** The sums of one window while it comes out; empty otherwise. */
    private final KeyedTable sums;

    private final WindowProgress progress = new WindowProgress();
    private final KeyBatch keys = new KeyBatch();
    private final KeyBatch newKeys = new KeyBatch();
    private final KeyBatch windowKeys = new KeyBatch();
    private final KeyBatch dueKeys = new KeyBatch();

    private int[] entries = {};
    private int[] timerEntries = {};
    private final int[] dueTimers = new int[CHUNK_ROWS];
    private final int[] dueSums = new int[CHUNK_ROWS];
    private final int[] found = new int[CHUNK_ROWS];

    private boolean isFiring;
    private long dueEnd;
    private KeyedTable.@Nullable Scan due;

    SlicedWindowAggregateOperator(WindowAggregateFactory spec, OperatorContext context) {
        this.context = context;
        this.window = spec.window();
        this.rowWindows = new AssignedWindows(spec.timeColumn(), window);
        this.partialWindows = new AssignedWindows(spec.keys().size(), window);
        this.partialKeyColumns = IntStream.range(0, spec.keys().size()).toArray();
        this.timeColumn = spec.timeColumn();
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.keyTypes = spec.keyTypes();
        this.lateSidePort = spec.lateSidePort();
        this.keyCodec = new KeyCodec(keyTypes);
        this.functions = new AggregateFunctions(
                spec.calls(), spec.insertOnly(), new GroupState(context.keyedState(), keyTypes, true, 0));
        this.slices = context.keyedState().table(new TableSpec("slices", keyTypes, true, functions.slots(), false, 0));
        this.partials = new PartialGroups(functions, keyTypes.size() + 1);
        this.timers = context.keyedState().table(new TableSpec("timers", keyTypes, true, 0, false, 0));
        this.sums = context.keyedState().table(new TableSpec("sums", keyTypes, false, functions.slots(), false, 0));
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        boolean isPartial = input == WindowAggregateFactory.PARTIAL_INPUT;
        AssignedWindows windows = isPartial ? partialWindows : rowWindows;
        int rowCount = batch.rowCount();
        windows.of(batch);
        int[] onTime = new int[rowCount];
        int onTimeCount = 0;
        int[] late = new int[rowCount];
        int lateCount = 0;
        for (int row = 0; row < rowCount; row++) {
            if (windows.firstEnd(row) == Long.MIN_VALUE) {
                continue;
            }
            if (progress.isComplete(windows.lastEnd(row))) {
                late[lateCount++] = row;
            } else {
                onTime[onTimeCount++] = row;
            }
        }
        if (onTimeCount > 0) {
            add(onTimeCount == rowCount ? batch : batch.select(onTime, onTimeCount), isPartial);
        }
        if (isPartial) {
            partials.read(batch);
            LateRows.count(partials.rowCount(late, lateCount), context);
        } else {
            LateRows.report(batch, late, lateCount, lateSidePort, context, output);
        }
    }

    private void add(Batch rows, boolean isPartial) {
        if (isPartial) {
            addPartial(rows);
        } else {
            addRows(rows);
        }
    }

    private void addPartial(Batch rows) {
        find(rows, partialKeyColumns, sliceEnds(rows, partialKeyColumns.length));
        partials.read(rows);
        partials.addTo(slices, entries, rows.rowCount());
    }

    private void addRows(Batch rows) {
        long[] sliceEnds = sliceEnds(rows, timeColumn);
        find(rows, keyColumns, sliceEnds);
        functions.accumulate(new GroupRows(
                rows, rows.project(keyColumns), keys, sliceEnds, slices, entries, GroupRows.signsOf(rows)));
    }

    /** The entries of rows, touched, with a timer for those that had no rows. */
    private void find(Batch rows, int[] columns, long[] sliceEnds) {
        int count = rows.rowCount();
        if (entries.length < count) {
            entries = new int[count];
            timerEntries = new int[count];
        }
        keyCodec.encode(rows, columns, keys);
        slices.resolve(keys, sliceEnds, true, entries);
        addTimers(rows, columns, sliceEnds);
        for (int row = 0; row < count; row++) {
            slices.touch(entries[row]);
        }
    }

    private long[] sliceEnds(Batch rows, int column) {
        LongColumn times = (LongColumn) rows.column(column);
        long[] sliceEnds = new long[rows.rowCount()];
        long slice = window.sliceMicros();
        long end = Long.MIN_VALUE;
        for (int row = 0; row < sliceEnds.length; row++) {
            long time = times.values()[rows.position(row)];
            // Neighbours mostly lie in the same slice, and a division takes as long as all the rest.
            if (end == Long.MIN_VALUE || time >= end || time < end - slice) {
                end = window.sliceEnd(time);
            }
            sliceEnds[row] = end;
        }
        return sliceEnds;
    }

    // A key that gets its first row in a slice must come out in every window of that slice: its timer is set to the
    // first that is not complete.
    private void addTimers(Batch rows, int[] columns, long[] sliceEnds) {
        int[] newRows = new int[rows.rowCount()];
        long[] ends = new long[rows.rowCount()];
        int newCount = 0;
        for (int row = 0; row < newRows.length; row++) {
            if (AggregateFunctions.rowCount(slices, entries[row]) == 0) {
                ends[newCount] = firstIncompleteEnd(sliceEnds[row] - 1);
                newRows[newCount++] = row;
            }
        }
        if (newCount == 0) {
            return;
        }
        keyCodec.encode(rows.select(newRows, newCount), columns, newKeys);
        setTimers(newKeys, ends, newCount);
    }

    private long firstIncompleteEnd(long time) {
        long end = window.firstEnd(time);
        if (progress.isComplete(end)) {
            long steps = Math.floorDiv(progress.completeEnd() - end, window.stepMicros()) + 1;
            end += steps * window.stepMicros();
        }
        return end;
    }

    private void setTimers(KeyBatch timerKeys, long[] ends, int count) {
        if (timerEntries.length < count) {
            timerEntries = new int[count];
        }
        timers.resolve(timerKeys, ends, true, timerEntries);
        for (int i = 0; i < count; i++) {
            timers.touch(timerEntries[i]);
        }
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        if (progress.advance(timeMicros)) {
            isFiring = true;
            drain(output);
        }
    }

    // One window end after the other: a window that comes out sets timers for its successor, which may be due as well
    // if the watermark has jumped, and must come out once, for all keys that are in it by then.
    @Override
    public boolean drain(Output output) {
        while (isFiring) {
            if (due == null && !nextEnd()) {
                isFiring = false;
                output.watermark(progress.watermark());
                return true;
            }
            int count = due == null ? 0 : due.next(dueTimers, CHUNK_ROWS);
            if (count == 0) {
                due = null;
            } else if (fire(count, output)) {
                return false;
            }
        }
        return true;
    }

    private boolean nextEnd() {
        dueEnd = timers.leastNamespace();
        if (dueEnd == Long.MAX_VALUE || !progress.isComplete(dueEnd)) {
            return false;
        }
        due = timers.scan(dueEnd, dueEnd);
        return true;
    }

    /** @return whether anything came out */
    private boolean fire(int count, Output output) {
        timers.keysOf(dueTimers, count, windowKeys);
        for (int i = 0; i < count; i++) {
            timers.remove(dueTimers[i]);
        }
        return fireWindow(dueEnd, count, output);
    }

    private boolean fireWindow(long end, int count, Output output) {
        sums.resolve(windowKeys, null, true, dueSums);
        for (int i = 0; i < count; i++) {
            sums.touch(dueSums[i]);
        }
        boolean[] goesOn = new boolean[count];
        long slice = window.sliceMicros();
        long[] namespaces = new long[count];
        int[] from = new int[count];
        int[] into = new int[count];
        long first = window.start(end) + slice;
        for (long sliceEnd = nextSlice(first, end); sliceEnd <= end; sliceEnd = nextSlice(sliceEnd + slice, end)) {
            Arrays.fill(namespaces, sliceEnd);
            slices.resolve(windowKeys, namespaces, false, found);
            boolean last = window.lastEnd(sliceEnd - 1) <= end;
            int present = 0;
            for (int i = 0; i < count; i++) {
                if (found[i] != KeyedTable.ABSENT) {
                    from[present] = found[i];
                    into[present++] = dueSums[i];
                    goesOn[i] |= !last;
                }
            }
            functions.merge(slices, from, sums, into, present);
            if (last) {
                for (int i = 0; i < present; i++) {
                    slices.remove(from[i]);
                }
            }
        }
        boolean emitted = emit(end, count, output);
        setNextTimers(goesOn, count, window.nextEnd(end));
        for (int i = 0; i < count; i++) {
            sums.remove(dueSums[i]);
        }
        return emitted;
    }

    /** The first slice from {@code sliceEnd} on that may have rows: of a long window most may have none. */
    private long nextSlice(long sliceEnd, long windowEnd) {
        long next = slices.nextNamespace(sliceEnd);
        if (next <= sliceEnd || next > windowEnd) {
            return next <= sliceEnd ? sliceEnd : Long.MAX_VALUE;
        }
        return next + Math.floorMod(sliceEnd - next, window.sliceMicros());
    }

    private boolean emit(long end, int count, Output output) {
        int[] present = new int[count];
        int presentCount = 0;
        for (int i = 0; i < count; i++) {
            if (AggregateFunctions.rowCount(sums, dueSums[i]) > 0) {
                present[presentCount++] = dueSums[i];
            }
        }
        if (presentCount == 0) {
            return false;
        }
        Column[] columns = new Column[keyTypes.size() + functions.size() + 2];
        ColumnBuilder[] builders = keyTypes.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        sums.appendKeys(present, presentCount, builders);
        for (int i = 0; i < builders.length; i++) {
            columns[i] = builders[i].build();
        }
        functions.results(sums, present, presentCount, columns, keyTypes.size());
        long[] starts = new long[presentCount];
        long[] ends = new long[presentCount];
        Arrays.fill(starts, window.start(end));
        Arrays.fill(ends, end);
        columns[columns.length - 2] = new LongColumn(presentCount, starts, null);
        columns[columns.length - 1] = new LongColumn(presentCount, ends, null);
        output.emit(Batch.of(presentCount, columns));
        return true;
    }

    private void setNextTimers(boolean[] goesOn, int count, long nextEnd) {
        int[] going = new int[count];
        int goingCount = 0;
        for (int i = 0; i < count; i++) {
            if (goesOn[i]) {
                going[goingCount++] = dueSums[i];
            }
        }
        if (goingCount > 0) {
            sums.keysOf(going, goingCount, dueKeys);
            long[] ends = new long[goingCount];
            Arrays.fill(ends, nextEnd);
            setTimers(dueKeys, ends, goingCount);
        }
    }
}
