package io.weir.runtime.operator.join;

import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import org.jspecify.annotations.Nullable;

/**
 * Forgets the rows of both sides that have met all their matches by a watermark, and emits those that have met none
 * where the join wants them. Stops when the output is full: rows that were dealt with are gone, so it goes on with
 * those that are left.
 */
final class Expiration {
    private static final int CHUNK_KEYS = 1024;

    private final long watermark;
    private final TimedSide[] sides;
    private final KeyedRows.Cursor[] cursors;
    private final JoinOutput rows;
    private final KeyBatch keys = new KeyBatch();
    private final int[] timers = new int[CHUNK_KEYS];

    private int side;
    private KeyedTable.@Nullable Scan scan;
    private int count;
    private int at;
    private int[] handles = {};

    Expiration(
            long watermark,
            TimedSide left,
            KeyedRows.Cursor leftCursor,
            TimedSide right,
            KeyedRows.Cursor rightCursor,
            JoinOutput rows) {
        this.watermark = watermark;
        this.sides = new TimedSide[] {left, right};
        this.cursors = new KeyedRows.Cursor[] {leftCursor, rightCursor};
        this.rows = rows;
    }

    /** @return whether all is done; if not, the output is full */
    boolean advance() {
        while (side < sides.length) {
            while (at < count) {
                if (!expire(sides[side], cursors[side], handles[at])) {
                    return false;
                }
                at++;
            }
            nextChunk(sides[side]);
        }
        return true;
    }

    private void nextChunk(TimedSide current) {
        if (count > 0) {
            for (int i = 0; i < count; i++) {
                current.timers.remove(timers[i]);
            }
            current.renewTimers(keys, handles, cursors[side]);
        }
        if (scan == null) {
            scan = current.timers.scan(Long.MIN_VALUE, watermark);
        }
        at = 0;
        count = scan.next(timers, CHUNK_KEYS);
        if (count == 0) {
            scan = null;
            side++;
            return;
        }
        current.timers.keysOf(timers, count, keys);
        handles = current.find(keys, handles);
    }

    private boolean expire(TimedSide current, KeyedRows.Cursor cursor, int handle) {
        boolean onRow = handle != KeyedTable.ABSENT && cursor.first(handle);
        while (onRow && current.expiry(TimeKey.get(cursor.keyData(), cursor.keyStart())) <= watermark) {
            if (rows.isFull()) {
                return false;
            }
            if (current.emitsUnmatched && cursor.number(TimedSide.MATCHED) == 0) {
                for (long copy = cursor.number(TimedSide.MULTIPLICITY); copy > 0; copy--) {
                    int start = TimedSide.rowStart(cursor.keyStart());
                    rows.padded(current.isLeft, current.rowCodec, cursor.keyData(), start, 1);
                }
            }
            cursor.remove();
            onRow = cursor.next();
        }
        return true;
    }
}
