package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.DataType;
import java.util.List;

/**
 * A {@link KeyedBags} as an operator declares it.
 *
 * @param name unique in the operator, stable
 * @param keyTypes column types of the key; may be empty
 * @param timeToLiveMillis as in {@link TableSpec}, for all rows of a key
 * @param groupColumns as in {@link TableSpec}
 */
public record BagsSpec(String name, List<DataType> keyTypes, long timeToLiveMillis, int groupColumns) {
    public BagsSpec {
        requireNonNull(name, "name is null");
        keyTypes = List.copyOf(keyTypes);
    }

    /** Rows whose key is that of the operator's input. */
    public BagsSpec(String name, List<DataType> keyTypes, long timeToLiveMillis) {
        this(name, keyTypes, timeToLiveMillis, keyTypes.size());
    }
}
