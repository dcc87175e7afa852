package io.weir.runtime.operator.join;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.RowCodec;
import io.weir.runtime.state.RowsSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.RowKind;
import java.util.stream.IntStream;

/**
 * The versions of the right row of each key, by the time at which they begin.
 *
 * <p>State: for each key and time a row, or the mark that there is none from then on. Versions that ended before the
 * watermark are forgotten when their key is next met.
 */
final class Versions {
    private static final int IS_END = 0;

    final RowCodec rowCodec;
    private final int timeColumn;
    private final int[] keyColumns;
    private final int[] allColumns;
    private final KeyCodec keyCodec;
    private final KeyedRows versions;
    private final KeyedRows.Cursor cursor;
    private final KeyBatch keys = new KeyBatch();
    private final ByteRows encoded = new ByteRows();
    private final byte[] timeKey = new byte[TimeKey.BYTES];
    private int[] handles = {};

    Versions(TemporalJoinFactory spec, OperatorContext context) {
        this.timeColumn = spec.rightTime();
        this.keyColumns = spec.rightKeys().stream().mapToInt(Integer::intValue).toArray();
        this.allColumns = IntStream.range(0, spec.rightTypes().size()).toArray();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.rowCodec = new RowCodec(spec.rightTypes());
        this.versions = context.keyedState().rows(new RowsSpec("versions", spec.keyTypes(), 1, 0));
        this.cursor = versions.cursor();
    }

    /** Takes changes of right rows. */
    void accept(Batch batch, long watermark) {
        int rowCount = batch.rowCount();
        keyCodec.encode(batch, keyColumns, keys);
        rowCodec.encode(batch, allColumns, encoded);
        handles = load(keys, handles);
        LongColumn times = (LongColumn) batch.column(timeColumn);
        for (int row = 0; row < rowCount; row++) {
            int position = batch.position(row);
            byte kind = batch.rowKind(row);
            if (kind != RowKind.UPDATE_BEFORE_CODE && !times.isNull(position)) {
                begin(row, times.values()[position], kind == RowKind.DELETE_CODE);
                forget(handles[row], watermark);
            }
        }
    }

    private void begin(int row, long time, boolean isEnd) {
        TimeKey.put(time, timeKey, 0);
        if (cursor.seek(handles[row], timeKey, 0, timeKey.length)) {
            // A version that begins when another one did takes its place.
            cursor.remove();
            cursor.seek(handles[row], timeKey, 0, timeKey.length);
        }
        cursor.insert(encoded.data(), encoded.start(row), isEnd ? encoded.start(row) : encoded.end(row));
        cursor.setNumber(IS_END, isEnd ? 1 : 0);
    }

    int[] load(KeyBatch loaded, int[] into) {
        int[] target = into.length < loaded.count() ? new int[loaded.count()] : into;
        versions.load(loaded, target);
        return target;
    }

    /**
     * Goes to the version valid at a time.
     *
     * @return false if there is none; else {@link #data} and {@link #start} are its row
     */
    boolean find(int handle, long time) {
        return seek(handle, time) && cursor.number(IS_END) == 0;
    }

    private boolean seek(int handle, long time) {
        TimeKey.put(time, timeKey, 0);
        return cursor.seek(handle, timeKey, 0, timeKey.length) || cursor.previous();
    }

    byte[] data() {
        return cursor.payloadData();
    }

    int start() {
        return cursor.payloadStart();
    }

    /**
     * Forgets the versions of a key that ended by the watermark: no left row that is on time asks for them any more.
     */
    void forget(int handle, long watermark) {
        if (!seek(handle, watermark)) {
            return;
        }
        long valid = TimeKey.get(cursor.keyData(), cursor.keyStart());
        boolean isEnd = cursor.number(IS_END) != 0;
        for (boolean found = cursor.first(handle); found; found = cursor.next()) {
            long time = TimeKey.get(cursor.keyData(), cursor.keyStart());
            if (time > valid || (time == valid && !isEnd)) {
                return;
            }
            cursor.remove();
        }
    }
}
