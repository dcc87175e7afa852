package io.weir.runtime.simulation;

import io.weir.runtime.state.BagsSpec;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.runtime.state.KeyedBags;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedState;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedStateBackendContext;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.RowsSpec;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Keyed state as simple as it can be: numbers by (key group, key, namespace), written in a few chunks, of which those
 * that have not changed since the last completed checkpoint are referred to again. What the simulation tests is the
 * runtime around it.
 */
final class ModelState implements KeyedStateBackend, KeyedState {
    private static final int CHUNKS = 8;

    private final KeyedStateBackendContext context;
    private final TreeMap<Entry, Long> entries = new TreeMap<>();
    private Map<String, Chunk> completed = Map.of();
    private final ConcurrentSkipListMap<Long, Map<String, Chunk>> pending = new ConcurrentSkipListMap<>();

    private record Chunk(byte[] bytes, StoredFile file) {}

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
        List<byte[]> chunks = chunks();
        CompletableFuture<KeyedSnapshot> snapshot = new CompletableFuture<>();
        Map<String, Chunk> base = request.incremental() ? completed : Map.of();
        context.io().execute(() -> {
            try {
                Map<String, Chunk> written = new TreeMap<>();
                for (int i = 0; i < chunks.size(); i++) {
                    written.put("chunk-" + i, write(request, base.get("chunk-" + i), chunks.get(i)));
                }
                if (request.incremental()) {
                    pending.put(request.checkpointId(), written);
                }
                Map<String, StoredFile> files = new TreeMap<>();
                written.forEach((name, chunk) -> files.put(name, chunk.file));
                KeyGroupRange range = context.keyGroups();
                snapshot.complete(new KeyedSnapshot("model", range.first(), range.last(), files, 0));
            } catch (RuntimeException e) {
                snapshot.completeExceptionally(e);
            }
        });
        return snapshot;
    }

    private static Chunk write(FreezeRequest request, Chunk before, byte[] bytes) {
        if (before != null && Arrays.equals(before.bytes, bytes)) {
            return before;
        }
        StoredFile file = request.incremental()
                ? request.storage().writeShared("state", () -> new ByteArrayInputStream(bytes))
                : request.storage()
                        .writeExclusive(request.checkpointId(), "state", () -> new ByteArrayInputStream(bytes));
        return new Chunk(bytes, file);
    }

    private List<byte[]> chunks() {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < CHUNKS; i++) {
            buffers.add(ByteBuffer.allocate(entries.size() * 28));
        }
        for (Map.Entry<Entry, Long> each : entries.entrySet()) {
            buffers.get(Math.floorMod(each.getKey().keyGroup, CHUNKS))
                    .putInt(each.getKey().keyGroup)
                    .putLong(each.getKey().key)
                    .putLong(each.getKey().namespace)
                    .putLong(each.getValue());
        }
        return buffers.stream()
                .map(buffer -> Arrays.copyOf(buffer.array(), buffer.position()))
                .toList();
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        Map<String, Chunk> written = pending.remove(checkpointId);
        if (written != null) {
            completed = written;
        }
        pending.headMap(checkpointId).clear();
    }

    @Override
    public void checkpointAborted(long checkpointId) {
        pending.remove(checkpointId);
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
    public KeyedBags bags(BagsSpec spec) {
        throw new IllegalStateException("the model has no bags");
    }

    @Override
    public void close() {
        entries.clear();
    }
}
