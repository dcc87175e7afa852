package io.weir.runtime.operator.join;

import io.weir.runtime.state.ByteRows;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.stream.IntStream;

/** The batches of one input of a join as keys and encoded rows. Rows with a NULL in their key match nothing. */
final class SideInput {
    /** Of the keys of rows that are kept. */
    final List<DataType> keyTypes;

    final RowCodec rowCodec;
    /** The rows of the batch encoded last. */
    final ByteRows encoded = new ByteRows();

    private final int[] keyColumns;
    private final int[] allColumns;
    private final KeyCodec keyCodec;

    SideInput(List<DataType> types, List<Integer> keys, List<DataType> keyTypes) {
        this.keyTypes = keyTypes.stream().map(DataType::notNull).toList();
        keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        allColumns = IntStream.range(0, types.size()).toArray();
        keyCodec = new KeyCodec(this.keyTypes);
        rowCodec = new RowCodec(types);
    }

    /** Parts the rows of a batch that have a NULL in their key from the others. */
    NullKeys part(Batch batch) {
        return NullKeys.part(batch, keyColumns);
    }

    /** Encodes rows whose keys have no NULL: the keys to {@code keys}, the rows to {@link #encoded}. */
    void encode(Batch batch, KeyBatch keys) {
        keyCodec.encode(batch, keyColumns, keys);
        rowCodec.encode(batch, allColumns, encoded);
    }
}
