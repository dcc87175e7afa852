package io.weir.runtime.task;

import io.weir.runtime.checkpoint.CheckpointCoordinator;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.runtime.element.Barrier;
import io.weir.runtime.exchange.InFlightRows;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One start of a job: its subtasks from their making to their end. Used by the job's own task, but for what is handed in from I/O threads when it is ready. */
final class JobAttempt {
    final long number;
    final JobGraph graph;
    /** Null before it is prepared. */
    @Nullable JobCommitters committers;

    private final Map<SubtaskId, SubtaskFactory.Created> created = new HashMap<>();
    private final List<Scheduler.Handle> handles = new ArrayList<>();
    private final Set<SubtaskId> open = new HashSet<>();
    int subtasksInTheMaking;
    /** I/O calls under way that must have returned before another attempt may begin. */
    int callsUnderWay;

    boolean closing;
    private boolean deployed;
    private @Nullable ChannelPlan channels;

    JobAttempt(long number, JobGraph graph) {
        this.number = number;
        this.graph = graph;
    }

    /** What I/O has found out before subtasks are made. */
    record Prepared(
            long number,
            RestoredJob restored,
            JobStorage.@Nullable Choice choice,
            List<CompletedCheckpoint> existing,
            Map<String, Map<Integer, List<InFlightRows>>> inFlight,
            JobCommitters committers) {}

    void made(SubtaskFactory.Created subtask) {
        created.put(subtask.subtask().id(), subtask);
    }

    /** Connects everything and lets it run. */
    void deploy(Scheduler scheduler, ChannelPlan channels) {
        Map<String, Runnable[]> wakeUps = new HashMap<>();
        for (Vertex vertex : graph.vertices()) {
            wakeUps.put(vertex.id(), new Runnable[vertex.parallelism()]);
        }
        deployed = true;
        this.channels = channels;
        List<Runnable> starts = new ArrayList<>();
        for (Vertex vertex : graph.vertices()) {
            for (int index = 0; index < vertex.parallelism(); index++) {
                SubtaskFactory.Created each = created.get(new SubtaskId(vertex.id(), index));
                if (each == null) {
                    throw new IllegalStateException("subtask " + vertex.id() + "[" + index + "] was not made");
                }
                Scheduler.Handle handle = register(scheduler, each);
                Runnable[] ofVertex = wakeUps.get(vertex.id());
                if (ofVertex != null) {
                    ofVertex[index] = handle::wakeUp;
                }
                starts.add(handle::wakeUp);
            }
        }
        channels.connect(wakeUps);
        starts.forEach(Runnable::run);
    }

    private Scheduler.Handle register(Scheduler scheduler, SubtaskFactory.Created each) {
        Scheduler.Handle handle = scheduler.register(each.subtask());
        handles.add(handle);
        open.add(each.subtask().id());
        each.mailbox().connect(handle::wakeUp);
        return handle;
    }

    /** Ends all subtasks; those that were made but never deployed too. */
    void close(Scheduler scheduler) {
        closing = true;
        for (SubtaskFactory.Created each : created.values()) {
            if (!deployed) {
                register(scheduler, each);
            }
            each.subtask().close();
        }
    }

    void closed(SubtaskId subtask) {
        open.remove(subtask);
        if (open.isEmpty()) {
            handles.forEach(Scheduler.Handle::close);
            if (channels != null) {
                channels.close();
            }
        }
    }

    /** Whether nothing of it is left that could still do anything. */
    boolean isOver() {
        return open.isEmpty() && subtasksInTheMaking == 0 && callsUnderWay == 0;
    }

    /** For people: subtasks that have not closed. */
    String notClosed() {
        return open.stream().map(SubtaskId::toString).sorted().collect(Collectors.joining(", "));
    }

    /** Gives a barrier to all subtasks without inputs. */
    void inject(Barrier barrier) {
        created.forEach((id, each) -> {
            if (graph.inputsOf(id.vertexId()).isEmpty()) {
                each.subtask().inject(barrier);
            }
        });
    }

    void forEachSubtask(Consumer<Subtask> action) {
        created.values().forEach(each -> action.accept(each.subtask()));
    }

    /** What its subtasks have done so far, but for barriers. */
    long activity() {
        return created.values().stream()
                .mapToLong(each -> each.subtask().activity())
                .sum();
    }

    CheckpointCoordinator.Topology topology() {
        Set<SubtaskId> terminals = new HashSet<>();
        Map<String, Integer> maxParallelism = new HashMap<>();
        for (Vertex vertex : graph.vertices()) {
            maxParallelism.put(vertex.id(), vertex.maxParallelism());
        }
        for (SubtaskId id : created.keySet()) {
            if (graph.outputsOf(id.vertexId()).isEmpty()) {
                terminals.add(id);
            }
        }
        return new CheckpointCoordinator.Topology(created.keySet(), terminals, maxParallelism);
    }

    List<SubtaskStats> stats() {
        List<SubtaskStats> stats = new ArrayList<>();
        for (Vertex vertex : graph.vertices()) {
            for (int index = 0; index < vertex.parallelism(); index++) {
                SubtaskFactory.Created each = created.get(new SubtaskId(vertex.id(), index));
                if (each != null) {
                    stats.add(each.subtask().stats(vertex.name()));
                }
            }
        }
        return stats;
    }
}
