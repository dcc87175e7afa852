package io.weir.runtime.operator.join;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Append-only batches in a snapshot: a version byte, the number of rows, and the rows of {@link RowCodec} one after the
 * other.
 */
final class PendingRows {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;

    private final List<DataType> types;
    private final int[] allColumns;
    private final RowCodec codec;

    PendingRows(List<DataType> types) {
        this.types = types;
        this.allColumns = IntStream.range(0, types.size()).toArray();
        this.codec = new RowCodec(types);
    }

    byte[] write(List<Batch> batches) {
        ByteRows rows = new ByteRows();
        for (Batch batch : batches) {
            for (int row = 0; row < batch.rowCount(); row++) {
                codec.append(batch, allColumns, row, rows);
                rows.endRow();
            }
        }
        int bytes = rows.count() == 0 ? 0 : rows.end(rows.count() - 1);
        return ByteBuffer.allocate(HEADER_BYTES + bytes)
                .put(VERSION)
                .putInt(rows.count())
                .put(rows.data(), 0, bytes)
                .array();
    }

    /** The batches that fall to a subtask, of those that all subtasks wrote: any subtask may go on with any of them. */
    List<Batch> read(List<byte[]> written, int subtaskIndex, int parallelism) {
        List<Batch> batches = new ArrayList<>();
        for (int i = subtaskIndex; i < written.size(); i += parallelism) {
            batches.add(read(written.get(i)));
        }
        return batches;
    }

    private Batch read(byte[] written) {
        ByteBuffer header = ByteBuffer.wrap(written);
        byte version = header.get();
        checkState(version == VERSION, "pending rows have version %s, this is version %s", version, VERSION);
        int count = header.getInt();
        BatchBuilder rows = new BatchBuilder(types);
        ColumnBuilder[] columns =
                IntStream.of(allColumns).mapToObj(rows::column).toArray(ColumnBuilder[]::new);
        int at = HEADER_BYTES;
        for (int row = 0; row < count; row++) {
            at = codec.decode(written, at, columns);
            rows.endRow();
        }
        return rows.build();
    }
}
