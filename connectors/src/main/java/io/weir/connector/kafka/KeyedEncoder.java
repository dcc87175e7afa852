package io.weir.connector.kafka;

import static io.weir.spi.Checks.checkState;

import io.weir.spi.connector.Format;
import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a record with key and value of a row that is put, and one with the key alone (a tombstone) of a row that is
 * deleted.
 */
final class KeyedEncoder implements RecordEncoder {
    private static final int FIRST_KEY_BYTES = 256;
    private static final int FIRST_VALUE_BYTES = 4096;

    private final int[] keyColumns;
    private final int[] valueColumns;
    private final Format.Encoder keys;
    private final Format.Encoder values;
    private final Format.ByteBuffer keyBuffer = new Format.ByteBuffer(FIRST_KEY_BYTES);
    private final Format.ByteBuffer valueBuffer = new Format.ByteBuffer(FIRST_VALUE_BYTES);

    KeyedEncoder(KeyedLayout layout) {
        this.keyColumns = ints(layout.parts().key());
        this.valueColumns = ints(layout.parts().value());
        this.keys = layout.keyFormat().createEncoder();
        this.values = layout.valueFormat().createEncoder();
    }

    private static int[] ints(List<Integer> columns) {
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void encode(Batch batch, Output output) {
        Batch keyPart = batch.project(keyColumns);
        Batch valuePart = batch.project(valueColumns);
        for (int row = 0; row < batch.rowCount(); row++) {
            byte kind = batch.rowKind(row);
            checkState(kind != RowKind.UPDATE_BEFORE_CODE, "an upsert sink was given -U");
            byte[] key = encode(keys, keyPart, row, keyBuffer);
            output.record(key, kind == RowKind.DELETE_CODE ? null : encode(values, valuePart, row, valueBuffer));
        }
    }

    private static byte[] encode(Format.Encoder encoder, Batch batch, int row, Format.ByteBuffer buffer) {
        buffer.reset();
        encoder.encode(batch, row, buffer);
        return Arrays.copyOf(buffer.array(), buffer.size());
    }
}
