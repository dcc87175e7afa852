package io.weir.runtime.operator.join;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedTable;
import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Joins two changelogs, each side kept whole, where more or less comes out than the matching pairs.
 *
 * <p>The output is at any time a function of what both sides hold: all pairs that meet the condition, as often as the
 * product of both multiplicities says, and each row of an outer side whose matches sum up to 0, padded. A row that
 * arrives with sign {@code s} changes it by: {@code s} times its pairs; {@code s} times itself padded, if it has no
 * match; and the padded form of each match whose sum of matches turns from 0 or to 0. As all of that is linear in the
 * signs, the order in which a row and its withdrawal arrive does not matter in the end.
 *
 * <p>A row with a million matches makes a million output rows: the operator stops when a batch is full and goes on in
 * {@link #drain}.
 */
final class OuterJoinOperator implements Operator {
    private final JoinType type;
    private final JoinSide left;
    private final JoinSide right;
    private final @Nullable RowPairPredicate residual;
    private final JoinOutput rows;
    private final KeyedRows.Cursor leftCursor;
    private final KeyedRows.Cursor rightCursor;
    private final @Nullable Candidates leftCandidates;
    private final @Nullable Candidates rightCandidates;
    private final KeyBatch keys = new KeyBatch();

    private @Nullable Probe probe;
    private int[] handles = {};

    OuterJoinOperator(JoinFactory spec, OperatorContext context) {
        this.type = spec.type();
        this.left = new JoinSide(
                true, type, spec.leftTypes(), spec.leftKeys(), spec.keyTypes(), spec.leftTtlMillis(), context);
        this.right = new JoinSide(
                false, type, spec.rightTypes(), spec.rightKeys(), spec.keyTypes(), spec.rightTtlMillis(), context);
        this.residual = spec.residual().map(Supplier::get).orElse(null);
        this.rows = new JoinOutput(spec.leftTypes(), spec.rightTypes(), !type.emitsPairs());
        this.leftCursor = left.newCursor();
        this.rightCursor = right.newCursor();
        this.leftCandidates = residual == null ? null : new Candidates(left, residual);
        this.rightCandidates = residual == null ? null : new Candidates(right, residual);
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        JoinSide own = input == 0 ? left : right;
        JoinSide other = input == 0 ? right : left;
        NullKeys parts = own.part(batch);
        own.accept(parts.complete(), keys);
        handles = other.find(keys, handles);
        probe = new Probe(own, other, parts);
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        if (probe == null) {
            return true;
        }
        if (probe.advance()) {
            probe = null;
        }
        rows.flush(output);
        return probe == null;
    }

    /** One batch on its way past the other side; remembers where it stopped. */
    private final class Probe {
        private final JoinSide own;
        private final JoinSide other;
        private final Batch batch;
        private final @Nullable Batch incomplete;
        private final KeyedRows.Cursor cursor;
        private final @Nullable Candidates candidates;

        private int incompleteRow;
        private int row;
        private int sign;
        private boolean inRow;
        private boolean onMatch;
        private long matches;
        /** Copies of the current match still to be emitted, with the sign they get. */
        private long copiesLeft;

        private int copySign;

        Probe(JoinSide own, JoinSide other, NullKeys parts) {
            this.own = own;
            this.other = other;
            this.batch = parts.complete();
            this.incomplete = own.emitsUnmatched ? parts.incomplete() : null;
            this.cursor = own.isLeft ? rightCursor : leftCursor;
            this.candidates = own.isLeft ? rightCandidates : leftCandidates;
            if (candidates != null) {
                candidates.reset();
            }
        }

        /** @return whether the batch is done; if not, the output is full */
        boolean advance() {
            if (!emitIncomplete()) {
                return false;
            }
            while (row < batch.rowCount()) {
                if (!inRow) {
                    sign = RowKind.sign(batch.rowKind(row));
                    inRow = true;
                    matches = 0;
                    onMatch = handles[row] != KeyedTable.ABSENT && cursor.first(handles[row]);
                    if (onMatch) {
                        if (candidates != null) {
                            candidates.begin(handles[row]);
                        }
                        meet();
                    }
                }
                while (onMatch) {
                    // Padded forms of matches may have filled the output as well as pairs.
                    if (!emitCopies() || rows.isFull()) {
                        return false;
                    }
                    onMatch = cursor.next();
                    if (onMatch) {
                        meet();
                    }
                }
                own.store(row, sign, matches);
                emitOwn(matches);
                inRow = false;
                row++;
                if (rows.isFull()) {
                    return row >= batch.rowCount();
                }
            }
            return true;
        }

        // Rows with a NULL in their key match nothing.
        private boolean emitIncomplete() {
            while (incomplete != null && incompleteRow < incomplete.rowCount()) {
                if (rows.isFull()) {
                    return false;
                }
                rows.padded(own.isLeft, incomplete, incompleteRow, RowKind.sign(incomplete.rowKind(incompleteRow)));
                incompleteRow++;
            }
            return true;
        }

        // The own row meets the row under the cursor.
        private void meet() {
            copiesLeft = 0;
            if (!meetsResidual()) {
                return;
            }
            long multiplicity = cursor.number(JoinSide.MULTIPLICITY);
            matches += multiplicity;
            if (type.emitsPairs()) {
                copiesLeft = Math.abs(multiplicity);
                copySign = multiplicity > 0 ? sign : -sign;
            }
            if (other.countsMatches) {
                updateOther(multiplicity);
            }
        }

        private void updateOther(long multiplicity) {
            long before = cursor.number(JoinSide.MATCHES);
            long after = before + sign;
            cursor.setNumber(JoinSide.MATCHES, after);
            if ((before == 0) == (after == 0)) {
                return;
            }
            int change = (after == 0) == other.emitsUnmatched ? 1 : -1;
            if (other.emitsUnmatched || other.emitsMatched) {
                int copySignOfOther = multiplicity > 0 ? change : -change;
                for (long copy = Math.abs(multiplicity); copy > 0; copy--) {
                    rows.padded(other.isLeft, other.rowCodec, cursor.keyData(), cursor.keyStart(), copySignOfOther);
                }
            }
        }

        private boolean emitCopies() {
            while (copiesLeft > 0) {
                if (rows.isFull()) {
                    return false;
                }
                rows.pair(own.isLeft, batch, row, other.rowCodec, cursor.keyData(), cursor.keyStart(), copySign);
                copiesLeft--;
            }
            return true;
        }

        private void emitOwn(long ownMatches) {
            if (ownMatches == 0 ? own.emitsUnmatched : own.emitsMatched) {
                rows.padded(own.isLeft, batch, row, sign);
            }
        }

        private boolean meetsResidual() {
            if (residual == null || candidates == null) {
                return true;
            }
            int candidate = candidates.take(cursor);
            return own.isLeft
                    ? residual.test(batch, row, candidates.batch(), candidate)
                    : residual.test(candidates.batch(), candidate, batch, row);
        }
    }
}
