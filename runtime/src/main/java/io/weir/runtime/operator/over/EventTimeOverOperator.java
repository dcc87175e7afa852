package io.weir.runtime.operator.over;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.rows.LateRows;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import org.jspecify.annotations.Nullable;

/**
 * Window functions over rows in order of event time, none of which looks ahead: a row is held until the watermark has
 * passed its time, and then comes out with its results, in order.
 *
 * <p>State: {@code rows}, by partition: those that wait, and of those that came out the ones that frames still reach
 * ({@link Retention}); {@code progress}, how many have come out; {@code timers}, a partition for each time at which one
 * of its rows is due; the groups of running frames. Without order beyond what frames reach, it does not grow.
 */
final class EventTimeOverOperator implements Operator {
    private static final int CHUNK_KEYS = 256;
    private static final int BATCH_ROWS = 4096;

    /** Late rows go here; dropped if nobody wants them. */
    private static final int LATE_SIDE_PORT = 1;

    private static final int ROWS_BEFORE = 0;
    private static final int GROUPS_BEFORE = 1;
    /** One more than the time of the last row that came out, sign flipped; 0 if none has. */
    private static final int OUT_UP_TO = 2;

    private final OperatorContext context;
    private final int timeColumn;
    private final OrderedRows rows;
    private final KeyedRows.Cursor cursor;
    private final KeyedTable progress;
    private final KeyedTable timers;
    private final OverFunctions functions;
    private final Retention retention;
    private final PartitionRows partition;
    private final KeyBatch keys = new KeyBatch();
    private final KeyBatch key = new KeyBatch();
    private final int[] dueTimers = new int[CHUNK_KEYS];
    private final int[] dueTimer = new int[1];
    private final int[] dueProgress = new int[CHUNK_KEYS];

    private long watermark = Watermark.NONE;
    private KeyedTable.@Nullable Scan due;
    private int dueCount;
    private int dueIndex;
    private @Nullable Batch results;
    private int resultsOut;
    private int[] timerEntries = {};

    EventTimeOverOperator(OverAggregateFactory spec, OperatorContext context) {
        this.context = context;
        this.timeColumn = spec.timeColumn();
        this.rows = new OrderedRows(
                "rows", spec.keys(), spec.keyTypes(), spec.order(), spec.rowTypes(), context.keyedState());
        this.cursor = rows.cursor();
        this.progress = context.keyedState().table(new TableSpec("progress", spec.keyTypes(), false, 3, false, 0));
        this.timers = context.keyedState().table(new TableSpec("timers", spec.keyTypes(), true, 0, false, 0));
        this.functions = new OverFunctions(spec, true, context.keyedState());
        this.retention = new Retention(spec);
        this.partition = new PartitionRows(spec.rowTypes());
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(batch.isAppendOnly(), "an insert-only input brought a withdrawal");
        LongColumn times = (LongColumn) batch.column(timeColumn);
        int[] onTime = new int[batch.rowCount()];
        int[] late = new int[batch.rowCount()];
        int count = 0;
        int lateCount = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            int position = batch.position(row);
            if (!times.isNull(position) && times.values()[position] > watermark) {
                onTime[count++] = row;
            } else {
                late[lateCount++] = row;
            }
        }
        LateRows.report(batch, late, lateCount, LATE_SIDE_PORT, context, output);
        if (count > 0) {
            hold(count == batch.rowCount() ? batch : batch.select(onTime, count));
        }
    }

    private void hold(Batch batch) {
        int rowCount = batch.rowCount();
        if (timerEntries.length < rowCount) {
            timerEntries = new int[rowCount];
        }
        rows.accept(batch);
        LongColumn times = (LongColumn) batch.column(timeColumn);
        long[] dueTimes = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            dueTimes[row] = times.values()[batch.position(row)];
            rows.change(row, 1);
        }
        timers.resolve(rows.keys(), dueTimes, true, timerEntries);
        for (int row = 0; row < rowCount; row++) {
            timers.touch(timerEntries[row]);
        }
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        watermark = Math.max(watermark, timeMicros);
        due = timers.scan(Long.MIN_VALUE, watermark);
        dueCount = 0;
        dueIndex = 0;
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        while (results == null && due != null) {
            if (dueIndex < dueCount) {
                evaluate(dueIndex++);
            } else {
                nextChunk(due);
            }
        }
        if (results != null) {
            emitSome(results, output);
        }
        if (results == null && due == null) {
            output.watermark(watermark);
            return true;
        }
        return false;
    }

    private void nextChunk(KeyedTable.Scan scan) {
        for (int i = 0; i < dueCount; i++) {
            timers.remove(dueTimers[i]);
        }
        dueIndex = 0;
        dueCount = scan.next(dueTimers, CHUNK_KEYS);
        if (dueCount == 0) {
            due = null;
            return;
        }
        timers.keysOf(dueTimers, dueCount, keys);
        rows.load(keys);
        progress.resolve(keys, null, true, dueProgress);
    }

    // A partition may be due at several times: the first one takes all of its rows.
    private void evaluate(int index) {
        int handle = rows.handles()[index];
        int entry = dueProgress[index];
        long[] page = progress.page(entry);
        int at = progress.offset(entry);
        long rowsBefore = page[at + ROWS_BEFORE];
        long groupsBefore = page[at + GROUPS_BEFORE];
        int first = read(handle, page[at + OUT_UP_TO]);
        int count = partition.count();
        if (first == count) {
            return;
        }
        dueTimer[0] = dueTimers[index];
        timers.keysOf(dueTimer, 1, key);
        Column[] computed = functions.evaluate(partition, first, key, rowsBefore, groupsBefore);
        results = resultBatch(first, computed);
        resultsOut = 0;
        progress.touch(entry);
        page = progress.page(entry);
        at = progress.offset(entry);
        page[at + ROWS_BEFORE] = rowsBefore + count - first;
        page[at + GROUPS_BEFORE] = groupsBefore + partition.group(count - 1) - partition.group(first) + 1;
        page[at + OUT_UP_TO] = lastTime() + 1 ^ Long.MIN_VALUE;
        retention.apply(rows, handle, partition, timeColumn, watermark);
    }

    private long lastTime() {
        return ((LongColumn) partition.batch().column(timeColumn)).values()[partition.count() - 1];
    }

    /**
     * Reads the rows up to the watermark.
     *
     * @return the index of the first that has not come out
     */
    private int read(int handle, long outUpTo) {
        partition.clear();
        int first = 0;
        for (boolean found = cursor.first(handle); found; found = cursor.next()) {
            // The sort key begins with a byte for NULL, then the time.
            long time = TimeKey.get(cursor.keyData(), cursor.keyStart() + 1);
            if (time > watermark) {
                break;
            }
            partition.add(rows, cursor, cursor.number(OrderedRows.MULTIPLICITY));
            if (outUpTo != 0 && time < (outUpTo ^ Long.MIN_VALUE)) {
                first = partition.count();
            }
        }
        partition.end();
        return first;
    }

    private Batch resultBatch(int first, Column[] computed) {
        Batch given = partition.batch().slice(first, partition.count()).compact();
        Column[] columns = new Column[given.columnCount() + computed.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i < given.columnCount() ? given.column(i) : computed[i - given.columnCount()];
        }
        return Batch.of(given.rowCount(), columns);
    }

    private void emitSome(Batch batch, Output output) {
        int to = Math.min(batch.rowCount(), resultsOut + BATCH_ROWS);
        output.emit(resultsOut == 0 && to == batch.rowCount() ? batch : batch.slice(resultsOut, to));
        resultsOut = to;
        if (to == batch.rowCount()) {
            results = null;
        }
    }
}
