package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns key columns of batches into {@link KeyBatch}es. Holds no state but its buffers; not thread-safe.
 *
 * <p>A key of one column of integers is kept as {@code long[]}; all others are the bytes of {@link RowCodec}. The hash
 * of a key does not depend on whether its types are nullable: a single integer hashes the same either way.
 */
public final class KeyCodec {
    private final List<DataType> types;
    private final RowCodec codec;
    private final boolean usesLongs;
    private final ByteRows rows = new ByteRows();

    public KeyCodec(List<DataType> types) {
        this.types = List.copyOf(requireNonNull(types, "types is null"));
        codec = new RowCodec(types);
        usesLongs = usesLongs(types);
    }

    /** Whether keys of these types are kept as {@code long[]}. */
    static boolean usesLongs(List<DataType> types) {
        return types.size() == 1
                && (types.get(0).form() == ColumnForm.LONGS || types.get(0).form() == ColumnForm.INTS);
    }

    /** Encodes the key columns of all rows of a batch. {@code columns} are indexes, one for each type. */
    public void encode(Batch batch, int[] columns, KeyBatch keys) {
        checkArgument(columns.length == types.size(), "%s key columns for %s types", columns.length, types.size());
        int count = batch.rowCount();
        keys.begin(count, usesLongs);
        if (usesLongs) {
            encodeLongs(batch.column(columns[0]), batch.selection(), count, keys);
            return;
        }
        codec.encode(batch, columns, rows);
        keys.take(rows);
        keys.hash();
    }

    /**
     * Fills in the hashes of the keys of all rows of a batch, and nothing else that could be relied on: all that it
     * takes to know where a row belongs.
     */
    public void hash(Batch batch, int[] columns, KeyBatch keys) {
        if (usesLongs && columns.length == 1) {
            keys.begin(batch.rowCount(), usesLongs);
            hashIntegers(batch.column(columns[0]), batch.selection(), batch.rowCount(), keys.hashes);
        } else {
            encode(batch, columns, keys);
        }
    }

    private static void hashIntegers(Column column, int @Nullable [] selection, int count, long[] hashes) {
        boolean[] nulls = column.nulls();
        if (column instanceof LongColumn longColumn) {
            long[] values = longColumn.values();
            for (int row = 0; row < count; row++) {
                hashes[row] = Hashing.ofLong(values[selection == null ? row : selection[row]]);
            }
        } else {
            int[] values = ((IntColumn) column).values();
            for (int row = 0; row < count; row++) {
                hashes[row] = Hashing.ofLong(values[selection == null ? row : selection[row]]);
            }
        }
        if (nulls != null) {
            for (int row = 0; row < count; row++) {
                if (nulls[selection == null ? row : selection[row]]) {
                    hashes[row] = Hashing.OF_NULL;
                }
            }
        }
    }

    private void encodeLongs(Column column, int @Nullable [] selection, int count, KeyBatch keys) {
        long[] longs = keys.longs;
        long[] hashes = keys.hashes;
        if (column instanceof LongColumn longColumn) {
            long[] values = longColumn.values();
            for (int row = 0; row < count; row++) {
                long value = values[selection == null ? row : selection[row]];
                longs[row] = value;
                hashes[row] = Hashing.ofLong(value);
            }
        } else {
            int[] values = ((IntColumn) column).values();
            for (int row = 0; row < count; row++) {
                long value = values[selection == null ? row : selection[row]];
                longs[row] = value;
                hashes[row] = Hashing.ofLong(value);
            }
        }
        boolean[] nulls = column.nulls();
        if (nulls != null) {
            putNulls(nulls, selection, count, keys);
        }
    }

    private void putNulls(boolean[] nulls, int @Nullable [] selection, int count, KeyBatch keys) {
        boolean isAllowed = types.get(0).nullable();
        for (int row = 0; row < count; row++) {
            if (nulls[selection == null ? row : selection[row]]) {
                checkArgument(isAllowed, "a key column declared NOT NULL holds a null in row %s", row);
                keys.putNull(row);
            }
        }
    }
}
