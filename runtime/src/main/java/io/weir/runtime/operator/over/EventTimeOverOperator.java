package io.weir.runtime.operator.over;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.rows.OrderedPartitions;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.operator.rows.PendingResults;
import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;

/**
 * Window functions over rows in order of event time, none of which looks ahead: a row is held until the watermark has
 * passed its time, and then comes out with its results, in order.
 *
 * <p>State: that of {@link OrderedPartitions}: of the rows that came out those that frames still reach ({@link
 * Retention}); {@code progress}, by partition, how many have come out; the groups of running frames. With a time to
 * live, a partition that no row waits in and none has come for in so long is forgotten: the next row is its first.
 */
final class EventTimeOverOperator implements Operator, OrderedPartitions.Owner {
    private static final int ROWS_BEFORE = 0;
    private static final int GROUPS_BEFORE = 1;
    /** One more than the time of the last row that came out, sign flipped; 0 if none has. */
    private static final int OUT_UP_TO = 2;

    private final int timeColumn;
    private final OrderedPartitions partitions;
    private final KeyedRows.Cursor cursor;
    private final KeyedTable progress;
    private final OverFunctions functions;
    private final Retention retention;
    private final PartitionRows partition;
    private final PendingResults results = new PendingResults();
    private final KeyBatch key = new KeyBatch();
    private int[] progressEntries = {};

    private long watermark = Watermark.NONE;
    private boolean isDue;
    private int dueCount;
    private int dueIndex;

    EventTimeOverOperator(OverAggregateFactory spec, OperatorContext context) {
        this.timeColumn = spec.timeColumn();
        this.partitions = new OrderedPartitions(
                spec.keys(), spec.keyTypes(), spec.order(), spec.rowTypes(), spec.ttlMillis(), context);
        this.cursor = partitions.rows().cursor();
        this.progress = context.keyedState().table(new TableSpec("progress", spec.keyTypes(), false, 3, false, 0));
        this.functions = new OverFunctions(spec, true, context.keyedState());
        this.retention = new Retention(spec);
        this.partition = new PartitionRows(spec.rowTypes());
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(batch.isAppendOnly(), "an insert-only input brought a withdrawal");
        LongColumn times = (LongColumn) batch.column(timeColumn);
        partitions.accept(
                batch,
                row -> {
                    int position = batch.position(row);
                    long time = times.isNull(position) ? Watermark.NONE : times.values()[position];
                    return time > watermark ? time : Watermark.NONE;
                },
                output);
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        watermark = Math.max(watermark, timeMicros);
        partitions.begin(watermark);
        isDue = true;
        dueCount = 0;
        dueIndex = 0;
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        while (results.isEmpty() && isDue) {
            if (dueIndex < dueCount) {
                evaluate(dueIndex++);
            } else {
                nextChunk();
            }
        }
        results.emitSome(output);
        if (results.isEmpty() && !isDue) {
            output.watermark(watermark);
            return true;
        }
        return false;
    }

    private void nextChunk() {
        dueIndex = 0;
        dueCount = partitions.next();
        if (dueCount == 0) {
            isDue = false;
        } else {
            progressOf(partitions.keys(), true);
        }
    }

    private void progressOf(KeyBatch keys, boolean create) {
        if (progressEntries.length < keys.count()) {
            progressEntries = new int[keys.count()];
        }
        progress.resolve(keys, null, create, progressEntries);
    }

    // A partition may be due at several times: the first one takes all of its rows.
    private void evaluate(int index) {
        int handle = partitions.rows().handles()[index];
        int entry = progressEntries[index];
        long[] page = progress.page(entry);
        int at = progress.offset(entry);
        long rowsBefore = page[at + ROWS_BEFORE];
        long groupsBefore = page[at + GROUPS_BEFORE];
        int first = read(handle, page[at + OUT_UP_TO]);
        int count = partition.count();
        if (first == count) {
            return;
        }
        partitions.keyOf(index, key);
        Column[] computed = functions.evaluate(partition, first, key, rowsBefore, groupsBefore);
        results.set(resultBatch(first, computed));
        progress.touch(entry);
        page = progress.page(entry);
        at = progress.offset(entry);
        page[at + ROWS_BEFORE] = rowsBefore + count - first;
        page[at + GROUPS_BEFORE] = groupsBefore + partition.group(count - 1) - partition.group(first) + 1;
        page[at + OUT_UP_TO] = lastTime() + 1 ^ Long.MIN_VALUE;
        retention.apply(partitions.rows(), handle, partition, timeColumn, watermark);
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
            partition.add(partitions.rows(), cursor, cursor.number(OrderedRows.MULTIPLICITY));
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

    @Override
    public void processingTime(long nowMillis, Output output) {
        partitions.expire(nowMillis, this);
    }

    @Override
    public void load(KeyBatch keys) {
        progressOf(keys, false);
    }

    @Override
    public boolean waits(int index, long rowTime) {
        int entry = progressEntries[index];
        if (entry == KeyedTable.ABSENT) {
            return true;
        }
        long outUpTo = progress.page(entry)[progress.offset(entry) + OUT_UP_TO];
        return outUpTo == 0 || rowTime >= (outUpTo ^ Long.MIN_VALUE);
    }

    @Override
    public void forget(KeyBatch keys, boolean[] isForgotten) {
        functions.forget(keys, isForgotten);
        for (int i = 0; i < keys.count(); i++) {
            if (isForgotten[i] && progressEntries[i] != KeyedTable.ABSENT) {
                progress.remove(progressEntries[i]);
            }
        }
    }
}
