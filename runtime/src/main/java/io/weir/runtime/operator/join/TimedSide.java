package io.weir.runtime.operator.join;

import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.RowCodec;
import io.weir.runtime.state.RowsSpec;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One side of a join whose rows match only for a while: its rows by key and time, and when they expire.
 *
 * <p>State: for each key its rows, ordered by time, with their multiplicity and whether they have met a match; timers, a key for each time at which one of its rows expires.
 */
final class TimedSide {
    static final int MULTIPLICITY = 0;
    static final int MATCHED = 1;

    private static final byte[] NO_PAYLOAD = {};

    final boolean isLeft;
    final boolean countsMatches;
    final boolean emitsUnmatched;
    final boolean emitsMatched;
    final RowCodec rowCodec;
    final KeyedTable timers;
    /** What is added to the time of a row to have the time of the other side's earliest match. */
    final long earliestMatch;
    /** What is added for the latest match. */
    final long latestMatch;

    private final int timeColumn;
    /** What is added to the time of a row for the watermark at which it has met all its matches. */
    private final long lifetime;
    /** Timers are this far apart, so that a key has few of them. */
    private final long timerStep;

    private final int[] keyColumns;
    private final int[] allColumns;
    private final KeyCodec keyCodec;
    private final KeyedRows rows;
    private final KeyedRows.Cursor ownCursor;
    private final ByteRows encoded = new ByteRows();
    private final byte[] timeKey = new byte[TimeKey.BYTES];
    private int[] ownHandles = {};
    private int[] timerEntries = {};

    TimedSide(boolean isLeft, TimedJoin join, OperatorContext context) {
        List<DataType> types = isLeft ? join.leftTypes() : join.rightTypes();
        List<Integer> keys = isLeft ? join.leftKeys() : join.rightKeys();
        String name = isLeft ? "left" : "right";
        this.isLeft = isLeft;
        this.countsMatches = join.type().countsMatches(isLeft);
        this.emitsUnmatched = join.type().emitsUnmatched(isLeft);
        this.emitsMatched = join.type().emitsMatched(isLeft);
        this.timeColumn = isLeft ? join.leftTime() : join.rightTime();
        // left between right + lower and right + upper: right between left - upper and left - lower.
        this.earliestMatch = isLeft ? -join.upperMicros() : join.lowerMicros();
        this.latestMatch = isLeft ? -join.lowerMicros() : join.upperMicros();
        this.lifetime = latestMatch + join.completeMicros();
        this.timerStep = emitsUnmatched ? 1 : Math.max(1, (join.upperMicros() - join.lowerMicros()) / 8);
        this.keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        this.allColumns = IntStream.range(0, types.size()).toArray();
        this.keyCodec = new KeyCodec(join.keyTypes());
        this.rowCodec = new RowCodec(types);
        this.rows = context.keyedState().rows(new RowsSpec(name, join.keyTypes(), 2, 0));
        this.ownCursor = rows.cursor();
        this.timers = context.keyedState().table(new TableSpec(name + "Timers", join.keyTypes(), true, 0, false, 0));
    }

    /** Takes a batch of this side's input: encodes its keys and rows, loads the rows of its keys, and sets timers for them. */
    void accept(Batch batch, KeyBatch keys, long watermark) {
        int rowCount = batch.rowCount();
        keyCodec.encode(batch, keyColumns, keys);
        encoded.clear();
        if (timerEntries.length < rowCount) {
            timerEntries = new int[rowCount];
        }
        long[] expiries = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            long time = matches(batch, row) ? time(batch, row) : 0;
            TimeKey.put(time, timeKey, 0);
            encoded.append(timeKey, 0, TimeKey.BYTES);
            rowCodec.append(batch, allColumns, row, encoded);
            encoded.endRow();
            expiries[row] = timer(expiry(time));
        }
        ownHandles = load(keys, ownHandles);
        timers.resolve(keys, expiries, true, timerEntries);
        for (int row = 0; row < rowCount; row++) {
            // A timer that is not touched never was.
            if (matches(batch, row) && expiry(time(batch, row)) > watermark) {
                timers.touch(timerEntries[row]);
            }
        }
    }

    /** Loads the rows of keys. @return the handles, in {@code handles} if they fit */
    int[] load(KeyBatch keys, int[] handles) {
        int[] target = handles.length < keys.count() ? new int[keys.count()] : handles;
        rows.load(keys, target);
        return target;
    }

    KeyedRows.Cursor newCursor() {
        return rows.cursor();
    }

    /** Whether a row has a time, and no NULL in its key: others match nothing. */
    boolean matches(Batch batch, int row) {
        int position = batch.position(row);
        for (int column : keyColumns) {
            if (batch.column(column).isNull(position)) {
                return false;
            }
        }
        return !batch.column(timeColumn).isNull(position);
    }

    long time(Batch batch, int row) {
        return ((LongColumn) batch.column(timeColumn)).values()[batch.position(row)];
    }

    /** The watermark at which a row with this time has met all its matches. */
    long expiry(long time) {
        return Times.plus(time, lifetime);
    }

    private long timer(long expiry) {
        long past = Math.floorMod(expiry, timerStep);
        return past == 0 ? expiry : Times.plus(expiry, timerStep - past);
    }

    /** Where the row begins in an order key that begins at {@code from}. */
    static int rowStart(int from) {
        return from + TimeKey.BYTES;
    }

    /** Keeps a row of the accepted batch. */
    void store(int row, boolean matched) {
        if (!ownCursor.seek(ownHandles[row], encoded.data(), encoded.start(row), encoded.end(row))) {
            ownCursor.insert(NO_PAYLOAD, 0, 0);
        }
        ownCursor.setNumber(MULTIPLICITY, ownCursor.number(MULTIPLICITY) + 1);
        if (matched) {
            ownCursor.setNumber(MATCHED, 1);
        }
    }
}
