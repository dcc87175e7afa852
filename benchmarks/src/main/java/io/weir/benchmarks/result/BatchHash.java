package io.weir.benchmarks.result;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.List;

/** Hashes batches of Weir. */
final class BatchHash {
    private BatchHash() {}

    /** The sum of the hashes of rows inserted, less those of rows withdrawn. */
    static long netHash(Batch batch, List<DataType> types, int[] columns) {
        long sum = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            int position = batch.position(row);
            long hash = RowHash.START;
            for (int column : columns) {
                hash = add(hash, types.get(column), batch.column(column), position);
            }
            sum += RowKind.sign(batch.rowKind(row)) * RowHash.finish(hash);
        }
        return sum;
    }

    private static long add(long hash, DataType type, Column column, int position) {
        if (column.isNull(position)) {
            return RowHash.addNull(hash);
        }
        if (type.kind() == TypeKind.DECIMAL) {
            return RowHash.add(
                    hash, requireNonNull((BigDecimal) BoxedValues.get(type, column, position), "decimal is null"));
        }
        if (column instanceof LongColumn longs) {
            return RowHash.add(hash, longs.values()[position]);
        }
        if (column instanceof BytesColumn bytes) {
            return RowHash.add(hash, bytes.data(), bytes.start(position), bytes.end(position));
        }
        if (column instanceof IntColumn ints) {
            return RowHash.add(hash, (long) ints.values()[position]);
        }
        if (column instanceof DoubleColumn doubles) {
            return RowHash.add(hash, doubles.values()[position]);
        }
        if (column instanceof BooleanColumn booleans) {
            return RowHash.add(hash, booleans.values()[position] ? 1L : 0L);
        }
        throw new IllegalStateException("results of type " + type + " are not hashed");
    }
}
