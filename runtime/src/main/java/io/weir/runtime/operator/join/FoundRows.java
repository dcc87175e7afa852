package io.weir.runtime.operator.join;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * The batches that look-ups have found, numbered, for as long as somebody uses them. A row is a place: the number of
 * its batch and its position there.
 */
final class FoundRows {
    private static final int FIRST_BATCHES = 8;
    private static final Column NONE = new BooleanColumn(0, new boolean[0], null);

    private final ColumnForm[] forms;
    /** By column, then by number of the batch. */
    private final Column[][] columns;

    /** By column: whether any batch had a NULL in it; never taken back. */
    private final boolean[] hasNulls;

    private int[] uses = new int[FIRST_BATCHES];
    /** By number: who was the last to retain the batch as a holder. */
    private long[] holders = new long[FIRST_BATCHES];

    private long lastHolder;
    private int[] free = new int[FIRST_BATCHES];
    private int freeCount;
    private int end;

    FoundRows(List<DataType> types) {
        forms = types.stream().map(DataType::form).toArray(ColumnForm[]::new);
        columns = new Column[forms.length][FIRST_BATCHES];
        hasNulls = new boolean[forms.length];
    }

    /** Takes a batch in, which has one use from now on. */
    int add(Batch found) {
        Batch dense = found.compact();
        int number = freeCount > 0 ? free[--freeCount] : end++;
        if (number == uses.length) {
            uses = Arrays.copyOf(uses, number * 2);
            holders = Arrays.copyOf(holders, number * 2);
            for (int i = 0; i < columns.length; i++) {
                columns[i] = Arrays.copyOf(columns[i], number * 2);
            }
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i][number] = dense.column(i);
            hasNulls[i] |= dense.column(i).nulls() != null;
        }
        uses[number] = 1;
        return number;
    }

    void retain(int number) {
        uses[number]++;
    }

    /** A name, above 0, for somebody who retains batches for many rows. */
    long newHolder() {
        return ++lastHolder;
    }

    /**
     * As {@link #retain(int)}, but does nothing if the holder was the last one to retain the batch: rows found for the
     * same batch are mostly in few others.
     *
     * @return whether there is one more use to be released
     */
    boolean retain(int number, long holder) {
        if (holders[number] == holder) {
            return false;
        }
        holders[number] = holder;
        uses[number]++;
        return true;
    }

    /** Gives up one use; the batch goes with the last of them. */
    void release(int number) {
        uses[number]--;
        if (uses[number] > 0) {
            return;
        }
        for (Column[] column : columns) {
            column[number] = NONE;
        }
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = number;
    }

    /** How many batches are in use. */
    int size() {
        return end - freeCount;
    }

    /**
     * The rows at some places, in columns of their own.
     *
     * @param numbers {@code int[count or more]}
     * @param positions {@code int[count or more]}; {@link ScatteredColumn#NO_ROW}: a row of NULLs
     */
    Column[] gather(int[] numbers, int[] positions, int count) {
        boolean isPadded = false;
        for (int i = 0; i < count; i++) {
            isPadded |= positions[i] == ScatteredColumn.NO_ROW;
        }
        Column[] gathered = new Column[columns.length];
        for (int i = 0; i < gathered.length; i++) {
            boolean mayBeNull = isPadded || hasNulls[i];
            gathered[i] = ScatteredColumn.gather(columns[i], forms[i], numbers, positions, count, mayBeNull);
        }
        return gathered;
    }
}
