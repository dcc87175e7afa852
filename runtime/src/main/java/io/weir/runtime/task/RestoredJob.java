package io.weir.runtime.task;

import io.weir.runtime.checkpoint.OperatorPart;
import io.weir.runtime.checkpoint.SnapshotState;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.exchange.InFlightFile;
import io.weir.runtime.exchange.InFlightRouter;
import io.weir.runtime.exchange.InFlightRows;
import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.state.KeyGroupRange;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointManifest.OperatorSnapshot;
import io.weir.spi.storage.CheckpointManifest.SubtaskSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StoredFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as the subtasks of a graph see it, whose parallelism may be another than that of the job that took it: splits and operator state of all subtasks to each, writer
 * state dealt out, keyed state by range, in-flight rows by key group. On a fresh start it is {@link #NONE}. Immutable; its files are read on I/O threads.
 */
final class RestoredJob {
    static final RestoredJob NONE = new RestoredJob(null, null, Map.of(), Set.of());

    private final @Nullable CheckpointManifest manifest;
    private final @Nullable CheckpointStorage storage;
    /** By operator id. */
    private final Map<String, List<SubtaskSnapshot>> subtasksOf;
    /** Ids of vertices. */
    private final Set<String> finished;

    private RestoredJob(
            @Nullable CheckpointManifest manifest,
            @Nullable CheckpointStorage storage,
            Map<String, List<SubtaskSnapshot>> subtasksOf,
            Set<String> finished) {
        this.finished = finished;
        this.manifest = manifest;
        this.storage = storage;
        this.subtasksOf = subtasksOf;
    }

    /** @throws WeirException (INCOMPATIBLE_STATE) if the graph cannot go on from this checkpoint */
    static RestoredJob of(
            CheckpointManifest manifest, CheckpointStorage storage, JobGraph graph, boolean allowUnclaimed) {
        Map<String, Vertex> vertexOf = new HashMap<>();
        for (Vertex vertex : graph.vertices()) {
            for (OperatorSpec operator : vertex.chain()) {
                vertexOf.put(operator.operatorId(), vertex);
            }
        }
        Map<String, List<SubtaskSnapshot>> subtasksOf = new HashMap<>();
        for (OperatorSnapshot operator : manifest.operators()) {
            Vertex vertex = vertexOf.get(operator.operatorId());
            if (vertex == null) {
                if (!allowUnclaimed && hasState(operator)) {
                    throw unclaimed(manifest, operator, vertexOf.keySet());
                }
                continue;
            }
            boolean isKeyed = operator.subtasks().stream().anyMatch(subtask -> subtask.keyed() != null);
            if (isKeyed && operator.maxParallelism() != vertex.maxParallelism()) {
                throw new WeirException(
                                ErrorCode.INCOMPATIBLE_STATE,
                                "checkpoint " + manifest.checkpointId() + " has max-parallelism "
                                        + operator.maxParallelism() + " for operator \"" + operator.name()
                                        + "\", the job has " + vertex.maxParallelism())
                        .withHint("The number of key groups is fixed for the life of a job; set max-parallelism to "
                                + operator.maxParallelism() + ".");
            }
            boolean hasInFlight = operator.subtasks().stream()
                    .anyMatch(subtask -> !subtask.inFlight().isEmpty());
            if (hasInFlight && !vertex.chain().get(0).operatorId().equals(operator.operatorId())) {
                throw new WeirException(
                                ErrorCode.INCOMPATIBLE_STATE,
                                "checkpoint " + manifest.checkpointId() + " has in-flight rows for operator \""
                                        + operator.name() + "\", which the job runs in a chain behind another")
                        .withHint("Take a savepoint, or an aligned checkpoint, before changing the job.");
            }
            List<SubtaskSnapshot> subtasks = new ArrayList<>(operator.subtasks());
            subtasks.sort(Comparator.comparing(SubtaskSnapshot::subtaskIndex));
            subtasksOf.put(operator.operatorId(), subtasks);
        }
        return new RestoredJob(manifest, storage, subtasksOf, finishedVertices(graph, subtasksOf));
    }

    private static boolean hasState(OperatorSnapshot operator) {
        return operator.subtasks().stream()
                .anyMatch(subtask -> subtask.keyed() != null
                        || !subtask.inFlight().isEmpty()
                        || subtask.state().keySet().stream().anyMatch(name -> !SnapshotState.isEventTime(name)));
    }

    private static WeirException unclaimed(CheckpointManifest manifest, OperatorSnapshot operator, Set<String> known) {
        return new WeirException(
                        ErrorCode.INCOMPATIBLE_STATE,
                        "checkpoint " + manifest.checkpointId() + " has state of operator \"" + operator.name()
                                + "\", which the job does not have")
                .withDetail("The operator id is \"" + operator.operatorId() + "\"; the job has "
                        + known.stream().sorted().map(id -> "\"" + id + "\"").collect(Collectors.joining(", ")) + ".")
                .withHint("Set 'execution.state-recovery.ignore-unclaimed-state' to 'true' to drop that state.");
    }

    boolean isRestored() {
        return manifest != null;
    }

    @Nullable CheckpointStorage storage() {
        return storage;
    }

    /** What sinks have pre-committed, by operator id. */
    Map<String, List<byte[]>> committables() {
        return manifest == null ? Map.of() : SnapshotState.committables(manifest);
    }

    private List<SubtaskSnapshot> subtasks(String operatorId) {
        return subtasksOf.getOrDefault(operatorId, List.of());
    }

    /**
     * Whether all subtasks of a vertex had come to the end of their input, and so had those of all vertices before it: then it need not run again. One of which only some
     * had ended runs again whole; what those had is gone from keyed state, so they say nothing twice.
     */
    boolean isFinished(Vertex vertex) {
        return finished.contains(vertex.id());
    }

    private static Set<String> finishedVertices(JobGraph graph, Map<String, List<SubtaskSnapshot>> subtasksOf) {
        Set<String> finished = new HashSet<>();
        for (Vertex vertex : graph.vertices()) {
            List<SubtaskSnapshot> old =
                    subtasksOf.getOrDefault(vertex.chain().get(0).operatorId(), List.of());
            if (!old.isEmpty()
                    && old.stream().allMatch(SubtaskSnapshot::finished)
                    && graph.inputsOf(vertex.id()).stream().allMatch(edge -> finished.contains(edge.from()))) {
                finished.add(vertex.id());
            }
        }
        return finished;
    }

    /** What a subtask of a finished vertex goes on to contribute to checkpoints: where its splits ended, should the graph ever be another. */
    List<OperatorPart> carried(Vertex vertex, int index) {
        List<OperatorPart> parts = new ArrayList<>();
        for (OperatorSpec spec : vertex.chain()) {
            List<SplitPosition> splits = index == 0 ? splits(spec.operatorId()) : List.of();
            Map<String, byte[]> state =
                    splits.isEmpty() ? Map.of() : Map.of(SnapshotState.SPLITS, SnapshotState.ofSplits(splits));
            parts.add(new OperatorPart(spec.operatorId(), spec.describe(), state, null));
        }
        return parts;
    }

    /** Event time at the head of a vertex: the subtask's own, or the least of all after a rescale. */
    long watermark(Vertex vertex, int index) {
        List<SubtaskSnapshot> old = subtasks(vertex.chain().get(0).operatorId());
        if (old.size() == vertex.parallelism()) {
            return watermark(old.get(index));
        }
        long least = Watermark.END;
        for (SubtaskSnapshot subtask : old) {
            if (!subtask.finished()) {
                least = Math.min(least, watermark(subtask));
            }
        }
        return least == Watermark.END ? Watermark.NONE : least;
    }

    private static long watermark(SubtaskSnapshot subtask) {
        byte[] encoded = subtask.state().get(SnapshotState.WATERMARK);
        return encoded == null ? Watermark.NONE : SnapshotState.toLong(encoded);
    }

    /** Event times of splits, by id. */
    Map<String, Long> splitWatermarks(String operatorId) {
        Map<String, Long> watermarks = new HashMap<>();
        for (byte[] encoded : state(operatorId).getOrDefault(SnapshotState.SPLIT_WATERMARKS, List.of())) {
            watermarks.putAll(SnapshotState.toLongs(encoded));
        }
        return watermarks;
    }

    List<SplitPosition> splits(String operatorId) {
        List<SplitPosition> splits = new ArrayList<>();
        for (byte[] encoded : state(operatorId).getOrDefault(SnapshotState.SPLITS, List.of())) {
            splits.addAll(SnapshotState.toSplits(encoded));
        }
        return splits;
    }

    /** By name, the values of all subtasks, in order. */
    Map<String, List<byte[]>> state(String operatorId) {
        Map<String, List<byte[]>> state = new HashMap<>();
        for (SubtaskSnapshot subtask : subtasks(operatorId)) {
            subtask.state()
                    .forEach((name, value) -> state.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(value));
        }
        return state;
    }

    /** What the writer of a subtask gets of what the writers before have kept. */
    List<byte[]> writerState(String operatorId, int index, int parallelism) {
        List<byte[]> values = new ArrayList<>();
        for (SubtaskSnapshot subtask : subtasks(operatorId)) {
            byte[] encoded = subtask.state().get(SnapshotState.WRITER);
            if (encoded != null && subtask.subtaskIndex() % parallelism == index) {
                values.addAll(SnapshotState.toList(encoded));
            }
        }
        return values;
    }

    List<KeyedSnapshot> keyed(String operatorId, KeyGroupRange wanted) {
        List<KeyedSnapshot> snapshots = new ArrayList<>();
        for (SubtaskSnapshot subtask : subtasks(operatorId)) {
            KeyedSnapshot keyed = subtask.keyed();
            if (keyed != null && keyed.firstKeyGroup() <= wanted.last() && keyed.lastKeyGroup() >= wanted.first()) {
                snapshots.add(keyed);
            }
        }
        return snapshots;
    }

    /** Rows in front of keyed state belong where their key is. If the edge does not say by what, and parallelism is another, nobody can tell where that is now. */
    private static void checkCanMove(Vertex vertex, List<Edge> edges, int oldParallelism, InFlightRows rows) {
        boolean isKeyed = vertex.chain().stream().anyMatch(OperatorSpec::isKeyed);
        boolean isHash = edges.stream()
                .filter(edge -> edge.from().equals(rows.from()) && edge.input() == rows.input())
                .allMatch(edge -> edge.partitioning() instanceof Partitioning.Hash);
        if (isKeyed && !isHash && oldParallelism != vertex.parallelism()) {
            throw new WeirException(
                            ErrorCode.INCOMPATIBLE_STATE,
                            "the checkpoint has in-flight rows for \"" + vertex.name()
                                    + "\" that were not sent by key, and cannot be"
                                    + " restored with parallelism " + vertex.parallelism() + " instead of "
                                    + oldParallelism)
                    .withHint("Take a savepoint, or an aligned checkpoint, before changing the parallelism.");
        }
    }

    /** The in-flight rows of a vertex, by receiving subtask of today. Reads files. */
    Map<Integer, List<InFlightRows>> inFlight(JobGraph graph, Vertex vertex) {
        CheckpointStorage readable = storage;
        if (readable == null) {
            return Map.of();
        }
        List<Edge> edges = graph.inputsOf(vertex.id());
        InFlightRouter router =
                new InFlightRouter(vertex, edges, from -> graph.vertex(from).parallelism());
        List<SubtaskSnapshot> old = subtasks(vertex.chain().get(0).operatorId());
        for (SubtaskSnapshot subtask : old) {
            for (StoredFile file : subtask.inFlight()) {
                for (InFlightRows rows : InFlightFile.decode(readable.read(file), file.toString())) {
                    checkCanMove(vertex, edges, old.size(), rows);
                    router.add(subtask.subtaskIndex(), rows);
                }
            }
        }
        return router.routed();
    }
}
