package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
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
import io.weir.spi.data.LongColumn;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds left rows back until the watermark has passed their time: then the version that was valid is known for good.
 *
 * <p>State: {@code left}, rows that wait, by key and time; {@code timers}, a key for each time at which one of its rows
 * is due; {@link Versions}.
 */
final class TemporalJoinOperator implements Operator {
    private static final int CHUNK_KEYS = 1024;
    private static final int MULTIPLICITY = 0;
    private static final byte[] NO_PAYLOAD = {};

    private final boolean leftOuter;
    private final int timeColumn;
    private final int[] keyColumns;
    private final int[] allColumns;
    private final KeyCodec keyCodec;
    private final RowCodec rowCodec;
    private final KeyedRows left;
    private final KeyedRows.Cursor cursor;
    private final KeyedTable timers;
    private final Versions versions;
    private final ResidualCondition residual;
    private final JoinOutput rows;
    private final KeyBatch keys = new KeyBatch();
    private final ByteRows encoded = new ByteRows();
    private final byte[] timeKey = new byte[TimeKey.BYTES];
    private final int[] dueTimers = new int[CHUNK_KEYS];

    private long watermark = Watermark.NONE;
    private KeyedTable.@Nullable Scan due;
    private int dueCount;
    private int dueIndex;
    private int[] leftHandles = {};
    private int[] rightHandles = {};
    private int[] timerEntries = {};

    TemporalJoinOperator(TemporalJoinFactory spec, OperatorContext context) {
        this.leftOuter = spec.leftOuter();
        this.timeColumn = spec.leftTime();
        this.keyColumns = spec.leftKeys().stream().mapToInt(Integer::intValue).toArray();
        this.allColumns = IntStream.range(0, spec.leftTypes().size()).toArray();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.rowCodec = new RowCodec(spec.leftTypes());
        this.left = context.keyedState().rows(new RowsSpec("left", spec.keyTypes(), 1, 0));
        this.cursor = left.cursor();
        this.timers = context.keyedState().table(new TableSpec("timers", spec.keyTypes(), true, 0, false, 0));
        this.versions = new Versions(spec, context);
        this.residual = new ResidualCondition(spec.residual(), spec.leftTypes(), spec.rightTypes());
        this.rows = new JoinOutput(spec.leftTypes(), spec.rightTypes(), false);
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        if (input == 1) {
            versions.accept(batch, watermark);
            return;
        }
        checkState(batch.isAppendOnly(), "the left input of a temporal join brought a withdrawal");
        hold(batch);
        rows.flush(output);
    }

    private void hold(Batch batch) {
        int rowCount = batch.rowCount();
        if (leftHandles.length < rowCount || timerEntries.length < rowCount) {
            leftHandles = new int[rowCount];
            timerEntries = new int[rowCount];
        }
        keyCodec.encode(batch, keyColumns, keys);
        left.load(keys, leftHandles);
        LongColumn times = (LongColumn) batch.column(timeColumn);
        long[] dueTimes = new long[rowCount];
        encoded.clear();
        for (int row = 0; row < rowCount; row++) {
            int position = batch.position(row);
            dueTimes[row] = times.isNull(position) ? 0 : times.values()[position];
            TimeKey.put(dueTimes[row], timeKey, 0);
            encoded.append(timeKey, 0, TimeKey.BYTES);
            rowCodec.append(batch, allColumns, row, encoded);
            encoded.endRow();
        }
        timers.resolve(keys, dueTimes, true, timerEntries);
        for (int row = 0; row < rowCount; row++) {
            if (hasVersions(batch, row)) {
                timers.touch(timerEntries[row]);
                store(row);
            } else if (leftOuter) {
                rows.padded(true, batch, row, 1);
            }
        }
    }

    private boolean hasVersions(Batch batch, int row) {
        int position = batch.position(row);
        for (int column : keyColumns) {
            if (batch.column(column).isNull(position)) {
                return false;
            }
        }
        return !batch.column(timeColumn).isNull(position);
    }

    private void store(int row) {
        if (!cursor.seek(leftHandles[row], encoded.data(), encoded.start(row), encoded.end(row))) {
            cursor.insert(NO_PAYLOAD, 0, 0);
        }
        cursor.setNumber(MULTIPLICITY, cursor.number(MULTIPLICITY) + 1);
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
        while (due != null && !rows.isFull()) {
            if (dueIndex < dueCount) {
                dueIndex += joinDue(leftHandles[dueIndex], rightHandles[dueIndex]) ? 1 : 0;
            } else {
                nextChunk(due);
            }
        }
        rows.flush(output);
        if (due == null) {
            output.watermark(watermark);
        }
        return due == null;
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
        if (leftHandles.length < dueCount) {
            leftHandles = new int[dueCount];
        }
        left.load(keys, leftHandles);
        rightHandles = versions.load(keys, rightHandles);
    }

    /**
     * Emits and forgets the rows of a key that are due.
     *
     * @return false if the output got full before
     */
    private boolean joinDue(int leftHandle, int rightHandle) {
        boolean onRow = cursor.first(leftHandle);
        while (onRow) {
            long time = TimeKey.get(cursor.keyData(), cursor.keyStart());
            if (time > watermark) {
                break;
            }
            if (rows.isFull()) {
                return false;
            }
            join(time, rightHandle);
            cursor.remove();
            onRow = cursor.next();
        }
        versions.forget(rightHandle, watermark);
        return true;
    }

    private void join(long time, int rightHandle) {
        int start = cursor.keyStart() + TimeKey.BYTES;
        boolean matches = versions.find(rightHandle, time)
                && residual.holds(
                        rowCodec, cursor.keyData(), start, versions.rowCodec, versions.data(), versions.start());
        for (long copy = cursor.number(MULTIPLICITY); copy > 0; copy--) {
            if (matches) {
                rows.pair(rowCodec, cursor.keyData(), start, versions.rowCodec, versions.data(), versions.start());
            } else if (leftOuter) {
                rows.padded(true, rowCodec, cursor.keyData(), start, 1);
            }
        }
    }
}
