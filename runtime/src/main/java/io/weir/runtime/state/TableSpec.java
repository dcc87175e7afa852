package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.spi.data.DataType;
import java.util.List;

/**
 * A {@link KeyedTable} as an operator declares it.
 *
 * @param name unique in the operator, stable: part of the state's layout
 * @param keyTypes column types of the key, in order; may be empty (one global key)
 * @param namespaced whether entries are kept apart, and ordered, by a {@code long} as well: a slice end, a timer, a
 *     chunk number
 * @param slots number of {@code long}s in each entry, at least 0
 * @param hasBytes whether an entry also has a byte string
 * @param timeToLiveMillis entries not touched for longer may be dropped; 0: never
 * @param groupColumns how many columns at the start of the key are those that the operator's input is hash-partitioned
 *     by: they alone decide the key group, so that on a rescale an entry goes where its rows go
 */
public record TableSpec(
        String name,
        List<DataType> keyTypes,
        boolean namespaced,
        int slots,
        boolean hasBytes,
        long timeToLiveMillis,
        int groupColumns) {
    /** Enough for the aggregates of a query with a few thousand of them. */
    private static final int MAX_SLOTS = 1 << 14;

    public TableSpec {
        requireNonNull(name, "name is null");
        keyTypes = List.copyOf(keyTypes);
        checkArgument(slots >= 0 && slots <= MAX_SLOTS, "table %s wants %s slots", name, slots);
        checkArgument(timeToLiveMillis >= 0, "time to live %s is negative", timeToLiveMillis);
        checkArgument(
                groupColumns >= 0 && groupColumns <= keyTypes.size(),
                "table %s has %s group columns of %s",
                name,
                groupColumns,
                keyTypes.size());
    }

    /** A table whose key is that of the operator's input. */
    public TableSpec(
            String name,
            List<DataType> keyTypes,
            boolean namespaced,
            int slots,
            boolean hasBytes,
            long timeToLiveMillis) {
        this(name, keyTypes, namespaced, slots, hasBytes, timeToLiveMillis, keyTypes.size());
    }
}
