package io.weir.runtime.operator.rows;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.SortKey;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Partitions whose rows are worked off in order of event time: a row is held until the watermark has passed its time;
 * then its partition is due. What the operator keeps of a partition beyond that is the operator's, until the partition
 * has been idle for its time to live.
 *
 * <p>State: {@code rows}, by partition, in order; {@code timers}, a partition for each time at which it is due; with a
 * time to live that of {@link IdlePartitions}.
 *
 * <p>Use: {@link #accept} for each batch; at a watermark {@link #begin}, then {@link #next} until it returns 0.
 */
public final class OrderedPartitions {
    private static final int CHUNK_KEYS = 256;

    /** Late rows go here; dropped if nobody wants them. */
    private static final int LATE_SIDE_PORT = 1;

    private final OperatorContext context;
    private final OrderedRows rows;
    private final KeyedTable timers;
    private final @Nullable IdlePartitions idle;
    private final KeyBatch keys = new KeyBatch();
    private final KeyBatch laterKeys = new KeyBatch();
    private final int[] due = new int[CHUNK_KEYS];
    private final int[] one = new int[1];
    private int dueCount;
    private KeyedTable.@Nullable Scan scan;

    /** Partitions of the chunk that are due again, and when. */
    private final int[] later = new int[CHUNK_KEYS];

    private final long[] laterTimes = new long[CHUNK_KEYS];
    private int laterCount;
    private int[] entries = new int[CHUNK_KEYS];
    private int[] onTime = {};
    private long[] times = {};

    /** Who keeps something of partitions beside their rows. */
    public interface Owner {
        /** Looks up what it keeps of some partitions. */
        void load(KeyBatch partitions);

        /** Whether a row of one of them has not been worked off yet. */
        boolean waits(int partition, long rowTime);

        /** Forgets what it keeps of some of them. */
        void forget(KeyBatch partitions, boolean[] isForgotten);
    }

    /**
     * @param order of the rows of a partition
     * @param ttlMillis how long what is kept of a partition stays that no row comes for; 0: for ever
     */
    public OrderedPartitions(
            List<Integer> keyColumns,
            List<DataType> keyTypes,
            List<SortKey> order,
            List<DataType> rowTypes,
            long ttlMillis,
            OperatorContext context) {
        this.context = context;
        this.rows = new OrderedRows("rows", keyColumns, keyTypes, order, rowTypes, context.keyedState());
        this.timers = context.keyedState().table(new TableSpec("timers", keyTypes, true, 0, false, 0));
        this.idle = ttlMillis > 0 ? new IdlePartitions(keyTypes, ttlMillis, context) : null;
    }

    public OrderedRows rows() {
        return rows;
    }

    /**
     * Holds the rows of a batch; those that are late are counted, and given to side output 1.
     *
     * @param dueTimes when each row is due, in microseconds; {@link Watermark#NONE}: it is late
     */
    public void accept(Batch batch, IntToLongFunction dueTimes, Output output) {
        int rowCount = batch.rowCount();
        ensure(rowCount);
        int[] late = null;
        int count = 0;
        int lateCount = 0;
        for (int row = 0; row < rowCount; row++) {
            long time = dueTimes.applyAsLong(row);
            if (time != Watermark.NONE) {
                times[count] = time;
                onTime[count++] = row;
            } else {
                late = late == null ? new int[rowCount] : late;
                late[lateCount++] = row;
            }
        }
        if (late != null) {
            LateRows.report(batch, late, lateCount, LATE_SIDE_PORT, context, output);
        }
        if (count > 0) {
            hold(count == rowCount ? batch : batch.select(onTime.clone(), count));
        }
    }

    private void ensure(int rowCount) {
        if (onTime.length < rowCount) {
            onTime = new int[rowCount];
            times = new long[rowCount];
            entries = new int[Math.max(CHUNK_KEYS, rowCount)];
        }
    }

    private void hold(Batch batch) {
        rows.accept(batch);
        for (int row = 0; row < batch.rowCount(); row++) {
            rows.change(row, 1);
        }
        timers.resolve(rows.keys(), times, true, entries);
        for (int row = 0; row < batch.rowCount(); row++) {
            timers.touch(entries[row]);
        }
        if (idle != null) {
            idle.touch(rows.keys());
        }
    }

    /** The watermark has come here. */
    public void begin(long watermark) {
        scan = timers.scan(Long.MIN_VALUE, watermark);
        dueCount = 0;
        laterCount = 0;
    }

    /**
     * Goes on to the next partitions that are due, and loads their rows. A partition may be due at several times.
     *
     * @return how many; 0: no more
     */
    public int next() {
        settle();
        dueCount = scan == null ? 0 : scan.next(due, CHUNK_KEYS);
        if (dueCount == 0) {
            scan = null;
            return 0;
        }
        timers.keysOf(due, dueCount, keys);
        rows.load(keys);
        if (idle != null) {
            idle.touch(keys);
        }
        return dueCount;
    }

    private void settle() {
        if (laterCount > 0) {
            timers.keysOf(later, laterCount, laterKeys);
        }
        for (int i = 0; i < dueCount; i++) {
            timers.remove(due[i]);
        }
        if (laterCount > 0) {
            timers.resolve(laterKeys, laterTimes, true, entries);
            for (int i = 0; i < laterCount; i++) {
                timers.touch(entries[i]);
            }
        }
        laterCount = 0;
    }

    /** The keys of the partitions that are due. */
    public KeyBatch keys() {
        return keys;
    }

    /** The key of one of the partitions that are due, alone. */
    public void keyOf(int partition, KeyBatch key) {
        one[0] = due[partition];
        timers.keysOf(one, 1, key);
    }

    /** A partition is due again at a later time, whether or not rows come. At most once for each. */
    public void dueAgain(int partition, long timeMicros) {
        later[laterCount] = due[partition];
        laterTimes[laterCount++] = timeMicros;
    }

    /** From {@code processingTime}: forgets partitions that have been idle for their time to live. */
    public void expire(long nowMillis, Owner owner) {
        if (idle != null) {
            idle.expire(nowMillis, (partitions, isForgotten) -> forget(partitions, isForgotten, owner));
        }
    }

    private void forget(KeyBatch partitions, boolean[] isForgotten, Owner owner) {
        rows.load(partitions);
        owner.load(partitions);
        KeyedRows.Cursor cursor = rows.cursor();
        for (int i = 0; i < partitions.count(); i++) {
            int handle = rows.handles()[i];
            // The sort key begins with a byte for NULL, then the time.
            isForgotten[i] =
                    !cursor.last(handle) || !owner.waits(i, TimeKey.get(cursor.keyData(), cursor.keyStart() + 1));
            if (isForgotten[i]) {
                rows.clear(handle);
            }
        }
        owner.forget(partitions, isForgotten);
    }
}
