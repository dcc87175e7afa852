package io.weir.connector.kafka;

import static io.weir.spi.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of key and value: {@code +I}, which means "put", or {@code -D}, of which only the key is known; its other
 * columns are null, also those declared NOT NULL.
 *
 * <p>Columns of the primary key come from the key, also where they stand in the value: a tombstone has nothing else,
 * and both must speak of the same row.
 */
final class KeyedDecoder implements RecordDecoder {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Format.Decoder keyDecoder;
    private final Format.Decoder valueDecoder;
    private final RecordMetadata metadata;

    /** Wanted columns of the key. Rows are closed in both builders at once, so that each row is whole or is not. */
    private final BatchBuilder keys;

    /** The other wanted columns, then the metadata columns. */
    private final BatchBuilder values;

    private final int valueCount;

    /** By column of the rows: its index in {@link #keys}, or behind all of these in {@link #values}. */
    private final int[] places;

    private final Format.RowEnd keyEnd = this::endKey;
    private final Format.RowEnd valueEnd = this::endValue;
    private @Nullable ConsumerRecord<ByteBuffer, ByteBuffer> current;

    /** Whether {@link #keys} has the key of a row that is not closed. */
    private boolean isKeyRead;

    KeyedDecoder(KeyedLayout layout, List<Integer> wanted, RecordMetadata metadata) {
        List<DataType> types = layout.table().physical().types();
        List<Integer> keyColumns =
                layout.parts().key().stream().filter(wanted::contains).toList();
        List<Integer> valueColumns =
                wanted.stream().filter(column -> !keyColumns.contains(column)).toList();
        this.keyDecoder =
                layout.keyFormat().createDecoder(indexes(layout.parts().key(), keyColumns));
        this.valueDecoder =
                layout.valueFormat().createDecoder(indexes(layout.parts().value(), valueColumns));
        this.metadata = metadata;
        this.keys = new BatchBuilder(keyColumns.stream().map(types::get).toList());
        List<DataType> valueTypes =
                new ArrayList<>(valueColumns.stream().map(types::get).toList());
        valueTypes.addAll(metadata.types());
        this.values = new BatchBuilder(valueTypes);
        this.valueCount = valueColumns.size();
        List<Integer> all = new ArrayList<>(keyColumns);
        all.addAll(valueColumns);
        this.places = IntStream.range(0, wanted.size() + metadata.types().size())
                .map(i -> i < wanted.size() ? all.indexOf(wanted.get(i)) : i)
                .toArray();
    }

    /** Where columns stand in a part; ascending, as decoders want them, if the columns come in the part's order. */
    private static List<Integer> indexes(List<Integer> part, List<Integer> columns) {
        return columns.stream().map(part::indexOf).toList();
    }

    @Override
    public void decode(ConsumerRecord<ByteBuffer, ByteBuffer> record, Refusal refusal) {
        current = record;
        ByteBuffer key = record.key();
        ByteBuffer value = record.value();
        if (key == null) {
            refusal.refuse(record, value == null ? NOTHING : value, "wanted a key, found none");
            return;
        }
        try {
            keyDecoder.decode(key.array(), RecordBytes.from(key), RecordBytes.to(key), keys, keyEnd);
        } catch (MalformedRecordException e) {
            abandon();
            refusal.refuse(record, key, "key: " + e.getMessage());
            return;
        }
        if (isKeyRead) { // else the key's format has passed over it
            decodeValue(record, value, refusal);
        }
    }

    private void endKey(BatchBuilder rows, byte kind) {
        checkState(!isKeyRead, "a key holds two rows");
        isKeyRead = true;
    }

    private void decodeValue(
            ConsumerRecord<ByteBuffer, ByteBuffer> record, @Nullable ByteBuffer value, Refusal refusal) {
        if (value == null) {
            for (int column = 0; column < valueCount; column++) {
                values.column(column).addNull();
            }
            endValue(values, RowKind.DELETE_CODE);
            return;
        }
        try {
            valueDecoder.decode(value.array(), RecordBytes.from(value), RecordBytes.to(value), values, valueEnd);
        } catch (MalformedRecordException e) {
            abandon();
            refusal.refuse(record, value, String.valueOf(e.getMessage()));
            return;
        }
        if (isKeyRead) { // the value's format has passed over it
            abandon();
        }
    }

    private void endValue(BatchBuilder rows, byte kind) {
        checkState(isKeyRead, "a value holds two rows");
        isKeyRead = false;
        metadata.append(requireNonNull(current, "no record"), rows, valueCount);
        rows.endRow(kind);
        keys.endRow();
    }

    private void abandon() {
        isKeyRead = false;
        keys.abandonRow();
        values.abandonRow();
    }

    @Override
    public int rowCount() {
        return values.rowCount();
    }

    @Override
    public Batch build() {
        current = null;
        Batch keyPart = keys.build();
        Batch valuePart = values.build();
        Column[] columns = new Column[places.length];
        for (int i = 0; i < columns.length; i++) {
            int place = places[i];
            columns[i] = place < keyPart.columnCount()
                    ? keyPart.column(place)
                    : valuePart.column(place - keyPart.columnCount());
        }
        return Batch.of(valuePart.rowCount(), valuePart.rowKinds(), columns);
    }
}
