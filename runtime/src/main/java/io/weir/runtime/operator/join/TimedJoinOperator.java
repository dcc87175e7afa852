package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.rows.LateRows;
import io.weir.runtime.operator.rows.TimeKey;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.spi.data.Batch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Joins two append-only inputs whose rows match only for a while. Pairs come out with the later of the two rows, rows
 * without a match when the watermark says that none follows; then a row is forgotten.
 *
 * <p>State: the rows of both sides that can still meet a match. The watermark that goes out is held back by as much as
 * rows come out behind it.
 */
final class TimedJoinOperator implements Operator {
    private final OperatorContext context;
    private final TimedJoin join;
    private final TimedSide left;
    private final TimedSide right;
    private final ResidualCondition residual;
    private final JoinOutput rows;
    /** Null if more or less comes out than pairs. */
    private final @Nullable Pairs pairs;

    private final KeyedRows.Cursor leftCursor;
    private final KeyedRows.Cursor rightCursor;
    private final KeyBatch keys = new KeyBatch();
    private final byte[] bound = new byte[TimeKey.BYTES];

    private int[] handles = {};
    private long watermark = Watermark.NONE;
    private @Nullable Probe probe;
    private @Nullable InnerTimedProbe innerProbe;
    private @Nullable Expiration expiration;

    TimedJoinOperator(TimedJoin join, OperatorContext context) {
        this.context = context;
        this.join = join;
        this.left = new TimedSide(true, join, context);
        this.right = new TimedSide(false, join, context);
        this.residual = new ResidualCondition(join.residual(), join.leftTypes(), join.rightTypes());
        this.pairs = join.type() == JoinType.INNER
                ? new Pairs(
                        join.leftTypes(),
                        join.rightTypes(),
                        join.residual().map(Supplier::get).orElse(null))
                : null;
        this.rows =
                new JoinOutput(join.leftTypes(), join.rightTypes(), !join.type().emitsPairs());
        this.leftCursor = left.newCursor();
        this.rightCursor = right.newCursor();
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(batch.isAppendOnly(), "input %s of a join in time brought a withdrawal", input);
        TimedSide own = input == 0 ? left : right;
        TimedSide other = input == 0 ? right : left;
        NullKeys parts = own.part(batch);
        Batch complete = parts.complete();
        reportLate(own, complete, input, output);
        own.accept(complete, keys, watermark);
        handles = other.find(keys, handles);
        KeyedRows.Cursor cursor = own.isLeft ? rightCursor : leftCursor;
        if (pairs == null) {
            probe = new Probe(own, other, parts, cursor);
        } else {
            storeAll(own, complete);
            pairs.begin(own.isLeft, complete);
            innerProbe = new InnerTimedProbe(own, other, complete, handles, cursor, watermark, join.dropsLate(), pairs);
        }
        boolean unused = drain(output);
    }

