package io.weir.runtime.operator.window;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.SortKey;
import io.weir.runtime.operator.rows.LateRows;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.RowKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows of open sessions, by key and time, and aggregates a session when it is complete: so rows that come
 * late or are withdrawn merge and split sessions for nothing.
 *
 * <p>State: {@code rows}; {@code timers}, for each open session a time at or before its last one at which to look at it
 * again. A session that has gone on by then gets another timer: it is looked at about once per gap.
 */
final class SessionAggregateOperator implements Operator {
    private static final int CHUNK_KEYS = 256;

    private final OperatorContext context;
    private final int timeColumn;
    private final long gapMicros;
    private final int lateSidePort;
    private final OrderedRows rows;
    private final OpenSessions sessions;
    private final KeyedTable timers;
    private final SessionResults results;
    private final KeyCodec keyCodec;
    private final int[] keyColumns;
    private final WindowProgress progress = new WindowProgress();
    private final KeyBatch keys = new KeyBatch();
    private final int[] dueTimers = new int[CHUNK_KEYS];
    private final long[] timerEnds = new long[2];

    private boolean isFiring;
    private KeyedTable.@Nullable Scan due;
    private int dueCount;
    private int dueIndex;
    private int[] timerEntry = new int[1];

    SessionAggregateOperator(SessionAggregateFactory spec, OperatorContext context) {
        this.context = context;
        this.timeColumn = spec.timeColumn();
        this.gapMicros = spec.gapMicros();
        this.lateSidePort = spec.lateSidePort();
        DataType timeType = spec.rowTypes().get(timeColumn);
        this.rows = new OrderedRows(
                "rows",
                spec.keys(),
                spec.keyTypes(),
                List.of(new SortKey(timeColumn, timeType, false, true)),
                spec.rowTypes(),
                context.keyedState());
        this.sessions = new OpenSessions(rows, gapMicros);
        this.timers = context.keyedState().table(new TableSpec("timers", spec.keyTypes(), true, 0, false, 0));
        this.results = new SessionResults(spec, rows, context.keyedState());
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        LongColumn times = (LongColumn) batch.column(timeColumn);
        int[] late = new int[batch.rowCount()];
        int lateCount = 0;
        rows.accept(batch);
        for (int row = 0; row < batch.rowCount(); row++) {
            int position = batch.position(row);
            if (times.isNull(position)) {
                continue;
            }
            long time = times.values()[position];
            boolean isLate = progress.isComplete(sessions.end(time));
            if (isLate && !sessions.hasNeighbour(rows.handles()[row], time)) {
                late[lateCount++] = row;
            } else {
                change(batch, row, time);
            }
        }
        LateRows.report(batch, late, lateCount, lateSidePort, context, output);
    }

    private void change(Batch batch, int row, long time) {
        int handle = rows.handles()[row];
        int sign = RowKind.sign(batch.rowKind(row));
        boolean wasThere = sessions.isThere(row);
        boolean hadNeighbour = sessions.hasNeighbour(handle, time);
        rows.change(row, sign);
        boolean isThere = sessions.isThere(row);
        if (!wasThere && !hadNeighbour) {
            // The first row of a session, or a withdrawal that waits for its row.
            setTimer(batch, row, sessions.end(time));
        } else if (wasThere && !isThere) {
            // The session may have been split: each part is looked at when its row next to the gap says so.
            int count = sessions.neighbours(handle, time, timerEnds);
            for (int i = 0; i < count; i++) {
                setTimer(batch, row, sessions.end(timerEnds[i]));
            }
        }
    }

    private void setTimer(Batch batch, int row, long end) {
        keyCodec.encode(batch.select(new int[] {row}, 1), keyColumns, keys);
        long[] namespace = {end};
        timers.resolve(keys, namespace, true, timerEntry);
        timers.touch(timerEntry[0]);
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        if (progress.advance(timeMicros)) {
            isFiring = true;
            due = null;
            drain(output);
        }
    }

    @Override
    public boolean drain(Output output) {
        while (isFiring && !results.isFull()) {
            if (due != null && dueIndex < dueCount) {
                dueIndex += fire(rows.handles()[dueIndex]) ? 1 : 0;
            } else if (!nextChunk()) {
                isFiring = false;
            }
        }
        results.flush(output);
        if (!isFiring) {
            output.watermark(progress.watermark());
        }
        return !isFiring;
    }

    // Timers of a chunk are removed before its sessions are looked at, because those may set new ones.
    private boolean nextChunk() {
        if (due == null) {
            long least = timers.leastNamespace();
            if (least == Long.MAX_VALUE || !progress.isComplete(least)) {
                return false;
            }
            due = timers.scan(least, progress.completeEnd());
        }
        dueIndex = 0;
        dueCount = due.next(dueTimers, CHUNK_KEYS);
        if (dueCount == 0) {
            due = null;
            return true;
        }
        timers.keysOf(dueTimers, dueCount, keys);
        rows.load(keys);
        for (int i = 0; i < dueCount; i++) {
            timers.remove(dueTimers[i]);
        }
        return true;
    }

    /**
     * Emits and forgets the sessions of a key that are complete.
     *
     * @return false if the output got full before
     */
    private boolean fire(int handle) {
        while (sessions.first(handle)) {
            if (!progress.isComplete(sessions.end(sessions.lastTime()))) {
                Batch row = sessions.firstRow();
                setTimer(row, 0, sessions.end(sessions.lastTime()));
                return true;
            }
            if (results.isFull()) {
                return false;
            }
            results.take(handle, sessions.firstTime(), sessions.lastTime(), sessions.end(sessions.lastTime()));
        }
        sessions.forgetUnmet(handle, progress);
        return true;
    }
}
