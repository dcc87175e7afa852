package io.weir.runtime.operator.window;

import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyedRows;
import io.weir.spi.data.Batch;

/**
 * Finds sessions in the rows of a key, which stand in order of time. A row whose withdrawal came first is not there.
 */
final class OpenSessions {
    private final OrderedRows rows;
    private final KeyedRows.Cursor cursor;
    private final long gapMicros;
    /** A byte that says that the time is not NULL, then the time: the beginning of an order key. */
    private final byte[] bound = new byte[1 + TimeKey.BYTES];

    private final long[] scratch = new long[2];
    private long firstTime;
    private long lastTime;

    OpenSessions(OrderedRows rows, long gapMicros) {
        this.rows = rows;
        this.cursor = rows.cursor();
        this.gapMicros = gapMicros;
        this.bound[0] = 1;
    }

    /** The end of a session whose last row has this time. */
    long end(long time) {
        return time > Long.MAX_VALUE - gapMicros ? Long.MAX_VALUE : time + gapMicros;
    }

    /** Whether a row of the accepted batch is there. */
    boolean isThere(int row) {
        ByteRows keys = rows.orderKeys();
        return cursor.seek(rows.handles()[row], keys.data(), keys.start(row), keys.end(row)) && isThere();
    }

    private boolean isThere() {
        return cursor.number(OrderedRows.MULTIPLICITY) > 0;
    }

    private long time() {
        return TimeKey.get(cursor.keyData(), cursor.keyStart() + 1);
    }

    /** Whether a row that is there has the same session as one with this time would. */
    boolean hasNeighbour(int handle, long time) {
        return neighbours(handle, time, scratch) > 0;
    }

    /**
     * Puts the times of the rows next to a time, on both sides and within the gap, into {@code times}.
     *
     * @return how many there are
     */
    int neighbours(int handle, long time, long[] times) {
        int count = 0;
        TimeKey.put(time, bound, 1);
        boolean found = cursor.seek(handle, bound, 0, bound.length) || cursor.next();
        while (found && !isThere()) {
            found = cursor.next();
        }
        if (found && time() - time < gapMicros) {
            times[count++] = time();
        }
        cursor.seek(handle, bound, 0, bound.length);
        found = cursor.previous();
        while (found && !isThere()) {
            found = cursor.previous();
        }
        if (found && time - time() < gapMicros) {
            times[count++] = time();
        }
        return count;
    }

    /**
     * Finds the first session of a key.
     *
     * @return false if none of its rows is there
     */
    boolean first(int handle) {
        boolean found = cursor.first(handle);
        while (found && !isThere()) {
            found = cursor.next();
        }
        if (!found) {
            return false;
        }
        firstTime = time();
        lastTime = firstTime;
        for (found = cursor.next(); found; found = cursor.next()) {
            if (time() - lastTime >= gapMicros) {
                break;
            }
            lastTime = isThere() ? time() : lastTime;
        }
        // Back to a row of the session, for its key.
        TimeKey.put(firstTime, bound, 1);
        if (!cursor.seek(handle, bound, 0, bound.length)) {
            cursor.next();
        }
        return true;
    }

    long firstTime() {
        return firstTime;
    }

    long lastTime() {
        return lastTime;
    }

    /** A row of the session that was found last. */
    Batch firstRow() {
        return rows.decode(cursor);
    }

    /** Forgets withdrawals whose row can only come late. */
    void forgetUnmet(int handle, WindowProgress progress) {
        for (boolean found = cursor.first(handle); found; found = cursor.next()) {
            if (!isThere() && progress.isComplete(end(time()))) {
                cursor.remove();
            }
        }
    }
}
