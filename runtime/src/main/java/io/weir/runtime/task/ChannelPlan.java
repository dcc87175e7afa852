package io.weir.runtime.task;

import static io.weir.spi.Checks.checkArgument;

import io.weir.runtime.exchange.Channel;
import io.weir.runtime.exchange.ExchangeMemory;
import io.weir.runtime.exchange.InputGate;
import io.weir.runtime.exchange.OutputEdge;
import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.jobgraph.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All channels of one attempt: a matrix, senders by receivers, for each edge. */
final class ChannelPlan {
    private final JobGraph graph;
    private final ExchangeMemory.Account memory;
    private final Map<Edge, @Nullable Channel[][]> channels = new HashMap<>();

    ChannelPlan(JobGraph graph, int capacity, ExchangeMemory memory) {
        this.graph = graph;
        this.memory = memory.open();
        for (Edge edge : graph.edges()) {
            channels.put(edge, matrix(edge, capacity));
        }
    }

    private @Nullable Channel[][] matrix(Edge edge, int capacity) {
        int senders = graph.vertex(edge.from()).parallelism();
        int receivers = graph.vertex(edge.to()).parallelism();
        boolean forward = edge.partitioning() instanceof Partitioning.Forward;
        checkArgument(
                !forward || senders == receivers,
                "forward edge from %s (parallelism %s) to %s (parallelism %s)",
                edge.from(),
                senders,
                edge.to(),
                receivers);
        boolean alwaysAligned = isAlwaysAligned(edge);
        @Nullable Channel[][] matrix = new Channel[senders][receivers];
        for (int sender = 0; sender < senders; sender++) {
            for (int receiver = 0; receiver < receivers; receiver++) {
                if (!forward || sender == receiver) {
                    matrix[sender][receiver] = new Channel(capacity, memory, alwaysAligned);
                }
            }
        }
        return matrix;
    }

    /**
     * Where a barrier must not overtake. Broadcast: after a rescale the copies of a row would have to be told from
     * rows. Forward into keyed state: the edge does not know the key, so its rows could not be dealt out again.
     */
    private boolean isAlwaysAligned(Edge edge) {
        if (edge.partitioning() instanceof Partitioning.Broadcast) {
            return true;
        }
        return edge.partitioning() instanceof Partitioning.Forward
                && graph.vertex(edge.to()).chain().stream().anyMatch(OperatorSpec::isKeyed);
    }

    List<OutputEdge> outputs(Vertex vertex, int sender) {
        List<OutputEdge> outputs = new ArrayList<>();
        for (Edge edge : graph.outputsOf(vertex.id())) {
            Vertex receiver = graph.vertex(edge.to());
            outputs.add(new OutputEdge(
                    edge.output(), edge.partitioning(), sender, receiver.maxParallelism(), matrixOf(edge)[sender]));
        }
        return outputs;
    }

    /** The channels into a subtask, with where they come from. */
    List<Incoming> inputs(Vertex vertex, int receiver) {
        List<Incoming> inputs = new ArrayList<>();
        for (Edge edge : graph.inputsOf(vertex.id())) {
            @Nullable Channel[][] matrix = matrixOf(edge);
            for (int sender = 0; sender < matrix.length; sender++) {
                Channel channel = matrix[sender][receiver];
                if (channel != null) {
                    inputs.add(new Incoming(
                            new InputGate.Entry(edge.input(), channel),
                            new GatedInput.ChannelOrigin(edge.from(), edge.output(), edge.input(), sender)));
                }
            }
        }
        return inputs;
    }

    record Incoming(InputGate.Entry entry, GatedInput.ChannelOrigin origin) {}

    /** Tells every channel whom to wake. {@code wakeUps} by vertex id and subtask. */
    void connect(Map<String, Runnable[]> wakeUps) {
        channels.forEach((edge, matrix) -> {
            Runnable[] senders = wakeUps.get(edge.from());
            Runnable[] receivers = wakeUps.get(edge.to());
            for (int sender = 0; sender < matrix.length; sender++) {
                for (int receiver = 0; receiver < matrix[sender].length; receiver++) {
                    Channel channel = matrix[sender][receiver];
                    if (channel != null && senders != null && receivers != null) {
                        channel.connect(receivers[receiver], senders[sender]);
                    }
                }
            }
        });
    }

    /** Gives back what the channels hold. To be called when no subtask works any more. */
    void close() {
        memory.close();
    }

    private @Nullable Channel[][] matrixOf(Edge edge) {
        @Nullable Channel[][] matrix = channels.get(edge);
        if (matrix == null) {
            throw new IllegalStateException("no channels for edge " + edge);
        }
        return matrix;
    }
}
