package io.weir.runtime.state;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Makes backends that keep all state on the heap: {@code hashmap}. Touches no local files, so that a simulation can use
 * it.
 */
public final class HashMapStateBackends implements KeyedStateBackendFactory {
    private final StateMemory memory;

    public HashMapStateBackends(StateMemory memory) {
        this.memory = memory;
    }

    @Override
    public KeyedStateBackend create(KeyedStateBackendContext context) {
        StateMemory.Account account = memory.open(context.jobId(), true, context.wakeUp());
        try {
            MemoryStore store = new MemoryStore(account);
            boolean isSame = restore(context, store);
            CachedStateBackend backend = new CachedStateBackend(context, store, account);
            if (isSame) {
                backend.restoredFrom(
                        Objects.requireNonNull(context.restoredFrom(), "restoredFrom is null"),
                        context.restored().get(0).files());
            }
            return backend;
        } catch (RuntimeException | Error e) {
            account.close();
            throw e;
        }
    }

    /**
     * Puts snapshots in the canonical format into an empty store.
     *
     * @return whether the store now holds the very files of the only snapshot
     */
    public static boolean restore(KeyedStateBackendContext context, MemoryStore store) {
        if (context.restored().isEmpty()) {
            return false;
        }
        CheckpointStorage storage = Objects.requireNonNull(context.restoredFrom(), "restoredFrom is null");
        for (KeyedSnapshot snapshot : context.restored()) {
            if (!snapshot.format().equals(CanonicalFiles.FORMAT)) {
                throw new WeirException(
                                ErrorCode.INCOMPATIBLE_STATE,
                                "keyed state was saved as \"" + snapshot.format()
                                        + "\", state backend \"hashmap\" reads \"" + CanonicalFiles.FORMAT + "\"")
                        .withHint("Take a canonical savepoint, or start with the state backend it was saved with.");
            }
        }
        KeyedSnapshot first = context.restored().get(0);
        if (context.restored().size() == 1
                && context.keyGroups().contains(first.firstKeyGroup())
                && context.keyGroups().contains(first.lastKeyGroup())) {
            store.restore(CanonicalFiles.read(first, context.keyGroups(), storage));
            return true;
        }
        List<RecordCursor> snapshots = new ArrayList<>();
        long bytes = 0;
        for (KeyedSnapshot snapshot : context.restored()) {
            snapshots.add(CanonicalFiles.open(snapshot, context.keyGroups(), storage));
            bytes += snapshot.fullBytes();
        }
        store.write(Catalog.merged(snapshots), bytes);
        return false;
    }
}
