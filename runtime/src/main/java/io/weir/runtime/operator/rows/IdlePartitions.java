package io.weir.runtime.operator.rows;

import static io.weir.spi.Checks.checkArgument;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the partitions that nothing has touched for their time to live, so that all that is kept of one goes at once: a
 * partition whose rows and sums were forgotten each at a time of its own would give results that never were right. None
 * is forgotten early, and each at most about half of its time (but four seconds) late.
 *
 * <p>State: {@code touched}, when each partition was; {@code idle}, each partition at a time at which it may be
 * forgotten if nothing touches it. Only the first touch writes the latter: when that time comes, those touched since are
 * moved on.
 *
 * <p>Use: {@link #touch} for each batch of partitions, {@link #expire} from {@code processingTime}.
 */
final class IdlePartitions {
    /** Partitions that are looked at in one call. */
    private static final int CHUNK_KEYS = 256;

    /** As coarse as the time to live of tables, so that not every batch writes. */
    private static final int STEPS = 8;

    /** What an operator keeps of distinct arguments expires as entries of a table do: before the partition. */
    private static final int STEPS_LATE = 3;

    private final OperatorContext context;
    private final long stepMillis;
    private final long lifeMillis;
    private final KeyedTable touched;
    private final KeyedTable idle;
    private final KeyBatch keys = new KeyBatch();
    private final boolean[] isForgotten = new boolean[CHUNK_KEYS];
    private int[] entries = new int[CHUNK_KEYS];
    private int[] moved = new int[CHUNK_KEYS];
    private long[] movedTo = new long[CHUNK_KEYS];
    private int movedCount;

    /** What keeps something of partitions. */
    interface Owner {
        /**
         * Forgets all of some partitions but those for whose rows the time has not come yet.
         *
         * @param isForgotten filled, by partition
         */
        void forget(KeyBatch partitions, boolean[] isForgotten);
    }

    IdlePartitions(List<DataType> keyTypes, long ttlMillis, OperatorContext context) {
        checkArgument(ttlMillis > 0, "time to live is %s", ttlMillis);
        this.context = context;
        long seconds = (ttlMillis + 999) / 1000;
        this.stepMillis = Math.max(1, seconds / STEPS) * 1000;
        this.lifeMillis = seconds * 1000 + STEPS_LATE * stepMillis;
        this.touched = context.keyedState().table(new TableSpec("touched", keyTypes, false, 1, false, 0));
        this.idle = context.keyedState().table(new TableSpec("idle", keyTypes, true, 0, false, 0));
        wakeUp();
    }

    private void wakeUp() {
        long next = idle.leastNamespace();
        if (next != Long.MAX_VALUE) {
            context.wakeUpAt(next);
        }
    }

    /** The begin of the step, which is never 0. */
    private long mark(long nowMillis) {
        return nowMillis - Math.floorMod(nowMillis, stepMillis) + 1;
    }

    /** Rows of these partitions have come, or come out. */
    void touch(KeyBatch partitions) {
        int count = partitions.count();
        long mark = mark(context.clock().currentTimeMillis());
        ensure(count);
        touched.resolve(partitions, null, true, entries);
        movedCount = 0;
        for (int i = 0; i < count; i++) {
            long before = slot(entries[i]);
            if (before == 0) {
                move(entries[i], mark + lifeMillis);
            }
            if (before < mark) {
                set(entries[i], mark);
            }
        }
        if (movedCount > 0) {
            writeMoved();
            wakeUp();
        }
    }

    private void ensure(int count) {
        if (entries.length < count) {
            entries = new int[count];
            moved = new int[count];
            movedTo = new long[count];
        }
    }

    private long slot(int entry) {
        return touched.page(entry)[touched.offset(entry)];
    }

    private void set(int entry, long mark) {
        touched.touch(entry);
        touched.page(entry)[touched.offset(entry)] = mark;
    }

    private void move(int entry, long timeMillis) {
        moved[movedCount] = entry;
        movedTo[movedCount++] = timeMillis;
    }

    private void writeMoved() {
        touched.keysOf(moved, movedCount, keys);
        idle.resolve(keys, movedTo, true, entries);
        for (int i = 0; i < movedCount; i++) {
            idle.touch(entries[i]);
        }
    }

    /** Has the partitions forgotten whose time is up; some of them at a time. */
    void expire(long nowMillis, Owner owner) {
        int count = idle.scan(Long.MIN_VALUE, nowMillis).next(entries, CHUNK_KEYS);
        if (count > 0) {
            idle.keysOf(entries, count, keys);
            for (int i = 0; i < count; i++) {
                idle.remove(entries[i]);
            }
            touched.resolve(keys, null, true, entries);
            movedCount = 0;
            int upCount = 0;
            for (int i = 0; i < count; i++) {
                long until = slot(entries[i]) + lifeMillis;
                if (until > nowMillis) {
                    move(entries[i], until);
                } else {
                    entries[upCount++] = entries[i];
                }
            }
            forget(upCount, mark(nowMillis), owner);
            if (movedCount > 0) {
                writeMoved();
            }
        }
        wakeUp();
    }

    private void forget(int count, long mark, Owner owner) {
        if (count == 0) {
            return;
        }
        touched.keysOf(entries, count, keys);
        Arrays.fill(isForgotten, 0, count, true);
        owner.forget(keys, isForgotten);
        for (int i = 0; i < count; i++) {
            if (isForgotten[i]) {
                touched.remove(entries[i]);
            } else {
                set(entries[i], mark);
                move(entries[i], mark + lifeMillis);
            }
        }
    }
}
