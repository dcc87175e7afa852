package io.weir.spi.data;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads batches value by value, boxed as {@link DataType} says. Slow: for JDBC, printing, and tests. */
public final class BoxedValues {
    private BoxedValues() {}

    public static @Nullable Object get(DataType type, Column column, int position) {
        if (column.isNull(position)) {
            return null;
        }
        if (column instanceof BooleanColumn booleans) {
            return booleans.values()[position];
        }
        if (column instanceof IntColumn ints) {
            return ints.values()[position];
        }
        if (column instanceof LongColumn longs) {
            long value = longs.values()[position];
            if (type.kind() == TypeKind.DECIMAL) {
                return BigDecimal.valueOf(value, type.scale());
            }
            return value;
        }
        if (column instanceof DoubleColumn doubles) {
            return doubles.values()[position];
        }
        if (column instanceof BytesColumn bytes) {
            return type.isText() ? bytes.text(position) : bytes.bytes(position);
        }
        if (column instanceof ObjectColumn objects) {
            return objects.values()[position];
        }
        throw new IllegalStateException("unknown column form " + column.form());
    }

    /** The values of one row, in column order; unmodifiable. */
    public static List<@Nullable Object> row(List<DataType> types, Batch batch, int row) {
        List<@Nullable Object> values = new ArrayList<>(types.size());
        int position = batch.position(row);
        for (int i = 0; i < types.size(); i++) {
            values.add(get(types.get(i), batch.column(i), position));
        }
        return Collections.unmodifiableList(values);
    }
}
