package io.weir.runtime.task;

import io.weir.runtime.checkpoint.Acknowledgement;
import io.weir.runtime.checkpoint.OperatorPart;
import io.weir.runtime.checkpoint.SubtaskCheckpointStats;
import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.exchange.InFlightFile;
import io.weir.runtime.exchange.InFlightRows;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.time.Clock;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that one subtask is taking: opened at the cut, filled as the barrier passes its operators, acknowledged
 * when all is durable. On the subtask's worker, but for the end of what I/O threads write.
 */
final class SubtaskSnapshots {
    private final SubtaskEnvironment environment;
    private final SubtaskListener listener;
    private final SnapshotTargets targets;
    private final Clock clock;
    private final TreeMap<Long, SubtaskSnapshot> open = new TreeMap<>();

    SubtaskSnapshots(SubtaskEnvironment environment, SubtaskListener listener, SnapshotTargets targets) {
        this.environment = environment;
        this.listener = listener;
        this.targets = targets;
        clock = environment.runtime().clock();
    }

    private SubtaskId id() {
        return environment.subtask();
    }

    /** The barrier enters the chain: what the input and operators that are not made again contribute is known. */
    void open(SubtaskSnapshot snapshot, SubtaskInput input, List<OperatorPart> carried) {
        open.put(snapshot.barrier.id(), snapshot);
        if (input.operatorId() != null) {
            addKnown(snapshot, input.operatorId(), input.operatorName(), input.snapshot(snapshot.barrier));
        }
        carried.forEach(part -> addKnown(snapshot, part.operatorId(), part.name(), part.state()));
    }

    private static void addKnown(SubtaskSnapshot snapshot, String operatorId, String name, Map<String, byte[]> state) {
        snapshot.add(
                operatorId,
                name,
                state,
                CompletableFuture.completedFuture(Map.of()),
                CompletableFuture.completedFuture(null));
    }

    /**
     * The barrier has passed an operator.
     *
     * @param head the input, if the operator is the first of the chain behind it
     */
    void passed(OperatorLink link, Barrier barrier, @Nullable SubtaskInput head) {
        SubtaskSnapshot snapshot = open.get(barrier.id());
        if (snapshot == null) {
            return; // an epoch, or given up meanwhile
        }
        long startNanos = clock.nanoTime();
        CompletionStage<Map<String, byte[]>> state = link.operator.snapshot(barrier);
        CompletionStage<@Nullable KeyedSnapshot> keyed = CompletableFuture.completedFuture(null);
        FreezeRequest target = targets.of(barrier.id());
        if (link.backend != null && target != null && !snapshot.finished) {
            keyed = link.backend.freeze(target).thenApply(files -> files);
        }
        snapshot.add(link.operatorId, link.name, head == null ? Map.of() : head.snapshot(barrier), state, keyed);
        snapshot.syncNanos += clock.nanoTime() - startNanos;
    }

    /** The barrier has passed the chain. */
    void passedChain(Barrier barrier) {
        SubtaskSnapshot snapshot = open.get(barrier.id());
        if (snapshot != null) { // not given up meanwhile
            snapshot.passedChain();
            completeIfComplete(snapshot);
        }
    }

    /** The in-flight rows of a cut that overtook are known. */
    void recorded(Barrier barrier, List<InFlightRows> rows) {
        SubtaskSnapshot snapshot = open.get(barrier.id());
        if (snapshot != null) {
            snapshot.recorded(rows);
            completeIfComplete(snapshot);
        }
    }

    /** Nobody wants it any more. */
    void giveUp(long checkpointId) {
        open.remove(checkpointId);
    }

    private void completeIfComplete(SubtaskSnapshot snapshot) {
        if (!snapshot.isComplete()) {
            return;
        }
        open.remove(snapshot.barrier.id());
        long syncEndNanos = clock.nanoTime();
        CompletableFuture<StoredFile> stored = storeInFlight(snapshot);
        CompletableFuture<Acknowledgement> unused = snapshot.parts()
                .thenCombine(stored, (parts, file) -> acknowledgement(snapshot, parts, file, syncEndNanos))
                .whenComplete((acknowledgement, failure) -> {
                    if (failure != null) {
                        listener.declined(snapshot.barrier.id(), id(), Failures.unwrap(failure));
                    } else {
                        listener.acknowledged(acknowledgement);
                    }
                });
    }

    private CompletableFuture<StoredFile> storeInFlight(SubtaskSnapshot snapshot) {
        FreezeRequest target = targets.of(snapshot.barrier.id());
        List<InFlightRows> rows = snapshot.inFlight();
        if (rows.isEmpty() || target == null) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<StoredFile> stored = new CompletableFuture<>();
        environment.runtime().io().execute(() -> {
            try {
                byte[] encoded = InFlightFile.encode(rows);
                stored.complete(target.storage()
                        .writeExclusive(
                                target.checkpointId(),
                                "in-flight-" + id().vertexId() + "-" + id().index(),
                                () -> new ByteArrayInputStream(encoded)));
            } catch (Throwable e) {
                stored.completeExceptionally(e);
            }
        });
        return stored;
    }

    private Acknowledgement acknowledgement(
            SubtaskSnapshot snapshot, List<OperatorPart> parts, @Nullable StoredFile inFlight, long syncEndNanos) {
        long newBytes = 0;
        long fullBytes = 0;
        for (OperatorPart part : parts) {
            long named = part.state().values().stream()
                    .mapToLong(value -> value.length)
                    .sum();
            KeyedSnapshot keyed = part.keyed();
            newBytes += named + (keyed == null ? 0 : keyed.newBytes());
            fullBytes += named + (keyed == null ? 0 : keyed.fullBytes());
        }
        long inFlightBytes = inFlight == null ? 0 : inFlight.sizeBytes();
        SubtaskCheckpointStats stats = new SubtaskCheckpointStats(
                id().vertexId(),
                id().index(),
                clock.currentTimeMillis(),
                snapshot.startDelayNanos,
                snapshot.alignmentNanos,
                snapshot.syncNanos,
                clock.nanoTime() - syncEndNanos,
                newBytes + inFlightBytes,
                fullBytes + inFlightBytes,
                inFlightBytes,
                snapshot.unaligned);
        return new Acknowledgement(
                snapshot.barrier.id(),
                id(),
                snapshot.finished,
                parts,
                inFlight == null ? List.of() : List.of(inFlight),
                stats);
    }
}
