package io.weir.runtime.exchange;

import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.spi.data.Batch;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Deals restored in-flight rows out to the subtasks that must have them now: those of hash edges by key group, all
 * others by the index of the subtask that had them. Rows of one sender and key keep their order, because they had one
 * receiver before.
 */
public final class InFlightRouter {
    private final Vertex receiver;
    private final List<Edge> edges;
    private final ToIntFunction<String> parallelismOf;
    private final Map<Edge, Partitioner> hashPartitioners = new HashMap<>();
    private final Map<Integer, List<InFlightRows>> routed = new HashMap<>();

    /**
     * @param edges the inputs of the receiver
     * @param parallelismOf of a vertex by id
     */
    public InFlightRouter(Vertex receiver, List<Edge> edges, ToIntFunction<String> parallelismOf) {
        this.receiver = receiver;
        this.edges = edges;
        this.parallelismOf = parallelismOf;
    }

    /** @param oldReceiver the index of the subtask that had them */
    public void add(int oldReceiver, InFlightRows rows) {
        Edge edge = edges.stream()
                .filter(each -> each.from().equals(rows.from())
                        && each.output() == rows.output()
                        && each.input() == rows.input())
                .findFirst()
                .orElseThrow(() -> new WeirException(
                                ErrorCode.INCOMPATIBLE_STATE,
                                "the checkpoint has in-flight rows from vertex \"" + rows.from() + "\" to \""
                                        + receiver.name() + "\", an edge which the job does not have")
                        .withHint("Take a savepoint, or an aligned checkpoint, before changing the job."));
        int sender = rows.sender() % parallelismOf.applyAsInt(rows.from());
        if (edge.partitioning() instanceof Partitioning.Hash hash) {
            hashPartitioners
                    .computeIfAbsent(
                            edge, key -> new HashPartitioner(hash, receiver.maxParallelism(), receiver.parallelism()))
                    .partition(rows.batch(), (target, part) -> put(target, rows, sender, part));
        } else {
            put(oldReceiver % receiver.parallelism(), rows, sender, rows.batch());
        }
    }

    private void put(int target, InFlightRows rows, int sender, Batch part) {
        routed.computeIfAbsent(target, key -> new ArrayList<>())
                .add(new InFlightRows(rows.from(), rows.output(), rows.input(), sender, part));
    }

    /** By receiving subtask. */
    public Map<Integer, List<InFlightRows>> routed() {
        return routed;
    }
}
