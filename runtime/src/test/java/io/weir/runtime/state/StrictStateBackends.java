package io.weir.runtime.state;

import static io.weir.spi.Checks.checkState;

import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Backends for operator tests on {@link HeapKeyedState}, which throws where an operator breaks a contract. Snapshots
 * are copies in memory.
 */
public final class StrictStateBackends implements KeyedStateBackendFactory {
    private static final String FORMAT = "strict-";

    private final List<HeapKeyedState> snapshots = new ArrayList<>();

    @Override
    public KeyedStateBackend create(KeyedStateBackendContext context) {
        checkState(context.restored().size() <= 1, "one subtask restores from one snapshot");
        if (context.restored().isEmpty()) {
            return new Backend(HeapKeyedState.create(), context.keyGroups());
        }
        String format = context.restored().get(0).format();
        HeapKeyedState taken = snapshots.get(Integer.parseInt(format.substring(FORMAT.length())));
        return new Backend(HeapKeyedState.restore(List.of(taken), 0, 1), context.keyGroups());
    }

    /** The state in the last snapshot. */
    public HeapKeyedState lastSnapshot() {
        return snapshots.get(snapshots.size() - 1);
    }

    private final class Backend implements KeyedStateBackend {
        private final HeapKeyedState state;
        private final KeyGroupRange keyGroups;

        Backend(HeapKeyedState state, KeyGroupRange keyGroups) {
            this.state = state;
            this.keyGroups = keyGroups;
        }

        @Override
        public KeyedState keyedState() {
            return state;
        }

        @Override
        public CompletionStage<KeyedSnapshot> freeze(FreezeRequest request) {
            snapshots.add(HeapKeyedState.restore(List.of(state), 0, 1));
            return CompletableFuture.completedFuture(new KeyedSnapshot(
                    FORMAT + (snapshots.size() - 1), keyGroups.first(), keyGroups.last(), Map.of(), 0));
        }

        @Override
        public void close() {}
    }
}
