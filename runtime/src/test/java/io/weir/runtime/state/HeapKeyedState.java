package io.weir.runtime.state;

import static io.weir.spi.Checks.checkState;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keyed state for tests: simple, slow, and strict. It is what the contracts of {@link KeyedTable}, {@link KeyedRows} and
 * {@link KeyedBags} say, in sorted maps, and throws where a caller breaks them: numbers and arrays kept over a call that may move
 * entries, changes without a touch, keys of another subtask, a table asked for twice.
 *
 * <p>Also the reference that the real state is tested against.
 */
public final class HeapKeyedState implements KeyedState {
    private final KeyGroupRange keyGroups;
    private final int maxParallelism;
    private final TreeMap<String, TreeMap<HeapKeyedTable.Key, HeapKeyedTable.Entry>> tables = new TreeMap<>();
    private final TreeMap<String, TreeMap<HeapKeyedTable.Key, HeapKeyedRows.Rows>> rows = new TreeMap<>();
    private final TreeMap<String, TreeMap<HeapKeyedTable.Key, HeapKeyedBags.Bag>> bags = new TreeMap<>();
    private final Set<String> declared = new HashSet<>();

    private HeapKeyedState(KeyGroupRange keyGroups, int maxParallelism) {
        this.keyGroups = keyGroups;
        this.maxParallelism = maxParallelism;
    }

    /** The empty state of the only subtask. */
    public static HeapKeyedState create() {
        return create(128, 0, 1);
    }

    /** The empty state of one of several subtasks. */
    public static HeapKeyedState create(int maxParallelism, int subtaskIndex, int parallelism) {
        return new HeapKeyedState(KeyGroups.rangeOf(subtaskIndex, maxParallelism, parallelism), maxParallelism);
    }

    /**
     * What a subtask finds after a restart, maybe with another parallelism: its part of a copy of what all subtasks
     * had.
     */
    public static HeapKeyedState restore(List<HeapKeyedState> old, int subtaskIndex, int parallelism) {
        HeapKeyedState restored = create(old.get(0).maxParallelism, subtaskIndex, parallelism);
        for (HeapKeyedState state : old) {
            state.tables.forEach((name, entries) -> entries.forEach((key, entry) -> {
                if (entry.exists() && restored.keyGroups.contains(key.keyGroup())) {
                    restored.tables
                            .computeIfAbsent(name, ignored -> new TreeMap<>())
                            .put(key, entry.copy());
                }
            }));
            state.rows.forEach((name, keys) -> keys.forEach((key, set) -> {
                if (restored.keyGroups.contains(key.keyGroup())) {
                    restored.rows
                            .computeIfAbsent(name, ignored -> new TreeMap<>())
                            .put(key, set.copy());
                }
            }));
            state.bags.forEach((name, keys) -> keys.forEach((key, bag) -> {
                if (restored.keyGroups.contains(key.keyGroup())) {
                    restored.bags
                            .computeIfAbsent(name, ignored -> new TreeMap<>())
                            .put(key, bag.copy());
                }
            }));
        }
        return restored;
    }

    @Override
    public KeyedTable table(TableSpec spec) {
        declare(spec.name());
        return new HeapKeyedTable(spec, this, tables.computeIfAbsent(spec.name(), ignored -> new TreeMap<>()));
    }

    @Override
    public KeyedRows rows(RowsSpec spec) {
        declare(spec.name());
        return new HeapKeyedRows(spec, this, rows.computeIfAbsent(spec.name(), ignored -> new TreeMap<>()));
    }

    @Override
    public KeyedBags bags(BagsSpec spec) {
        declare(spec.name());
        return new HeapKeyedBags(spec, this, bags.computeIfAbsent(spec.name(), ignored -> new TreeMap<>()));
    }

    private void declare(String name) {
        checkState(declared.add(name), "table \"%s\" was asked for twice", name);
    }

    @Override
    public KeyGroupRange keyGroups() {
        return keyGroups;
    }

    /** The number of entries of a table, or of keys that have rows. */
    public int size(String name) {
        if (rows.containsKey(name)) {
            return (int) rows.get(name).values().stream()
                    .filter(set -> !set.byOrder.isEmpty())
                    .count();
        }
        if (bags.containsKey(name)) {
            return (int) bags.get(name).values().stream()
                    .filter(bag -> !bag.rows.isEmpty())
                    .count();
        }
        if (!tables.containsKey(name)) {
            return 0;
        }
        return (int) tables.get(name).values().stream()
                .filter(HeapKeyedTable.Entry::exists)
                .count();
    }

    int keyGroup(KeyBatch keys, int index) {
        int keyGroup = keys.keyGroup(index, maxParallelism);
        checkState(keyGroups.contains(keyGroup), "key group %s is not among %s", keyGroup, keyGroups);
        return keyGroup;
    }
}
