package io.weir.spi.data;

import static io.weir.spi.Checks.checkArgument;
import static io.weir.spi.Checks.checkState;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows into a batch: values go to {@link #column}, then {@link #endRow} closes the row. Not thread-safe.
 *
 * <p>Decoders that fail half-way through a row call {@link #abandonRow} and the row never was.
 */
public final class BatchBuilder {
    private static final int FULL_ROWS = 4096;

    /**
     * Bytes with which a batch of long rows ends: 4 MB, less where the heap is small, as each operator of each query
     * may hold a few batches.
     */
    public static final int FULL_BYTES =
            (int) Math.max(256 << 10, Math.min(4 << 20, Runtime.getRuntime().maxMemory() / 512));

    private final ColumnBuilder[] columns;
    private final BytesColumnBuilder[] texts;
    private byte @Nullable [] rowKinds;
    private int rowCount;

    public BatchBuilder(List<DataType> types) {
        columns = types.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        texts = Arrays.stream(columns)
                .filter(BytesColumnBuilder.class::isInstance)
                .toArray(BytesColumnBuilder[]::new);
    }

    /**
     * @param firstCapacity rows for which there is room at first after each {@link #build}; for batches known to be
     *     tiny
     */
    public BatchBuilder(List<DataType> types, int firstCapacity) {
        this(types);
        for (ColumnBuilder column : columns) {
            column.setFirstCapacity(firstCapacity);
        }
    }

    public ColumnBuilder column(int index) {
        return columns[index];
    }

    public int columnCount() {
        return columns.length;
    }

    public int rowCount() {
        return rowCount;
    }

    public boolean isEmpty() {
        return rowCount == 0;
    }

    /** Whether there are as many rows as a batch should have, or so many bytes of text that it had better be emitted. */
    public boolean isFull() {
        if (rowCount >= FULL_ROWS) {
            return true;
        }
        long bytes = 0;
        for (BytesColumnBuilder text : texts) {
            bytes += text.byteCount();
        }
        return bytes >= FULL_BYTES;
    }

    /** Closes a row that inserts. Every column must have got one value since the last row. */
    public void endRow() {
        endRow(RowKind.INSERT_CODE);
    }

    public void endRow(byte kind) {
        if (kind != RowKind.INSERT_CODE && rowKinds == null) {
            rowKinds = new byte[Math.max(64, rowCount + 1)];
        }
        if (rowKinds != null) {
            if (rowKinds.length <= rowCount) {
                rowKinds = Arrays.copyOf(rowKinds, rowCount * 2);
            }
            rowKinds[rowCount] = kind;
        }
        rowCount++;
    }

    /** Takes back what was added to the columns since the last {@link #endRow}. */
    public void abandonRow() {
        for (ColumnBuilder column : columns) {
            column.truncate(rowCount);
        }
    }

    /** Adds one row of boxed values (see {@link DataType}). Slow: for tests and the edges of the system. */
    public void addRow(List<DataType> types, byte kind, List<? extends @Nullable Object> values) {
        checkArgument(
                values.size() == columns.length, "row has %s values for %s columns", values.size(), columns.length);
        for (int i = 0; i < columns.length; i++) {
            columns[i].addBoxed(types.get(i), values.get(i));
        }
        endRow(kind);
    }

    /** The batch of all rows since the last call; the builder is empty afterwards. */
    public Batch build() {
        Column[] built = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            checkState(
                    columns[i].length() == rowCount,
                    "column %s has %s values for %s rows",
                    i,
                    columns[i].length(),
                    rowCount);
            built[i] = columns[i].build();
        }
        Batch batch = Batch.of(rowCount, rowKinds, built);
        rowKinds = null;
        rowCount = 0;
        return batch;
    }
}
