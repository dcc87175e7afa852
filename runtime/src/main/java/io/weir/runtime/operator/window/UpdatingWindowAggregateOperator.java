package io.weir.runtime.operator.window;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.aggregate.AggregateFunctions;
import io.weir.runtime.operator.aggregate.GroupRows;
import io.weir.runtime.operator.aggregate.GroupState;
import io.weir.runtime.operator.rows.LateRows;
import io.weir.runtime.operator.rows.RowGroups;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.TypeKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Aggregation by key and window whose results come out more than once: so far, while the window is open; at its end;
 * and corrected, when late rows come. Output is a changelog: what came out last for a window is withdrawn when
 * something else takes its place.
 *
 * <p>State: {@code windows}, a group per window end, key and window start, with the result that came out last, until
 * the time for late rows has passed; {@code changed}, the windows with rows that have not come out.
 */
final class UpdatingWindowAggregateOperator implements Operator {
    private static final int CHUNK_ROWS = 4096;
    private static final String WATERMARK = "watermark";

    private final OperatorContext context;
    private final EmitSpec emit;
    private final int[] keyColumns;
    private final int[] tableKeyColumns;
    private final AssignedWindows windows;
    private final int lateSidePort;
    private final KeyCodec keyCodec;
    private final KeyedTable table;
    private final KeyedTable changed;
    private final AggregateFunctions functions;
    private final WindowChanges changes;
    private final WindowProgress progress = new WindowProgress();
    private final KeyBatch keys = new KeyBatch();
    private final RowGroups groups = new RowGroups();

    private final int[] chunkRows = new int[CHUNK_ROWS];
    private final long[] chunkEnds = new long[CHUNK_ROWS];
    private final long[] chunkStarts = new long[CHUNK_ROWS];
    private final int[] entries = new int[CHUNK_ROWS];
    private final int[] changedEntries = new int[CHUNK_ROWS];

    /** The windows that are being brought out: all that have changed, or those that are complete. */
    private KeyedTable.@Nullable Scan due;

    private boolean isTimeMoving;
    /** Windows that take no more rows may still wait for their corrections to come out. */
    private boolean mayWaitForever;

    private long earlyAtMillis = Long.MAX_VALUE;
    private long lateAtMillis = Long.MAX_VALUE;

    UpdatingWindowAggregateOperator(WindowAggregateFactory spec, OperatorContext context) {
        this.context = context;
        this.emit = spec.emit();
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
        this.tableKeyColumns = IntStream.rangeClosed(0, keyColumns.length).toArray();
        this.windows = new AssignedWindows(spec.timeColumn(), spec.window());
        this.lateSidePort = spec.lateSidePort();
        List<DataType> tableKey = new ArrayList<>(spec.keyTypes());
        tableKey.add(DataType.of(TypeKind.BIGINT).notNull());
        this.keyCodec = new KeyCodec(tableKey);
        this.functions = new AggregateFunctions(
                spec.calls(), spec.insertOnly(), new GroupState(context.keyedState(), tableKey, true, 0));
        this.table = context.keyedState().table(new TableSpec("windows", tableKey, true, functions.slots(), true, 0));
        this.changed = context.keyedState().table(new TableSpec("changed", tableKey, true, 0, false, 0));
        this.changes = new WindowChanges(spec, functions, table);
        // A restored operator may have windows to bring out, and nobody else wakes it.
        wakeUpEarly();
        wakeUpLate();
        context.restoredState(WATERMARK).stream()
                .mapToLong(bytes -> ByteBuffer.wrap(bytes).getLong())
                .min()
                .ifPresent(progress::advance);
    }

    /** Only what waits for the delay of late results must be told from windows that have not come out at all. */
    @Override
    public CompletionStage<Map<String, byte[]>> snapshot(Barrier barrier) {
        boolean isWanted = emit.lateDelayMillis() > 0;
        byte[] watermark =
                ByteBuffer.allocate(Long.BYTES).putLong(progress.watermark()).array();
        return CompletableFuture.completedFuture(isWanted ? Map.of(WATERMARK, watermark) : Map.of());
    }

    private void wakeUpEarly() {
        if (emit.earlyMillis() > 0 && earlyAtMillis == Long.MAX_VALUE) {
            earlyAtMillis = context.clock().currentTimeMillis() + emit.earlyMillis();
            context.wakeUpAt(earlyAtMillis);
        }
    }

    private void wakeUpLate() {
        if (emit.lateDelayMillis() > 0 && lateAtMillis == Long.MAX_VALUE) {
            lateAtMillis = context.clock().currentTimeMillis() + emit.lateDelayMillis();
            context.wakeUpAt(lateAtMillis);
        }
    }

    /** Whether a window takes no more rows. */
    private boolean isOver(long end) {
        return end <= overEnd();
    }

