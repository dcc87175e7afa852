package io.weir.runtime.checkpoint;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Barrier;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointManifest.OperatorSnapshot;
import io.weir.spi.storage.CheckpointManifest.SubtaskSnapshot;
import io.weir.spi.storage.StoredFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A checkpoint that is collecting acknowledgements, or being stored. */
final class PendingCheckpoint {
    private static final int MAX_NAMES = 5;

    final Barrier barrier;
    final CheckpointRequest request;
    final long deadlineMillis;
    /** What the subtasks had done when it was triggered, of which all is in it. */
    final long activity;

    private final int subtaskCount;
    private final Map<SubtaskId, Acknowledgement> acknowledged = new HashMap<>();
    private boolean storing;
    private long latestAckTimeMillis;

    PendingCheckpoint(
            Barrier barrier, CheckpointRequest request, long deadlineMillis, int subtaskCount, long activity) {
        this.barrier = barrier;
        this.request = request;
        this.deadlineMillis = deadlineMillis;
        this.subtaskCount = subtaskCount;
        this.activity = activity;
    }

    long id() {
        return barrier.id();
    }

    Barrier.Kind kind() {
        return barrier.kind();
    }

    /** Whether the job stops with it. */
    boolean isStop() {
        return kind() == Barrier.Kind.STOP || kind() == Barrier.Kind.DRAIN;
    }

    /** @return whether it was the last one */
    boolean acknowledge(Acknowledgement acknowledgement, Set<SubtaskId> subtasks, long nowMillis) {
        checkState(
                subtasks.contains(acknowledgement.subtask()),
                "checkpoint %s acknowledged by %s, which is no subtask of the job",
                id(),
                acknowledgement.subtask());
        checkState(
                acknowledged.put(acknowledgement.subtask(), acknowledgement) == null,
                "checkpoint %s acknowledged twice by %s",
                id(),
                acknowledgement.subtask());
        latestAckTimeMillis = nowMillis;
        return acknowledged.size() == subtaskCount;
    }

    /** For people: who has not acknowledged it. */
    String missing(Set<SubtaskId> subtasks) {
        List<String> missing = subtasks.stream()
                .filter(subtask -> !acknowledged.containsKey(subtask))
                .map(SubtaskId::toString)
                .sorted()
                .toList();
        String names = String.join(", ", missing.subList(0, Math.min(MAX_NAMES, missing.size())));
        return missing.size() + " of " + subtaskCount + " subtasks have not acknowledged it: " + names
                + (missing.size() > MAX_NAMES ? ", ..." : "");
    }

    void beginStoring() {
        storing = true;
    }

    boolean isStoring() {
        return storing;
    }

    /** Files that subtasks have written for it, or refer to in it. */
    List<StoredFile> files() {
        List<StoredFile> files = new ArrayList<>();
        for (Acknowledgement each : acknowledged.values()) {
            files.addAll(filesOf(each));
        }
        return files;
    }

    static List<StoredFile> filesOf(Acknowledgement acknowledgement) {
        List<StoredFile> files = new ArrayList<>(acknowledgement.inFlight());
        for (OperatorPart part : acknowledgement.operators()) {
            if (part.keyed() != null) {
                files.addAll(part.keyed().files().values());
            }
        }
        return files;
    }

    CheckpointManifest manifest(String jobId, Map<String, Integer> maxParallelismOfVertex) {
        Map<String, OperatorSnapshot> operators = new LinkedHashMap<>();
        List<Acknowledgement> inOrder = new ArrayList<>(acknowledged.values());
        inOrder.sort(
                Comparator.comparing((Acknowledgement each) -> each.subtask().vertexId())
                        .thenComparing(each -> each.subtask().index()));
        boolean unaligned = false;
        for (Acknowledgement each : inOrder) {
            unaligned |= !each.inFlight().isEmpty();
            List<StoredFile> inFlight = each.inFlight();
            for (OperatorPart part : each.operators()) {
                SubtaskSnapshot subtask = new SubtaskSnapshot(
                        each.subtask().index(), each.finished(), part.state(), part.keyed(), inFlight);
                operators.merge(
                        part.operatorId(),
                        new OperatorSnapshot(
                                part.operatorId(),
                                part.name(),
                                maxParallelismOfVertex.getOrDefault(
                                        each.subtask().vertexId(), 0),
                                List.of(subtask)),
                        PendingCheckpoint::join);
                inFlight = List.of(); // they belong to the first operator of the chain
            }
        }
        return new CheckpointManifest(
                jobId,
                id(),
                kind() == Barrier.Kind.CHECKPOINT
                        ? CheckpointManifest.Kind.CHECKPOINT
                        : CheckpointManifest.Kind.SAVEPOINT,
                unaligned,
                barrier.triggerTimeMillis(),
                List.copyOf(operators.values()),
                Map.of("drained", Boolean.toString(kind() == Barrier.Kind.DRAIN)));
    }

    private static OperatorSnapshot join(OperatorSnapshot a, OperatorSnapshot b) {
        List<SubtaskSnapshot> subtasks = new ArrayList<>(a.subtasks());
        subtasks.addAll(b.subtasks());
        return new OperatorSnapshot(a.operatorId(), a.name(), a.maxParallelism(), subtasks);
    }

    CheckpointStats stats(
            CheckpointStats.Status status, long endTimeMillis, @Nullable String path, @Nullable String failure) {
        List<SubtaskCheckpointStats> subtasks =
                acknowledged.values().stream().map(Acknowledgement::stats).toList();
        return new CheckpointStats(
                id(),
                statsKind(subtasks),
                status,
                barrier.triggerTimeMillis(),
                latestAckTimeMillis,
                endTimeMillis,
                subtasks.size(),
                subtaskCount,
                subtasks.stream()
                        .mapToLong(SubtaskCheckpointStats::checkpointedBytes)
                        .sum(),
                subtasks.stream().mapToLong(SubtaskCheckpointStats::fullBytes).sum(),
                subtasks.stream()
                        .mapToLong(SubtaskCheckpointStats::persistedInFlightBytes)
                        .sum(),
                path,
                failure,
                subtasks);
    }

    private CheckpointStats.Kind statsKind(List<SubtaskCheckpointStats> subtasks) {
        return switch (kind()) {
            case SAVEPOINT -> CheckpointStats.Kind.SAVEPOINT;
            case STOP, DRAIN -> CheckpointStats.Kind.SYNC_SAVEPOINT;
            case EPOCH, CHECKPOINT ->
                subtasks.stream().anyMatch(SubtaskCheckpointStats::unaligned)
                        ? CheckpointStats.Kind.UNALIGNED_CHECKPOINT
                        : CheckpointStats.Kind.CHECKPOINT;
        };
    }
}
