package io.weir.runtime.operator.topn;

import io.weir.runtime.operator.rows.ChangeBuilder;
import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.RowKind;
import java.util.Arrays;

/**
 * What has to go out so that the reader comes from the ranked rows before to those after: a merge of two sorted lists
 * that stops when the output is full, and goes on later.
 *
 * <p>Where each copy goes out with a rank of its own, lists are compared rank by rank; otherwise row by row.
 */
final class RankedDifference {
    private final RankedRows before;
    private final RankedRows after;
    private final OrderedRows source;
    private final boolean emitRank;
    private final boolean byRank;

    private int beforeIndex;
    private int afterIndex;
    private int goneIndex;
    private int comeIndex;
    private long goneLeft;
    private long comeLeft;
    private boolean isUpdate;
    private boolean isDone = true;

    RankedDifference(TopNFactory spec, RankedRows before, RankedRows after, OrderedRows source) {
        this.before = before;
        this.after = after;
        this.source = source;
        this.emitRank = spec.emitRank();
        this.byRank = spec.emitRank() && spec.rank() == RankFunction.ROW_NUMBER;
    }

    /** Both lists have been read anew. */
    void begin() {
        beforeIndex = 0;
        afterIndex = 0;
        isDone = false;
    }

    /**
     * Adds changes until there are no more, or enough for a batch.
     *
     * @return whether there are no more
     */
    boolean advance(ChangeBuilder changes) {
        while (!isDone && !changes.isFull()) {
            if (goneLeft > 0) {
                goneLeft--;
                emit(changes, false, before, goneIndex);
            } else if (comeLeft > 0) {
                comeLeft--;
                emit(changes, true, after, comeIndex);
            } else {
                step();
            }
        }
        return isDone;
    }

    private void step() {
        boolean hasBefore = beforeIndex < before.count();
        boolean hasAfter = afterIndex < after.count();
        if (!hasBefore && !hasAfter) {
            isDone = true;
            return;
        }
        int compared = !hasBefore ? 1 : !hasAfter ? -1 : compare();
        goneIndex = beforeIndex;
        comeIndex = afterIndex;
        goneLeft = compared <= 0 ? before.copies(beforeIndex++) : 0;
        comeLeft = compared >= 0 ? after.copies(afterIndex++) : 0;
        isUpdate = false;
        if (compared == 0) {
            settleEqual();
        }
    }

    private int compare() {
        return byRank ? Long.compare(before.rank(beforeIndex), after.rank(afterIndex)) : compareRows();
    }

    private int compareRows() {
        return Arrays.compareUnsigned(
                before.data(),
                before.start(beforeIndex),
                before.end(beforeIndex),
                after.data(),
                after.start(afterIndex),
                after.end(afterIndex));
    }

    // Both lists have the row, or another row with the same rank of its own.
    private void settleEqual() {
        boolean isSame = byRank
                ? Arrays.equals(
                        before.data(),
                        before.start(goneIndex),
                        before.end(goneIndex),
                        after.data(),
                        after.start(comeIndex),
                        after.end(comeIndex))
                : !emitRank || before.rank(goneIndex) == after.rank(comeIndex);
        if (isSame) {
            long common = Math.min(goneLeft, comeLeft);
            goneLeft -= common;
            comeLeft -= common;
        } else {
            isUpdate = true;
        }
    }

    private void emit(ChangeBuilder changes, boolean comes, RankedRows rows, int index) {
        ColumnBuilder[] columns = changes.columns(comes);
        source.rowCodec().decode(rows.data(), source.rowStart(rows.data(), rows.start(index)), columns);
        if (emitRank) {
            columns[columns.length - 1].addLong(rows.rank(index));
        }
        if (comes) {
            changes.end(true, isUpdate ? RowKind.UPDATE_AFTER_CODE : RowKind.INSERT_CODE);
        } else {
            changes.end(false, isUpdate ? RowKind.UPDATE_BEFORE_CODE : RowKind.DELETE_CODE);
        }
    }
}
