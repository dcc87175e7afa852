package io.weir.connector.base;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a table by the values of some columns. Not changed once it is made. */
final class RowIndex {
    private final Map<List<@Nullable Object>, List<Place>> byKey = new HashMap<>();
    private final List<DataType> keyTypes;
    private final int[] keyColumns;
    private final long loadedAtNanos;

    /** Where a row is. */
    record Place(Batch batch, int position) {}

    RowIndex(List<DataType> types, List<Integer> keyColumns, long loadedAtNanos) {
        this.keyTypes = keyColumns.stream().map(types::get).toList();
        this.keyColumns = keyColumns.stream().mapToInt(Integer::intValue).toArray();
        this.loadedAtNanos = loadedAtNanos;
    }

    void add(Batch batch) {
        Batch keys = batch.project(keyColumns);
        for (int row = 0; row < batch.rowCount(); row++) {
            byKey.computeIfAbsent(key(keyTypes, keys, row), key -> new ArrayList<>(1))
                    .add(new Place(batch, batch.position(row)));
        }
    }

    List<Place> find(List<@Nullable Object> key) {
        return byKey.getOrDefault(key, List.of());
    }

    long loadedAtNanos() {
        return loadedAtNanos;
    }

    /** The values of a row, comparable by {@code equals}. */
    static List<@Nullable Object> key(List<DataType> types, Batch batch, int row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object value : BoxedValues.row(types, batch, row)) {
            values.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        }
        return values;
    }
}