    /** Each input has a side output of its own, from 1; dropped if nobody wants them. */
    private void reportLate(TimedSide own, Batch batch, int input, Output output) {
        if (!join.dropsLate()) {
            return;
        }
        int[] late = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (own.expiry(own.time(batch, row)) <= watermark) {
                late[count++] = row;
            }
        }
        LateRows.report(batch, late, count, input + 1, context, output);
    }

    private void storeAll(TimedSide own, Batch batch) {
        for (int row = 0; row < batch.rowCount(); row++) {
            if (own.expiry(own.time(batch, row)) > watermark) {
                own.store(row, false);
            }
        }
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        watermark = Math.max(watermark, timeMicros);
        expiration = new Expiration(watermark, left, leftCursor, right, rightCursor, rows);
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        if (probe != null && probe.advance()) {
            probe = null;
        }
        if (innerProbe != null && pairs != null && !drainPairs(innerProbe, pairs, output)) {
            return false;
        }
        boolean expired = expiration != null && expiration.advance();
        rows.flush(output);
        if (expired) {
            expiration = null;
            output.watermark(watermark == Watermark.END ? Watermark.END : Times.plus(watermark, -join.delayMicros()));
        }
        return probe == null && expiration == null;
    }

    /** @return whether all has been emitted */
    private boolean drainPairs(InnerTimedProbe running, Pairs met, Output output) {
        boolean emitted = false;
        while (innerProbe != null && !emitted) {
            if (running.advance()) {
                innerProbe = null;
            }
            emitted = met.flush(running.otherCodec(), output);
        }
        return innerProbe == null;
    }

    /** One batch on its way past the other side; remembers where it stopped. */
    private final class Probe {
        private final TimedSide own;
        private final TimedSide other;
        private final Batch batch;
        private final @Nullable Batch incomplete;
        private final KeyedRows.Cursor cursor;

        private int incompleteRow;
        private int row;
        private boolean inRow;
        private boolean onCandidate;
        private long lastMatchTime;
        private boolean matched;
        private long copiesLeft;

        Probe(TimedSide own, TimedSide other, NullKeys parts, KeyedRows.Cursor cursor) {
            this.own = own;
            this.other = other;
            this.batch = parts.complete();
            this.incomplete = own.emitsUnmatched ? parts.incomplete() : null;
            this.cursor = cursor;
        }

        /** @return whether the batch is done; if not, the output is full */
        boolean advance() {
            while (incomplete != null && incompleteRow < incomplete.rowCount()) {
                if (rows.isFull()) {
                    return false;
                }
                rows.padded(own.isLeft, incomplete, incompleteRow++, 1);
            }
            while (row < batch.rowCount()) {
                if (!inRow && !begin()) {
                    row++;
                    continue;
                }
                while (onCandidate) {
                    // Rows of the other side may have filled the output as well as pairs.
                    if (!emitCopies() || rows.isFull()) {
                        return false;
                    }
                    toCandidate(cursor.next());
                }
                end();
                inRow = false;
                row++;
                if (rows.isFull()) {
                    return row >= batch.rowCount();
                }
            }
            return true;
        }

        /** @return whether the row has to look for matches */
        private boolean begin() {
            long time = own.time(batch, row);
            if (join.dropsLate() && own.expiry(time) <= watermark) {
                return false;
            }
            inRow = true;
            matched = false;
            lastMatchTime = Times.plus(time, own.latestMatch);
            TimeKey.put(Times.plus(time, own.earliestMatch), bound, 0);
            // The bound alone is no row: the first one at or behind it follows.
            boolean isAny = handles[row] != KeyedTable.ABSENT;
            toCandidate(isAny && (cursor.seek(handles[row], bound, 0, bound.length) || cursor.next()));
            return true;
        }

        private void toCandidate(boolean onRow) {
            onCandidate = onRow && TimeKey.get(cursor.keyData(), cursor.keyStart()) <= lastMatchTime;
            copiesLeft = 0;
            int start = TimedSide.rowStart(onCandidate ? cursor.keyStart() : 0);
            if (onCandidate && residual.holds(own.isLeft, batch, row, other.rowCodec, cursor.keyData(), start)) {
                meet();
            }
        }

        private void meet() {
            matched = true;
            long copies = cursor.number(TimedSide.MULTIPLICITY);
            if (join.type().emitsPairs()) {
                copiesLeft = copies;
            }
            if (other.countsMatches && cursor.number(TimedSide.MATCHED) == 0) {
                cursor.setNumber(TimedSide.MATCHED, 1);
                for (long copy = other.emitsMatched ? copies : 0; copy > 0; copy--) {
                    rows.padded(
                            other.isLeft, other.rowCodec, cursor.keyData(), TimedSide.rowStart(cursor.keyStart()), 1);
                }
            }
        }

        private boolean emitCopies() {
            while (copiesLeft > 0) {
                if (rows.isFull()) {
                    return false;
                }
                int start = TimedSide.rowStart(cursor.keyStart());
                rows.pair(own.isLeft, batch, row, other.rowCodec, cursor.keyData(), start, 1);
                copiesLeft--;
            }
            return true;
        }

        private void end() {
            if (matched && own.emitsMatched) {
                rows.padded(own.isLeft, batch, row, 1);
            }
            if (own.expiry(own.time(batch, row)) > watermark) {
                own.store(row, matched);
            } else if (!matched && own.emitsUnmatched) {
                rows.padded(own.isLeft, batch, row, 1);
            }
        }
    }
}
