package io.weir.runtime.operator.join;

import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;

/**
 * One batch on its way past the other side of an inner join in time, which it leaves as it is; remembers where it
 * stopped.
 */
final class InnerTimedProbe {
    private final TimedSide own;
    private final TimedSide other;
    private final Batch batch;
    private final int[] handles;
    private final KeyedRows.Cursor cursor;
    private final long watermark;
    private final boolean dropsLate;
    private final Pairs pairs;
    private final byte[] bound = new byte[TimeKey.BYTES];

    private int row;
    private boolean inRow;
    private long lastMatchTime;
    /** Copies of the current match that are still to be added. */
    private long copiesLeft;

    /**
     * @param handles of the other side's rows, for each row of the batch
     * @param dropsLate whether rows that have expired at the watermark meet nothing
     */
    InnerTimedProbe(
            TimedSide own,
            TimedSide other,
            Batch batch,
            int[] handles,
            KeyedRows.Cursor cursor,
            long watermark,
            boolean dropsLate,
            Pairs pairs) {
        this.own = own;
        this.other = other;
        this.batch = batch;
        this.handles = handles;
        this.cursor = cursor;
        this.watermark = watermark;
        this.dropsLate = dropsLate;
        this.pairs = pairs;
    }

    RowCodec otherCodec() {
        return other.rowCodec;
    }

    /** @return whether the batch is done; if not, the pairs are full */
    boolean advance() {
        while (row < batch.rowCount()) {
            if (!inRow) {
                inRow = handles[row] != KeyedTable.ABSENT && begin();
            }
            while (inRow) {
                while (copiesLeft > 0) {
                    if (pairs.isFull()) {
                        return false;
                    }
                    pairs.add(row, cursor.keyData(), TimedSide.rowStart(cursor.keyStart()), 1);
                    copiesLeft--;
                }
                inRow = meet(cursor.next());
            }
            row++;
        }
        return true;
    }

    private boolean begin() {
        long time = own.time(batch, row);
        if (dropsLate && own.expiry(time) <= watermark) {
            return false;
        }
        lastMatchTime = Times.plus(time, own.latestMatch);
        TimeKey.put(Times.plus(time, own.earliestMatch), bound, 0);
        // The bound alone is no row: the first one at or behind it follows.
        return meet(cursor.seek(handles[row], bound, 0, bound.length) || cursor.next());
    }

    private boolean meet(boolean onRow) {
        if (!onRow || TimeKey.get(cursor.keyData(), cursor.keyStart()) > lastMatchTime) {
            return false;
        }
        copiesLeft = cursor.number(TimedSide.MULTIPLICITY);
        return true;
    }
}
