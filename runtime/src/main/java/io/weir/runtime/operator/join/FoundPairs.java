package io.weir.runtime.operator.join;

import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the rows of a batch with those found for them, up to a batch of output at a time. Pairs are collected as
 * places; only those that the condition lets through are copied, column by column.
 */
final class FoundPairs {
    private static final int MOST = JoinOutput.BATCH_ROWS;

    private final boolean leftOuter;
    private final @Nullable RowPairPredicate residual;
    private final FoundRows found;

    private final int[] rows = new int[MOST];
    private final int[] batches = new int[MOST];
    private final int[] positions = new int[MOST];
    private int count;

    /** Where the next pair is, in the batch that is under way. */
    private int row;

    private int next;
    private boolean inRow;
    /** Whether the row whose pairs are being tested has met the condition; a row may go on in the next output. */
    private boolean wasMatched;

    FoundPairs(boolean leftOuter, @Nullable RowPairPredicate residual, FoundRows found) {
        this.leftOuter = leftOuter;
        this.residual = residual;
        this.found = found;
    }

    /** Begins with a batch. */
    void begin() {
        row = 0;
        inRow = false;
        wasMatched = false;
    }

    /**
     * Goes on with the batch that was begun.
     *
     * @return whether all its pairs have been collected
     */
    boolean collect(Batch left, FoundPlaces places) {
        count = 0;
        boolean isDone = addPairs(left.rowCount(), places);
        if (residual != null) {
            test(residual, left, places);
        }
        return isDone;
    }

    private boolean addPairs(int rowCount, FoundPlaces places) {
        for (; row < rowCount; row++) {
            int from = inRow ? next : places.from[row];
            int to = places.to[row];
            if (from == to && leftOuter) {
                if (count == MOST) {
                    return false;
                }
                add(0, ScatteredColumn.NO_ROW);
            }
            for (; from < to; from++) {
                if (count == MOST) {
                    next = from;
                    inRow = true;
                    return false;
                }
                add(places.batches[row], from);
            }
            inRow = false;
        }
        return true;
    }

    private void add(int batch, int position) {
        rows[count] = row;
        batches[count] = batch;
        positions[count] = position;
        count++;
    }

    /** Keeps the pairs that meet the condition; of a row without any, in an outer join, the last one without its right side. */
    private void test(RowPairPredicate condition, Batch left, FoundPlaces places) {
        Batch right = Batch.of(count, found.gather(batches, positions, count));
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            boolean isPadded = position == ScatteredColumn.NO_ROW;
            if (!isPadded) {
                boolean holds = condition.test(left, rows[i], right, i);
                boolean isLast = position + 1 == places.to[rows[i]];
                wasMatched |= holds;
                if (!holds) {
                    position = ScatteredColumn.NO_ROW;
                    isPadded = isLast && leftOuter && !wasMatched;
                }
                wasMatched &= !isLast;
            }
            if (isPadded || position != ScatteredColumn.NO_ROW) {
                rows[kept] = rows[i];
                batches[kept] = batches[i];
                positions[kept] = position;
                kept++;
            }
        }
        count = kept;
    }

    /** Whether {@link #collect} has found no pair. */
    boolean isEmpty() {
        return count == 0;
    }

    /** The pairs collected last: columns of the left row, then of the right one. */
    Batch build(Batch left) {
        Column[] right = found.gather(batches, positions, count);
        Column[] columns = Arrays.copyOf(leftColumns(left), left.columnCount() + right.length);
        System.arraycopy(right, 0, columns, left.columnCount(), right.length);
        return Batch.of(count, columns);
    }

    private Column[] leftColumns(Batch left) {
        Column[] columns = new Column[left.columnCount()];
        boolean isWhole = left.selection() == null && isEachRowOnce(left.rowCount());
        for (int i = 0; !isWhole && i < count; i++) {
            rows[i] = left.position(rows[i]);
        }
        for (int i = 0; i < columns.length; i++) {
            Column column = left.column(i);
            columns[i] = isWhole ? column : column.gather(rows, count);
        }
        return columns;
    }

    // The rows ascend: as many as there are, and none twice, are all of them.
    private boolean isEachRowOnce(int rowCount) {
        if (count != rowCount) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (rows[i] != i) {
                return false;
            }
        }
        return true;
    }
}
