package io.weir.runtime.simulation;

import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedStateBackendContext;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.RowsSpec;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keyed state as simple as it can be: numbers by (key group, key, namespace). What the simulation tests is the runtime around it. */
final class ModelState implements KeyedStateBackend, KeyedState {
    private final KeyedStateBackendContext context;
    private final TreeMap<Entry, Long> entries = new TreeMap<>();

    record Entry(int keyGroup, long key, long namespace) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byGroup = Integer.compare(keyGroup, other.keyGroup);
            int byKey = byGroup != 0 ? byGroup : Long.compare(key, other.key);
            return byKey != 0 ? byKey : Long.compare(namespace, other.namespace);
        }
    }

    ModelState(KeyedStateBackendContext context) {
        this.context = context;
        for (KeyedSnapshot snapshot : context.restored()) {
            snapshot.files().values().forEach(file -> {
                ByteBuffer in = ByteBuffer.wrap(context.restoredFrom().read(file));
                while (in.hasRemaining()) {
                    Entry entry = new Entry(in.getInt(), in.getLong(), in.getLong());
                    long value = in.getLong();
                    if (context.keyGroups().contains(entry.keyGroup)) {
                        if (entries.put(entry, value) != null) {
                            throw new IllegalStateException(entry + " is in the checkpoint twice");
                        }
                    }
                }
            });
        }
    }

    TreeMap<Entry, Long> entries() {
        return entries;
    }

    int maxParallelism() {
        return context.maxParallelism();
    }

    @Override
    public KeyedState keyedState() {
        return this;
    }

    @Override
    public CompletionStage<KeyedSnapshot> freeze(FreezeRequest request) {
        ByteBuffer out = ByteBuffer.allocate(entries.size() * 28);
        for (Map.Entry<Entry, Long> each : entries.entrySet()) {
            out.putInt(each.getKey().keyGroup)
                    .putLong(each.getKey().key)
                    .putLong(each.getKey().namespace)
                    .putLong(each.getValue());
        }
        byte[] bytes = out.array();
        CompletableFuture<KeyedSnapshot> snapshot = new CompletableFuture<>();
        context.io().execute(() -> {
            try {
                var file = request.incremental()
                        ? request.storage().writeShared("state", () -> new ByteArrayInputStream(bytes))
                        : request.storage()
                                .writeExclusive(request.checkpointId(), "state", () -> new ByteArrayInputStream(bytes));
                KeyGroupRange range = context.keyGroups();
                snapshot.complete(new KeyedSnapshot(
                        "model", range.first(), range.last(), Map.of("state", file), file.sizeBytes()));
            } catch (RuntimeException e) {
                snapshot.completeExceptionally(e);
            }
        });
        return snapshot;
    }

    @Override
    public KeyGroupRange keyGroups() {
        return context.keyGroups();
    }

    @Override
    public KeyedTable table(TableSpec spec) {
        throw new IllegalStateException("the model has no tables");
    }

    @Override
    public KeyedRows rows(RowsSpec spec) {
        throw new IllegalStateException("the model has no rows");
    }

    @Override
    public void close() {
        entries.clear();
    }
}
