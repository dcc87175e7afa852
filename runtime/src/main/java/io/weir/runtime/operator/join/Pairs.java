package io.weir.runtime.operator.join;

import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.calc.RowPairPredicate;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of rows of one batch and encoded rows of the other side, on their way out of an inner join. They are collected
 * as places, not copied; then the condition is tested on all of them, with only the columns decoded that it reads, and
 * what is left is decoded column by column straight into the output.
 *
 * <p>Use: {@link #begin}, {@link #add} until {@link #isFull}, {@link #flush}. The arrays that rows stand in must not
 * change before the flush.
 */
final class Pairs {
    private static final int MOST = JoinOutput.BATCH_ROWS;
    private static final int FIRST = 256;
    private static final int GROWTH = 4;
    private static final long TARGET_BYTES = BatchBuilder.FULL_BYTES;

    private final int leftCount;
    private final int rightCount;
    private final ColumnBuilder[] left;
    private final ColumnBuilder[] right;
    private final @Nullable RowPairPredicate condition;
    private final @Nullable ConditionInput leftInput;
    private final @Nullable ConditionInput rightInput;

    private final int[] rows = new int[MOST];
    private final byte[][] data = new byte[MOST][];
    private final int[] starts = new int[MOST];
    private final int[] cursors = new int[MOST];
    private final byte[] kinds = new byte[MOST];
    private int count;
    /** As many pairs as fill some megabytes, judged by those that went out last: rows may be long. */
    private int room = FIRST;

    private boolean hasWithdrawals;

    private Batch batch = Batch.of(0);
    private boolean batchIsLeft;

    Pairs(List<DataType> leftTypes, List<DataType> rightTypes, @Nullable RowPairPredicate condition) {
        this.leftCount = leftTypes.size();
        this.rightCount = rightTypes.size();
        this.left = leftTypes.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        this.right = rightTypes.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        this.condition = condition;
        this.leftInput = condition == null ? null : new ConditionInput(condition, true, leftTypes);
        this.rightInput = condition == null ? null : new ConditionInput(condition, false, rightTypes);
    }

    /** The rows of the pairs to come are of this batch. */
    void begin(boolean newBatchIsLeft, Batch newBatch) {
        batchIsLeft = newBatchIsLeft;
        batch = newBatch;
    }

    boolean isFull() {
        return count >= room;
    }

    /** A row of the batch, and one that begins at {@code otherStart} of {@code otherData}. */
    void add(int row, byte[] otherData, int otherStart, int sign) {
        rows[count] = row;
        data[count] = otherData;
        starts[count] = otherStart;
        kinds[count] = sign > 0 ? RowKind.INSERT_CODE : RowKind.DELETE_CODE;
        hasWithdrawals |= sign < 0;
        count++;
    }

    /**
     * Emits the pairs that meet the condition, and forgets all.
     *
     * @return whether something was emitted
     */
    boolean flush(RowCodec otherCodec, Output output) {
        if (count == 0) {
            return false;
        }
        int kept = condition == null ? count : filter(condition, otherCodec);
        boolean emits = kept > 0;
        long fitting = MOST;
        if (emits) {
            Batch built = build(kept, otherCodec);
            fitting = TARGET_BYTES * kept / Math.max(1, built.sizeBytes());
            output.emit(built);
        }
        // What is not needed any more is not to be kept alive.
        Arrays.fill(data, 0, count, null);
        room = (int) Math.max(1, Math.min(fitting, Math.min(MOST, GROWTH * (long) room)));
        count = 0;
        hasWithdrawals = false;
        return emits;
    }

    private int filter(RowPairPredicate tested, RowCodec otherCodec) {
        ConditionInput input = batchIsLeft ? rightInput : leftInput;
        if (input == null) {
            throw new IllegalStateException("a condition without input");
        }
        System.arraycopy(starts, 0, cursors, 0, count);
        otherCodec.decodeAll(data, cursors, count, input.columns);
        Batch others = input.build(count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            boolean holds =
                    batchIsLeft ? tested.test(batch, rows[i], others, i) : tested.test(others, i, batch, rows[i]);
            if (holds) {
                rows[kept] = rows[i];
                data[kept] = data[i];
                starts[kept] = starts[i];
                kinds[kept] = kinds[i];
                kept++;
            }
        }
        return kept;
    }

    private Batch build(int kept, RowCodec otherCodec) {
        Column[] columns = new Column[leftCount + rightCount];
        int firstOwn = batchIsLeft ? 0 : leftCount;
        for (int i = 0; i < kept; i++) {
            cursors[i] = batch.position(rows[i]);
        }
        for (int i = 0; i < batch.columnCount(); i++) {
            columns[firstOwn + i] = batch.column(i).gather(cursors, kept);
        }
        ColumnBuilder[] others = batchIsLeft ? right : left;
        int firstOther = batchIsLeft ? leftCount : 0;
        System.arraycopy(starts, 0, cursors, 0, kept);
        otherCodec.decodeAll(data, cursors, kept, others);
        for (int i = 0; i < others.length; i++) {
            columns[firstOther + i] = others[i].build();
        }
        return Batch.of(kept, hasWithdrawals ? Arrays.copyOf(kinds, kept) : null, columns);
    }
}
