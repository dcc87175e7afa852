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
 */
public record GroupState(KeyedState state, List<DataType> keyTypes, boolean namespaced, long ttlMillis) {
    public GroupState {
        requireNonNull(state, "state is null");
        keyTypes = List.copyOf(keyTypes);
    }
}
