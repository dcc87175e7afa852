package io.weir.runtime.testing;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Checkpoint storage of any number of jobs and savepoints, in memory. Thread-safe. */
public final class MemoryStorageProvider implements CheckpointStorageProvider {
    private final Map<String, MemoryCheckpointStorage> folders = new ConcurrentSkipListMap<>();

    @Override
    public MemoryCheckpointStorage open(String directory, String jobId) {
        return folders.computeIfAbsent(
                directory + "/" + jobId, location -> new MemoryCheckpointStorage(location, this));
    }

    @Override
    public MemoryCheckpointStorage openSavepoint(String directory, String savepointId) {
        return open(directory, "savepoint-" + savepointId);
    }

    @Override
    public void deleteSavepoint(String location) {
        folders.remove(location);
    }

    @Override
    public void validate(String directory) {
        // Memory is always there.
    }

    /** All folders there are. */
    public Collection<MemoryCheckpointStorage> folders() {
        return folders.values();
    }

    CheckpointManifest loadFrom(String path) {
        for (MemoryCheckpointStorage folder : folders.values()) {
            for (long id : folder.list()) {
                if (path.equals(folder.location()) || path.equals(folder.location() + "/chk-" + id)) {
                    return folder.load(id).orElseThrow();
                }
            }
        }
        throw new WeirException(ErrorCode.UNKNOWN_OBJECT, "there is no checkpoint at \"" + path + "\"");
    }

    /** The folder that a whole path leads into, or null. */
    @org.jspecify.annotations.Nullable MemoryCheckpointStorage folderOf(String path) {
        return folders.values().stream()
                .filter(folder -> path.startsWith(folder.location() + "/"))
                .findFirst()
                .orElse(null);
    }
}
