package io.weir.runtime.jobgraph;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A chain of operators that run in one subtask, {@code parallelism} times.
 *
 * @param id unique in the graph, from the meaning of its first operator
 * @param name for people
 * @param chain a source or an operator with any number of inputs first, then operators with one input; a sink only last
 * @param maxParallelism number of key groups; fixed for the life of the job
 */
public record Vertex(String id, String name, List<OperatorSpec> chain, int parallelism, int maxParallelism) {
    public Vertex {
        requireNonNull(id, "id is null");
        requireNonNull(name, "name is null");
        chain = List.copyOf(chain);
        checkArgument(!chain.isEmpty(), "vertex %s has no operators", id);
        checkArgument(
                parallelism >= 1 && parallelism <= maxParallelism,
                "parallelism %s of vertex %s must be from 1 to %s",
                parallelism,
                id,
                maxParallelism);
    }
}
