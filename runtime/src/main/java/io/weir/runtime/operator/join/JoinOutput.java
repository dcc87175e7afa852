package io.weir.runtime.operator.join;

import io.weir.runtime.operator.Output;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.util.ArrayList;
import java.util.List;

/** Collects the rows that a join emits, in the layout left columns, right columns; or left columns alone. */
final class JoinOutput {
    static final int BATCH_ROWS = 4096;

    private final BatchBuilder rows;
    private final ColumnBuilder[] left;
    private final ColumnBuilder[] right;

    JoinOutput(List<DataType> leftTypes, List<DataType> rightTypes, boolean leftOnly) {
        List<DataType> types = new ArrayList<>(leftTypes);
        if (!leftOnly) {
            types.addAll(rightTypes);
        }
        rows = new BatchBuilder(types);
        left = columns(0, leftTypes.size());
        right = leftOnly ? new ColumnBuilder[0] : columns(leftTypes.size(), rightTypes.size());
    }

    private ColumnBuilder[] columns(int first, int count) {
        ColumnBuilder[] columns = new ColumnBuilder[count];
        for (int i = 0; i < count; i++) {
            columns[i] = rows.column(first + i);
        }
        return columns;
    }

    boolean isFull() {
        return rows.isFull();
    }

    /** A pair of a row of a batch and an encoded row of the other side. */
    void pair(boolean batchIsLeft, Batch batch, int row, RowCodec otherCodec, byte[] other, int otherFrom, int sign) {
        addFrom(batch, row, batchIsLeft ? left : right);
        otherCodec.decode(other, otherFrom, batchIsLeft ? right : left);
        end(sign);
    }

    /** A pair of encoded rows that comes. */
    void pair(RowCodec leftCodec, byte[] leftRow, int leftFrom, RowCodec rightCodec, byte[] rightRow, int rightFrom) {
        leftCodec.decode(leftRow, leftFrom, left);
        rightCodec.decode(rightRow, rightFrom, right);
        end(1);
    }

    /** A row of a batch, padded with nulls. */
    void padded(boolean batchIsLeft, Batch batch, int row, int sign) {
        addFrom(batch, row, batchIsLeft ? left : right);
        addNulls(batchIsLeft ? right : left);
        end(sign);
    }

    /** An encoded row, padded with nulls. */
    void padded(boolean rowIsLeft, RowCodec codec, byte[] data, int from, int sign) {
        codec.decode(data, from, rowIsLeft ? left : right);
        addNulls(rowIsLeft ? right : left);
        end(sign);
    }

    private static void addFrom(Batch batch, int row, ColumnBuilder[] columns) {
        int position = batch.position(row);
        for (int i = 0; i < columns.length; i++) {
            columns[i].addFrom(batch.column(i), position);
        }
    }

    private static void addNulls(ColumnBuilder[] columns) {
        for (ColumnBuilder column : columns) {
            column.addNull();
        }
    }

    private void end(int sign) {
        rows.endRow(sign > 0 ? RowKind.INSERT_CODE : RowKind.DELETE_CODE);
    }

    void flush(Output output) {
        if (!rows.isEmpty()) {
            output.emit(rows.build());
        }
    }
}
