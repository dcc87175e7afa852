package io.weir.runtime.operator.rows;

import io.weir.runtime.operator.Output;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * Collects rows that are withdrawn and rows that come, to be emitted as two batches: what goes stands before what
 * comes, so that a reader which keeps the last row of each key is left with the new one.
 */
public final class ChangeBuilder {
    /** Rows after which it is time to {@link #flush}. */
    public static final int BATCH_ROWS = 4096;

    private final Side gone;
    private final Side come;

    /** One of the two batches. */
    private static final class Side {
        final BatchBuilder rows;
        final ColumnBuilder[] columns;

        Side(List<DataType> types) {
            rows = new BatchBuilder(types);
            columns = new ColumnBuilder[types.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = rows.column(i);
            }
        }
    }

    public ChangeBuilder(List<DataType> types) {
        gone = new Side(types);
        come = new Side(types);
    }

    /**
     * The columns to which the values of the next row are to be added, before {@link #end}.
     *
     * @param comes whether the row comes, or goes
     */
    public ColumnBuilder[] columns(boolean comes) {
        return (comes ? come : gone).columns;
    }

    /** Closes a row whose values are in {@link #columns}. */
    public void end(boolean comes, byte kind) {
        (comes ? come : gone).rows.endRow(kind);
    }

    /** Adds a row of a batch. */
    public void add(boolean comes, byte kind, Batch batch, int row) {
        ColumnBuilder[] columns = columns(comes);
        int position = batch.position(row);
        for (int i = 0; i < columns.length; i++) {
            columns[i].addFrom(batch.column(i), position);
        }
        end(comes, kind);
    }

    /** Adds an encoded row of all columns. */
    public void add(boolean comes, byte kind, RowCodec codec, byte[] data, int from) {
        codec.decode(data, from, columns(comes));
        end(comes, kind);
    }

    /** Whether there is enough for a batch. */
    public boolean isFull() {
        return gone.rows.rowCount() + come.rows.rowCount() >= BATCH_ROWS || gone.rows.isFull() || come.rows.isFull();
    }

    /** Emits what there is. */
    public void flush(Output output) {
        for (Side side : new Side[] {gone, come}) {
            if (!side.rows.isEmpty()) {
                output.emit(side.rows.build());
            }
        }
    }
}
