package io.weir.runtime.state;

import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StoredFile;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings snapshots of one store to checkpoint storage. Immutable files that the last completed checkpoint refers to are
 * referred to again; all others are written, under names that storage makes unique.
 *
 * <p>A file is known again by its name in this very store, which never gives a name twice; a store that starts anew,
 * after a failure as well, begins with what it was restored from and nothing else. Files that were written for a
 * checkpoint that failed are not used again: they may be deleted at any time.
 */
final class SnapshotUploader {
    private static final String SHARED = "shared/";
    private static final int LONGEST_HINT = 80;

    private final String hint;
    private final KeyGroupRange keyGroups;

    /** The immutable files of snapshots whose checkpoint is not known to be complete, by its id. */
    private final ConcurrentSkipListMap<Long, Base> pending = new ConcurrentSkipListMap<>();

    private volatile @Nullable Base base;

    /** What storage has: files by their name in the store. */
    private record Base(CheckpointStorage storage, Map<String, StoredFile> files) {}

    SnapshotUploader(String operatorId, int subtaskIndex, KeyGroupRange keyGroups) {
        String name = operatorId.replaceAll("[^A-Za-z0-9_-]", "_");
        hint = name.substring(0, Math.min(LONGEST_HINT, name.length())) + "-" + subtaskIndex + "-";
        this.keyGroups = keyGroups;
    }

    /**
     * The store was opened on these very files. Those that belong to one checkpoint, or to a savepoint elsewhere, go
     * when it goes, and are left alone.
     */
    void restored(CheckpointStorage storage, Map<String, StoredFile> files) {
        Map<String, StoredFile> shared = new HashMap<>();
        files.forEach((name, file) -> {
            if (file.path().startsWith(SHARED)) {
                shared.put(name, file);
            }
        });
        base = new Base(storage, shared);
    }

    /** Any thread. */
    void completed(long checkpointId) {
        Base completed = pending.remove(checkpointId);
        if (completed != null) {
            base = completed;
        }
        pending.headMap(checkpointId).clear();
    }

    /** Any thread. */
    void aborted(long checkpointId) {
        pending.remove(checkpointId);
    }

    /** Blocks; on an I/O thread; several at a time. */
    KeyedSnapshot upload(StoreSnapshot snapshot, FreezeRequest request) {
        CheckpointStorage storage = request.storage();
        Base known = base;
        Map<String, StoredFile> usable =
                known != null && request.incremental() && known.storage == storage ? known.files : Map.of();
        Map<String, StoredFile> all = new HashMap<>();
        Map<String, StoredFile> immutables = new HashMap<>();
        long[] newBytes = {0};
        snapshot.forEachFile((name, immutable, content) -> {
            StoredFile file = immutable ? usable.get(name) : null;
            if (file == null) {
                file = immutable && request.incremental()
                        ? storage.writeShared(hint + name, content)
                        : storage.writeExclusive(request.checkpointId(), hint + name, content);
                newBytes[0] += file.sizeBytes();
            }
            all.put(name, file);
            if (immutable) {
                immutables.put(name, file);
            }
        });
        if (request.incremental()) {
            pending.put(request.checkpointId(), new Base(storage, immutables));
        }
        return new KeyedSnapshot(snapshot.format(), keyGroups.first(), keyGroups.last(), all, newBytes[0]);
    }
}
