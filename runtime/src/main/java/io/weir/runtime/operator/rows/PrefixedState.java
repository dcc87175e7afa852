package io.weir.runtime.operator.rows;

import io.weir.runtime.state.BagsSpec;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedBags;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.RowsSpec;
import io.weir.runtime.state.TableSpec;

/** The keyed state of an operator for one of several parts that give their tables the same names. */
public record PrefixedState(String prefix, KeyedState state) implements KeyedState {
    @Override
    public KeyedTable table(TableSpec spec) {
        return state.table(new TableSpec(
                prefix + spec.name(),
                spec.keyTypes(),
                spec.namespaced(),
                spec.slots(),
                spec.hasBytes(),
                spec.timeToLiveMillis(),
                spec.groupColumns()));
    }

    @Override
    public KeyedRows rows(RowsSpec spec) {
        return state.rows(new RowsSpec(
                prefix + spec.name(), spec.keyTypes(), spec.numbers(), spec.timeToLiveMillis(), spec.groupColumns()));
    }

    @Override
    public KeyedBags bags(BagsSpec spec) {
        return state.bags(
                new BagsSpec(prefix + spec.name(), spec.keyTypes(), spec.timeToLiveMillis(), spec.groupColumns()));
    }

    @Override
    public KeyGroupRange keyGroups() {
        return state.keyGroups();
    }
}
