package io.weir.runtime.operator.match;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * The times of the rows at which matches under way begin: none comes out with an earlier one.
 *
 * <p>State: {@code since}, by partition, that time; {@code pending}, partitions by it.
 */
final class PendingTimes {
    private final KeyedTable since;
    private final KeyedTable pending;
    private final int[] entry = new int[1];
    private final long[] time = new long[1];
    private int[] entries = {};
    private long[] times = {};

    PendingTimes(List<DataType> keyTypes, KeyedState state) {
        this.since = state.table(new TableSpec("since", keyTypes, false, 1, false, 0));
        this.pending = state.table(new TableSpec("pending", keyTypes, true, 0, false, 0));
    }

    /** The greatest watermark that makes none of them late. */
    long before() {
        long least = pending.leastNamespace();
        return least == Long.MAX_VALUE ? Watermark.END : least - 1;
    }

    /** @param timeMicros {@link Watermark#END}: nothing is under way */
    void set(KeyBatch partition, long timeMicros) {
        since.resolve(partition, null, true, entry);
        int at = since.offset(entry[0]);
        // Sign flipped and one more, so that an entry that was just made has no time.
        long before = since.page(entry[0])[at];
        long now = timeMicros == Watermark.END ? 0 : (timeMicros ^ Long.MIN_VALUE) + 1;
        if (before == now) {
            return;
        }
        if (now == 0) {
            since.remove(entry[0]);
        } else {
            since.touch(entry[0]);
            since.page(entry[0])[since.offset(entry[0])] = now;
        }
        if (before != 0) {
            time[0] = (before - 1) ^ Long.MIN_VALUE;
            pending.resolve(partition, time, false, entry);
            if (entry[0] != KeyedTable.ABSENT) {
                pending.remove(entry[0]);
            }
        }
        if (now != 0) {
            time[0] = timeMicros;
            pending.resolve(partition, time, true, entry);
            pending.touch(entry[0]);
        }
    }

    void forget(KeyBatch partitions, boolean[] isForgotten) {
        int count = partitions.count();
        if (entries.length < count) {
            entries = new int[count];
            times = new long[count];
        }
        since.resolve(partitions, null, false, entries);
        for (int i = 0; i < count; i++) {
            boolean isThere = isForgotten[i] && entries[i] != KeyedTable.ABSENT;
            times[i] =
                    isThere ? (since.page(entries[i])[since.offset(entries[i])] - 1) ^ Long.MIN_VALUE : Watermark.END;
            if (isThere) {
                since.remove(entries[i]);
            }
        }
        pending.resolve(partitions, times, false, entries);
        for (int i = 0; i < count; i++) {
            if (entries[i] != KeyedTable.ABSENT && times[i] != Watermark.END) {
                pending.remove(entries[i]);
            }
        }
    }
}
