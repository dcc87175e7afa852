package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.checkpoint.CoordinatorAction;
import io.weir.runtime.element.Barrier;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings checkpoints into being: writes their manifests, one after the other. Used by the job's task. */
final class CheckpointPublication {
    private final JobCalls calls;
    private final SerialCalls order;
    private final AttemptPreparation preparation;
    private final SnapshotDestinations destinations;

    CheckpointPublication(
            JobCalls calls, Executor io, AttemptPreparation preparation, SnapshotDestinations destinations) {
        this.calls = calls;
        this.order = new SerialCalls(io);
        this.preparation = preparation;
        this.destinations = destinations;
    }

    /**
     * Publishes a checkpoint. The attempt is not over before that has ended: the next one must not begin while a checkpoint may still come to exist.
     *
     * @param onStored where it can be restored from; empty, at once, if the job has no storage
     */
    void publish(
            JobAttempt of, CoordinatorAction.Store store, Consumer<String> onStored, Consumer<Throwable> onFailed) {
        CheckpointStorage savepoint = destinations.savepoint(store.manifest().checkpointId());
        JobStorage own = preparation.storage();
        if (savepoint == null && own == null) {
            onStored.accept("");
            return;
        }
        long number = own == null ? of.number : own.attempt();
        calls.callInOrder(of, order, () -> publish(store, own, savepoint, number), onStored, onFailed);
    }

    /** On an I/O thread. @return where the checkpoint can be restored from */
    private static String publish(
            CoordinatorAction.Store store,
            @Nullable JobStorage own,
            @Nullable CheckpointStorage savepoint,
            long number) {
        CheckpointManifest manifest = store.manifest();
        if (savepoint == null) {
            JobStorage target = requireNonNull(own);
            target.publish(manifest, number);
            return target.storage().location() + "/chk-" + manifest.checkpointId();
        }
        JobStorage.publish(savepoint, manifest, number);
        boolean stops = store.kind() == Barrier.Kind.STOP || store.kind() == Barrier.Kind.DRAIN;
        if (stops && own != null) {
            // The commit that follows belongs to the savepoint. Should the process die in the middle of it, the job
            // must not go on from an older checkpoint.
            own.publish(JobStorage.relocated(manifest, savepoint.location()), number);
        }
        return savepoint.location();
    }
}
