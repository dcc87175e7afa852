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
 * <p>State: for each key its rows, ordered by time, with their multiplicity and whether they have met a match; timers:
 * for each key with rows the time at which the first of them expires, or an earlier one; a later one, of a row that
 * came before, if nothing comes out when rows expire.
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
    /** What must not be NULL in a row that can match. */
    private final int[] neededColumns;

    private final int[] allColumns;
    private final KeyCodec keyCodec;
    private final KeyedRows rows;
    private final KeyedRows.Cursor ownCursor;
    private final ByteRows encoded = new ByteRows();
    private final KeyBatch timedKeys = new KeyBatch();
    private int[] ownHandles = {};
    private int[] timedEntries = {};
    private long[] timedTimes = {};

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
        this.neededColumns = IntStream.concat(IntStream.of(keyColumns), IntStream.of(timeColumn))
                .toArray();
        // Rows with a NULL in their key are not kept.
        List<DataType> keyTypes =
                join.keyTypes().stream().map(DataType::notNull).toList();
        this.keyCodec = new KeyCodec(keyTypes);
        this.rowCodec = new RowCodec(types);
        this.rows = context.keyedState().rows(new RowsSpec(name, keyTypes, 2, 0));
        this.ownCursor = rows.cursor();
        this.timers = context.keyedState().table(new TableSpec(name + "Timers", keyTypes, true, 0, false, 0));
    }

    /** Parts the rows that have no time or a NULL in their key, and so match nothing, from the others. */
    NullKeys part(Batch batch) {
        return NullKeys.part(batch, neededColumns);
    }

    /**
     * Takes rows of this side's input that can match: encodes their keys and rows, loads the rows of their keys, and
     * sets timers.
     */
    void accept(Batch batch, KeyBatch keys, long watermark) {
        keyCodec.encode(batch, keyColumns, keys);
        rowCodec.encode(batch, allColumns, TimeKey.BYTES, encoded);
        for (int row = 0; row < batch.rowCount(); row++) {
            TimeKey.put(time(batch, row), encoded.data(), encoded.start(row));
        }
        if (ownHandles.length < keys.count()) {
            ownHandles = new int[keys.count()];
        }
        rows.load(keys, ownHandles);
        setTimers(batch, watermark);
    }

    /** A key has a timer for its first row; so only rows that are to be the first need one. */
    private void setTimers(Batch batch, long watermark) {
        int rowCount = batch.rowCount();
        int[] timed = new int[rowCount];
        if (timedTimes.length < rowCount) {
            timedTimes = new long[rowCount];
            timedEntries = new int[rowCount];
        }
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            long expiry = expiry(time(batch, row));
            if (expiry > watermark && isToBeFirst(timer(expiry), ownHandles[row])) {
                timed[count] = row;
                timedTimes[count++] = timer(expiry);
            }
        }
        if (count > 0) {
            keyCodec.encode(batch.select(timed, count), keyColumns, timedKeys);
            timers.resolve(timedKeys, timedTimes, true, timedEntries);
            for (int i = 0; i < count; i++) {
                timers.touch(timedEntries[i]);
            }
        }
    }

    /** Where nothing comes out when a row expires it may also do so later, with the rows that were there before it. */
    private boolean isToBeFirst(long timer, int handle) {
        return emitsUnmatched ? timer < firstTimer(ownCursor, handle) : rows.size(handle) == 0;
    }

    /** The time of the timer for the first row of a key; the end of time if it has none. */
    private long firstTimer(KeyedRows.Cursor cursor, int handle) {
        return cursor.first(handle) ? timer(expiry(TimeKey.get(cursor.keyData(), cursor.keyStart()))) : Long.MAX_VALUE;
    }

    /** Sets timers for keys whose timers have been taken out, as far as they still have rows. */
    void renewTimers(KeyBatch keys, int[] handles, KeyedRows.Cursor cursor) {
        int count = keys.count();
        if (timedTimes.length < count) {
            timedTimes = new long[count];
            timedEntries = new int[count];
        }
        boolean any = false;
        for (int i = 0; i < count; i++) {
            timedTimes[i] = handles[i] == KeyedTable.ABSENT ? Long.MAX_VALUE : firstTimer(cursor, handles[i]);
            any |= timedTimes[i] != Long.MAX_VALUE;
        }
        if (!any) {
            return;
        }
        timers.resolve(keys, timedTimes, true, timedEntries);
        for (int i = 0; i < count; i++) {
            // A timer that is not touched never was.
            if (timedTimes[i] != Long.MAX_VALUE) {
                timers.touch(timedEntries[i]);
            }
        }
    }

    /**
     * Finds the rows of keys, which may be none.
     *
     * @return the handles, in {@code handles} if they fit
     */
    int[] find(KeyBatch keys, int[] handles) {
        int[] target = handles.length < keys.count() ? new int[keys.count()] : handles;
        rows.find(keys, target);
        return target;
    }

    KeyedRows.Cursor newCursor() {
        return rows.cursor();
    }

    long time(Batch batch, int row) {
        return ((LongColumn) batch.column(timeColumn)).values()[batch.position(row)];
    }

    /** The watermark at which a row with this time has met all its matches. */
    long expiry(long time) {
        return Times.plus(time, lifetime);
    }

    /** Before the end of time, which says that there is none. */
    private long timer(long expiry) {
        long past = Math.floorMod(expiry, timerStep);
        return Math.min(past == 0 ? expiry : Times.plus(expiry, timerStep - past), Long.MAX_VALUE - 1);
    }

    /** Where the row begins in an order key that begins at {@code from}. */
    static int rowStart(int from) {
        return from + TimeKey.BYTES;
    }

    /** Keeps a row of the accepted batch, which has expired at no watermark so far. */
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
