package io.weir.runtime.state;

import java.util.HashMap;
import java.util.Map;

/** One subtask of a {@link StateModelRun}: real keyed state, and the model beside it. */
final class ModelSubtask {
    final KeyedStateBackend backend;
    final HeapKeyedState model;
    final int index;
    final int parallelism;

    /** By name: the real one and the model's. */
    private final Map<String, Pair<KeyedTable>> tables = new HashMap<>();

    private final Map<String, Pair<KeyedRows>> rows = new HashMap<>();
    private final Map<String, Pair<KeyedBags>> bags = new HashMap<>();

    record Pair<T>(T real, T model) {}

    ModelSubtask(KeyedStateBackend backend, HeapKeyedState model, int index, int parallelism) {
        this.backend = backend;
        this.model = model;
        this.index = index;
        this.parallelism = parallelism;
        KeyedState state = backend.keyedState();
        TableSteps.SPECS.forEach(spec -> tables.put(spec.name(), new Pair<>(state.table(spec), model.table(spec))));
        RowsSteps.SPECS.forEach(spec -> rows.put(spec.name(), new Pair<>(state.rows(spec), model.rows(spec))));
        BagsSteps.SPECS.forEach(spec -> bags.put(spec.name(), new Pair<>(state.bags(spec), model.bags(spec))));
    }

    Pair<KeyedTable> table(TableSpec spec) {
        return tables.get(spec.name());
    }

    Pair<KeyedRows> rows(RowsSpec spec) {
        return rows.get(spec.name());
    }

    Pair<KeyedBags> bags(BagsSpec spec) {
        return bags.get(spec.name());
    }
}
