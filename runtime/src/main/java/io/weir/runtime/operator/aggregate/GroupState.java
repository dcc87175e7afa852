package io.weir.runtime.operator.aggregate;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.state.KeyedState;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * Where functions keep what does not fit the slots of a group.
 *
 * @param keyTypes the types of the group's key
 * @param namespaced whether groups are kept apart by a namespace as well
 * @param ttlMillis as for the groups themselves
 * @param partitionColumns how many columns at the start of the group's key are those that the input is hash-partitioned
 *     by
 */
public record GroupState(
        KeyedState state, List<DataType> keyTypes, boolean namespaced, long ttlMillis, int partitionColumns) {
    public GroupState {
        requireNonNull(state, "state is null");
        keyTypes = List.copyOf(keyTypes);
    }

    /** Groups by the key that the input is partitioned by. */
    public GroupState(KeyedState state, List<DataType> keyTypes, boolean namespaced, long ttlMillis) {
        this(state, keyTypes, namespaced, ttlMillis, keyTypes.size());
    }
}
