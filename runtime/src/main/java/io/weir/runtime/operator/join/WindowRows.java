package io.weir.runtime.operator.join;

import io.weir.runtime.state.BagsSpec;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import java.util.List;

/**
 * The rows of a side by key and window, the end of which is the last column of the key; all rows of a window go
 * together.
 *
 * <p>State: the rows; timers: an entry for each key and window that has rows, by the end of the window.
 */
final class WindowRows implements KeptRows {
    private static final int CHUNK_KEYS = 1024;

    private final int endColumn;
    private final AddedRows rows;
    private final KeyedTable timers;
    private final KeyBatch expiredKeys = new KeyBatch();
    private final int[] expired = new int[CHUNK_KEYS];
    private int[] timerEntries = {};
    private long[] ends = {};

    /** @param keyTypes the columns that the input is partitioned by, then the end of the window */
    WindowRows(String name, List<DataType> keyTypes, int endColumn, KeyedState state) {
        this.endColumn = endColumn;
        int partitionColumns = keyTypes.size() - 1;
        rows = new AddedRows(new BagsSpec(name, keyTypes, 0, partitionColumns), state);
        timers = state.table(new TableSpec(name + "Timers", keyTypes, true, 0, false, 0, partitionColumns));
    }

    @Override
    public void load(KeyBatch keys, int[] handles) {
        rows.load(keys, handles);
    }

    @Override
    public void find(KeyBatch keys, int[] handles) {
        rows.find(keys, handles);
    }

    @Override
    public void addAll(Batch batch, KeyBatch keys, ByteRows encoded, int[] handles) {
        setTimers(batch, keys, handles);
        rows.addAll(batch, keys, encoded, handles);
    }

    private void setTimers(Batch batch, KeyBatch keys, int[] handles) {
        int count = batch.rowCount();
        boolean anyNew = false;
        for (int row = 0; row < count && !anyNew; row++) {
            anyNew = rows.isEmpty(handles[row]);
        }
        if (!anyNew) {
            return;
        }
        if (ends.length < count) {
            ends = new long[count];
            timerEntries = new int[count];
        }
        long[] values = ((LongColumn) batch.column(endColumn)).values();
        for (int row = 0; row < count; row++) {
            ends[row] = values[batch.position(row)];
        }
        timers.resolve(keys, ends, true, timerEntries);
        for (int row = 0; row < count; row++) {
            // A timer that is not touched never was.
            if (rows.isEmpty(handles[row])) {
                timers.touch(timerEntries[row]);
            }
        }
    }

    /** Forgets the rows of all windows that end at {@code end} or before. */
    void expire(long end) {
        KeyedTable.Scan scan = timers.scan(Long.MIN_VALUE, end);
        for (int count = scan.next(expired, CHUNK_KEYS); count > 0; count = scan.next(expired, CHUNK_KEYS)) {
            timers.keysOf(expired, count, expiredKeys);
            for (int i = 0; i < count; i++) {
                timers.remove(expired[i]);
            }
            rows.clearAll(expiredKeys);
        }
    }

    @Override
    public Cursor cursor() {
        return rows.cursor();
    }
}
