package io.weir.runtime.state;

/** The keyed state of one operator in one subtask. An operator asks for its tables in its constructor, each once. */
public interface KeyedState {
    KeyedTable table(TableSpec spec);

    KeyedRows rows(RowsSpec spec);

    KeyedBags bags(BagsSpec spec);

    /** The key groups of this subtask. */
    KeyGroupRange keyGroups();
}
