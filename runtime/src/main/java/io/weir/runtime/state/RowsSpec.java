package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.spi.data.DataType;
import java.util.List;

/**
 * A {@link KeyedRows} as an operator declares it.
 *
 * @param name unique in the operator, stable
 * @param keyTypes column types of the key; may be empty
 * @param numbers how many {@code long}s stand beside each row (its multiplicity, its matches on the other side, ...)
 * @param timeToLiveMillis as in {@link TableSpec}, for all rows of a key
 * @param groupColumns as in {@link TableSpec}
 */
public record RowsSpec(String name, List<DataType> keyTypes, int numbers, long timeToLiveMillis, int groupColumns) {
    public RowsSpec {
        requireNonNull(name, "name is null");
        keyTypes = List.copyOf(keyTypes);
        checkArgument(numbers >= 0 && numbers <= 8, "rows %s want %s numbers", name, numbers);
    }

    /** Rows whose key is that of the operator's input. */
    public RowsSpec(String name, List<DataType> keyTypes, int numbers, long timeToLiveMillis) {
        this(name, keyTypes, numbers, timeToLiveMillis, keyTypes.size());
    }
}
