package io.weir.connector.base;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.LookupFunction;
import io.weir.spi.connector.LookupTable;
import io.weir.spi.connector.Source;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * Look-ups in a table that cannot find rows by key: it is read whole, kept in memory, and read again from time to time.
 *
 * @param source bounded; yields all physical columns
 * @param types of the physical columns
 * @param reloadMillis after this time it is read again; 0: never
 * @param maxRows a table with more fails the look-up
 */
public record ScannedLookup(String table, Source source, List<DataType> types, long reloadMillis, long maxRows)
        implements LookupTable {
    private static final int REMEMBERED_KEYS = 1 << 16;

    public ScannedLookup {
        requireNonNull(table, "table is null");
        requireNonNull(source, "source is null");
        types = List.copyOf(types);
    }

    @Override
    public LookupFunction function(List<Integer> keyColumns) {
        return new ScannedLookupFunction(this, keyColumns);
    }

    /**
     * All rows are in memory anyway; but what the subtask remembers it finds without asking an I/O thread, and for a
     * whole batch at once.
     */
    @Override
    public int cacheKeys() {
        return REMEMBERED_KEYS;
    }

    @Override
    public long cacheMillis() {
        return 0;
    }
}
