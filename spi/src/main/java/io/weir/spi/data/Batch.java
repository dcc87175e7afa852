package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;

import org.jspecify.annotations.Nullable;

/**
 * The unit that moves between operators: up to a few thousand rows, stored by column.
 *
 * <p>The rows of a batch are numbered {@code 0 .. rowCount - 1}; row {@code r} stands at {@link #position position(r)}
 * of each column. Without a selection that is {@code r} itself; with one, the batch is a view on some positions of
 * columns that it shares with others. Row kinds are by row, not by position.
 *
 * <p>Immutable, may be shared between threads. Loops over a column read {@link #selection()} once and run in one of two
 * forms:
 *
 * <pre>{@code
 * int[] selection = batch.selection();
 * for (int row = 0; row < batch.rowCount(); row++) {
 *     long value = values[selection == null ? row : selection[row]];
 * }
 * }</pre>
 */
public final class Batch {
    private final int rowCount;
    private final Column[] columns;
    private final int @Nullable [] selection;
    private final byte @Nullable [] rowKinds;

    private Batch(int rowCount, Column[] columns, int @Nullable [] selection, byte @Nullable [] rowKinds) {
        this.rowCount = rowCount;
        this.columns = columns;
        this.selection = selection;
        this.rowKinds = rowKinds;
    }

    /** An append-only batch of whole columns; each holds {@code rowCount} positions. Takes the array over. */
    public static Batch of(int rowCount, Column... columns) {
        return of(rowCount, null, columns);
    }

    /**
     * A batch of whole columns. Takes the arrays over.
     *
     * @param rowKinds {@code byte[rowCount or more]} of {@link RowKind} codes, or null if all rows are inserted
     */
    public static Batch of(int rowCount, byte @Nullable [] rowKinds, Column[] columns) {
        for (Column column : columns) {
            checkArgument(
                    column.length() == rowCount,
                    "column has %s positions, batch has %s rows",
                    column.length(),
                    rowCount);
        }
        checkArgument(rowKinds == null || rowKinds.length >= rowCount, "too few row kinds for %s rows", rowCount);
        return new Batch(rowCount, columns, null, rowKinds);
    }

    public int rowCount() {
        return rowCount;
    }

    public int columnCount() {
        return columns.length;
    }

    public Column column(int index) {
        return columns[index];
    }

    /** The position in every column of a row. */
    public int position(int row) {
        return selection == null ? row : selection[row];
    }

    /** {@code int[rowCount or more]} of positions, or null if row and position are the same; not to be written to. */
    public int @Nullable [] selection() {
        return selection;
    }

    /** Whether every row is an insertion. */
    public boolean isAppendOnly() {
        return rowKinds == null;
    }

    /**
     * {@code byte[rowCount or more]} of {@link RowKind} codes, or null if every row is an insertion; not to be written
     * to.
     */
    public byte @Nullable [] rowKinds() {
        return rowKinds;
    }

    public byte rowKind(int row) {
        return rowKinds == null ? RowKind.INSERT_CODE : rowKinds[row];
    }

    /**
     * A view on some rows of this batch, in the given order. {@code rows} is {@code int[count or more]} and is taken
     * over.
     */
    public Batch select(int[] rows, int count) {
        byte[] kinds = null;
        if (rowKinds != null) {
            kinds = new byte[count];
            for (int i = 0; i < count; i++) {
                kinds[i] = rowKinds[rows[i]];
            }
        }
        if (selection != null) {
            for (int i = 0; i < count; i++) {
                rows[i] = selection[rows[i]];
            }
        }
        return new Batch(count, columns, rows, kinds);
    }

    /** A view on rows {@code from} (inclusive) to {@code to} (exclusive). */
    public Batch slice(int from, int to) {
        int[] rows = new int[to - from];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = from + i;
        }
        return select(rows, rows.length);
    }

    /** A view with some of the columns, in the given order; a column may stand several times. */
    public Batch project(int... columnIndexes) {
        Column[] projected = new Column[columnIndexes.length];
        for (int i = 0; i < projected.length; i++) {
            projected[i] = columns[columnIndexes[i]];
        }
        return new Batch(rowCount, projected, selection, rowKinds);
    }

    /** The same rows with other kinds; {@code kinds} is by row and taken over, null for insertions only. */
    public Batch withRowKinds(byte @Nullable [] kinds) {
        checkArgument(kinds == null || kinds.length >= rowCount, "too few row kinds for %s rows", rowCount);
        return new Batch(rowCount, columns, selection, kinds);
    }

    /** The same rows without a selection: copies the selected positions if there is one. */
    public Batch compact() {
        if (selection == null) {
            return this;
        }
        Column[] gathered = new Column[columns.length];
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = columns[i].gather(selection, rowCount);
        }
        return new Batch(rowCount, gathered, null, rowKinds);
    }

    /** Bytes of memory that the columns keep alive, roughly; columns shared with other batches count in each. */
    public long retainedBytes() {
        long bytes = rowKinds == null ? 0 : rowKinds.length;
        for (Column column : columns) {
            bytes += column.retainedBytes();
        }
        return bytes + (selection == null ? 0 : selection.length * (long) Integer.BYTES);
    }

    /**
     * About the part of {@link #retainedBytes} that the rows of this batch make up; the rest belongs to rows that it
     * does not show.
     */
    public long sizeBytes() {
        int held = columns.length == 0 ? rowCount : columns[0].length();
        return held == 0 ? 0 : retainedBytes() * rowCount / held;
    }
}
