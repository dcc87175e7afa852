package io.weir.runtime.operator.over;

import io.weir.runtime.operator.rows.OrderedRows;
import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyedRows;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of one partition, or those of its end, decoded in order, each copy on its own; and the groups of rows that
 * are equal in the order. Reused from partition to partition.
 *
 * <p>The first rows of a partition may have been forgotten: then rows have a number in the partition that is greater
 * than their index here.
 */
final class PartitionRows {
    /** Decoded, a partition is not counted as state is; copies of a row, which state keeps once, are many rows here. */
    private static final long MAX_BYTES =
            Math.max(16 << 20, Runtime.getRuntime().maxMemory() / 8);

    private final long maxRows;
    private final BatchBuilder builder;
    private final ColumnBuilder[] columns;
    private final ByteRows lastOrder = new ByteRows();
    private Batch batch = Batch.of(0);
    private int count;
    private int groupCount;
    private int[] groups = {};
    private int[] groupStarts = {};

    PartitionRows(List<DataType> types) {
        // The values, those of a function, and what groups take.
        this.maxRows = MAX_BYTES / ((types.size() + 2) * (long) Long.BYTES);
        this.builder = new BatchBuilder(types);
        this.columns =
                IntStream.range(0, types.size()).mapToObj(builder::column).toArray(ColumnBuilder[]::new);
    }

    void clear() {
        count = 0;
        groupCount = 0;
        lastOrder.clear();
    }

    /** Adds the copies of the row under a cursor. */
    void add(OrderedRows source, KeyedRows.Cursor cursor, long copies) {
        byte[] data = cursor.keyData();
        int rowStart = source.rowStart(data, cursor.keyStart());
        boolean isEqual = lastOrder.count() > 0
                && Arrays.equals(
                        lastOrder.data(), lastOrder.start(0), lastOrder.end(0), data, cursor.keyStart(), rowStart);
        if (!isEqual) {
            lastOrder.clear();
            lastOrder.append(data, cursor.keyStart(), rowStart);
            lastOrder.endRow();
            groupStarts = ensure(groupStarts, groupCount + 1);
            groupStarts[groupCount++] = count;
        }
        if (count + copies > maxRows) {
            throw new WeirException(
                            ErrorCode.MEMORY_EXHAUSTED,
                            "a partition of a window function has more than " + maxRows + " rows")
                    .withHint("PARTITION BY makes smaller ones, and fewer columns leave room for more rows:"
                            + " one partition may take an eighth of the heap.");
        }
        for (long copy = 0; copy < copies; copy++) {
            source.rowCodec().decode(data, rowStart, columns);
            builder.endRow();
            groups = ensure(groups, count + 1);
            groups[count++] = groupCount - 1;
        }
    }

    private static int[] ensure(int[] array, int size) {
        return array.length >= size ? array : Arrays.copyOf(array, Math.max(64, size * 2));
    }

    /** No more rows are added. */
    void end() {
        batch = builder.build();
    }

    Batch batch() {
        return batch;
    }

    int count() {
        return count;
    }

    int groupCount() {
        return groupCount;
    }

    /** The number of the group of a row. */
    int group(int row) {
        return groups[row];
    }

    /** The first row of a group. */
    int groupStart(int group) {
        return groupStarts[group];
    }

    /** The row behind the last one of a group. */
    int groupEnd(int group) {
        return group + 1 < groupCount ? groupStarts[group + 1] : count;
    }
}