    private long overEnd() {
        long complete = progress.completeEnd();
        return complete == Long.MAX_VALUE || complete == Long.MIN_VALUE ? complete : complete - emit.lateMicros();
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        windows.of(batch);
        int[] late = new int[batch.rowCount()];
        int lateCount = 0;
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            long end = windows.firstEnd(row);
            if (end == Long.MIN_VALUE) {
                continue;
            }
            long lastEnd = windows.lastEnd(row);
            if (isOver(lastEnd)) {
                late[lateCount++] = row;
                continue;
            }
            for (; end <= lastEnd; end = windows.nextEnd(end)) {
                if (isOver(end)) {
                    continue;
                }
                chunkRows[count] = row;
                chunkEnds[count] = end;
                chunkStarts[count++] = windows.start(row, end);
                if (count == CHUNK_ROWS) {
                    add(batch, count);
                    count = 0;
                }
            }
        }
        if (count > 0) {
            add(batch, count);
        }
        changes.flush(output);
        LateRows.report(batch, late, lateCount, lateSidePort, context, output);
    }

    // Rows with their windows, which stand in the chunk arrays.
    private void add(Batch batch, int count) {
        Batch rows = batch.select(Arrays.copyOf(chunkRows, count), count);
        Batch keyRows = keyRows(rows, count);
        keyCodec.encode(keyRows, tableKeyColumns, keys);
        table.resolve(keys, chunkEnds, true, entries);
        changed.resolve(keys, chunkEnds, true, changedEntries);
        for (int i = 0; i < count; i++) {
            table.touch(entries[i]);
            if (!progress.isComplete(chunkEnds[i])) {
                changed.touch(changedEntries[i]);
                wakeUpEarly();
            } else if (emit.lateDelayMillis() > 0) {
                changed.touch(changedEntries[i]);
                wakeUpLate();
            }
        }
        functions.accumulate(new GroupRows(rows, keyRows, keys, chunkEnds, table, entries, GroupRows.signsOf(rows)));
        if (emit.lateDelayMillis() == 0) {
            correct(count);
        }
    }

    private Batch keyRows(Batch rows, int count) {
        Batch keyPart = rows.project(keyColumns).compact();
        Column[] columns = new Column[keyColumns.length + 1];
        for (int i = 0; i < keyColumns.length; i++) {
            columns[i] = keyPart.column(i);
        }
        columns[keyColumns.length] = new LongColumn(count, chunkStarts, null);
        return Batch.of(count, columns);
    }

    // Windows that had come to their end are corrected at once.
    private void correct(int count) {
        int[] corrected = new int[count];
        int correctedCount = 0;
        groups.group(entries, count);
        while (groups.next()) {
            if (progress.isComplete(chunkEnds[groups.row(0)])) {
                corrected[correctedCount++] = groups.number();
            }
        }
        changes.add(corrected, correctedCount);
    }

    @Override
    public void processingTime(long nowMillis, Output output) {
        boolean isEarly = nowMillis >= earlyAtMillis;
        boolean isLate = nowMillis >= lateAtMillis;
        if (!isEarly && !isLate) {
            return;
        }
        earlyAtMillis = isEarly ? Long.MAX_VALUE : earlyAtMillis;
        lateAtMillis = isLate ? Long.MAX_VALUE : lateAtMillis;
        due = changed.scan(
                isLate || emit.lateDelayMillis() == 0 ? Long.MIN_VALUE : firstOpenEnd(),
                isEarly ? Long.MAX_VALUE : progress.completeEnd());
        drain(output);
    }

    /** No window with an end before this one is open. */
    private long firstOpenEnd() {
        long complete = progress.completeEnd();
        return complete == Long.MIN_VALUE || complete == Long.MAX_VALUE ? complete : complete + 1;
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        long firstOpen = emit.lateDelayMillis() == 0 ? Long.MIN_VALUE : firstOpenEnd();
        if (progress.advance(timeMicros)) {
            isTimeMoving = true;
            mayWaitForever = emit.lateDelayMillis() > 0;
            due = changed.scan(firstOpen, progress.completeEnd());
            drain(output);
        }
    }

    @Override
    public boolean drain(Output output) {
        while (due != null) {
            int count = due.next(changedEntries, CHUNK_ROWS);
            if (count > 0) {
                bringOut(count);
                changes.flush(output);
                return false;
            }
            due = mayWaitForever ? changed.scan(Long.MIN_VALUE, overEnd()) : null;
            mayWaitForever = false;
        }
        if (isTimeMoving) {
            forgetWindows();
            isTimeMoving = false;
            output.watermark(progress.watermark());
        }
        return true;
    }

    private void bringOut(int count) {
        changed.keysOf(changedEntries, count, keys);
        for (int i = 0; i < count; i++) {
            chunkEnds[i] = changed.namespace(changedEntries[i]);
        }
        table.resolve(keys, chunkEnds, false, entries);
        int present = 0;
        for (int i = 0; i < count; i++) {
            if (entries[i] != KeyedTable.ABSENT) {
                entries[present++] = entries[i];
            }
            changed.remove(changedEntries[i]);
        }
        changes.add(entries, present);
    }

    private void forgetWindows() {
        KeyedTable.Scan over = table.scan(Long.MIN_VALUE, overEnd());
        for (int count = over.next(entries, CHUNK_ROWS); count > 0; count = over.next(entries, CHUNK_ROWS)) {
            functions.forget(table, entries, count);
            for (int i = 0; i < count; i++) {
                table.remove(entries[i]);
            }
        }
        functions.clearUpTo(overEnd());
    }
}
