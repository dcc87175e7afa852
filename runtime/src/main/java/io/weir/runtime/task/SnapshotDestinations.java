package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.element.Barrier;
import io.weir.runtime.state.FreezeRequest;
import io.weir.spi.storage.CheckpointStorage;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where the snapshots of the checkpoints under way go: into the job's own folder, or that of a savepoint. Changed by the job's task; {@link #of} is for any thread. */
final class SnapshotDestinations implements SnapshotTargets {
    private final AttemptPreparation preparation;
    private final CleanUp cleanUp;
    /** Storage of savepoints under way, by checkpoint id. */
    private final Map<Long, CheckpointStorage> savepoints = new HashMap<>();

    private final ConcurrentHashMap<Long, FreezeRequest> targets = new ConcurrentHashMap<>();

    SnapshotDestinations(AttemptPreparation preparation, CleanUp cleanUp) {
        this.preparation = preparation;
        this.cleanUp = cleanUp;
    }

    @Override
    public @Nullable FreezeRequest of(long checkpointId) {
        return targets.get(checkpointId);
    }

    void toOwnStorage(Barrier barrier, JobStorage own, boolean incremental) {
        targets.put(
                barrier.id(), new FreezeRequest(barrier.id(), own.storage(), FreezeRequest.Form.NATIVE, incremental));
    }

    /** @param savepoint whose storage is taken over, and closed with the checkpoint's end */
    void toSavepoint(Barrier barrier, CheckpointRequests.Request savepoint) {
        CheckpointStorage storage = requireNonNull(savepoint.storage());
        FreezeRequest.Form form = requireNonNull(savepoint.savepoint()).form();
        savepoints.put(barrier.id(), storage);
        targets.put(barrier.id(), new FreezeRequest(barrier.id(), storage, form, false));
    }

    /** Null if the checkpoint is no savepoint under way. */
    @Nullable CheckpointStorage savepoint(long checkpointId) {
        return savepoints.get(checkpointId);
    }

    void completed(long checkpointId) {
        ended(checkpointId, false);
    }

    /** @param mayExist its manifest may have been written, so that its files must stay */
    void aborted(long checkpointId, boolean mayExist) {
        boolean isSavepoint = savepoints.containsKey(checkpointId);
        ended(checkpointId, !mayExist);
        JobStorage own = preparation.storage();
        if (!isSavepoint && own != null && !mayExist) {
            // Its own files, and its manifest should it exist after all.
            cleanUp.run(() -> own.storage().delete(checkpointId));
        }
    }

    private void ended(long checkpointId, boolean delete) {
        targets.remove(checkpointId);
        CheckpointStorage savepoint = savepoints.remove(checkpointId);
        if (savepoint != null) {
            cleanUp.run(() -> {
                savepoint.close();
                if (delete) {
                    preparation.provider().deleteSavepoint(savepoint.location());
                }
            });
        }
    }

    /** Nothing will be written to the storage of a savepoint that was asked for. */
    void unused(CheckpointStorage savepoint) {
        cleanUp.run(() -> {
            savepoint.close();
            preparation.provider().deleteSavepoint(savepoint.location());
        });
    }
}
