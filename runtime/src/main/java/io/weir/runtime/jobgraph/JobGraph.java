package io.weir.runtime.jobgraph;

import static io.weir.spi.Checks.checkArgument;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A job as planned: vertices in topological order, and edges. A vertex may feed several others; each gets every batch.
 */
public record JobGraph(String name, List<Vertex> vertices, List<Edge> edges) {
    public JobGraph {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        Set<String> ids = new HashSet<>();
        Set<String> operatorIds = new HashSet<>();
        for (Vertex vertex : vertices) {
            checkArgument(ids.add(vertex.id()), "vertex id %s stands twice", vertex.id());
            for (OperatorSpec operator : vertex.chain()) {
                checkArgument(
                        operatorIds.add(operator.operatorId()), "operator id %s stands twice", operator.operatorId());
            }
        }
        for (Edge edge : edges) {
            checkArgument(ids.contains(edge.from()) && ids.contains(edge.to()), "edge %s has no vertex", edge);
        }
    }

    /** Whether any operator does something at the end of an epoch. */
    public boolean needsEpochs() {
        return vertices.stream().flatMap(vertex -> vertex.chain().stream()).anyMatch(OperatorSpec::needsEpochs);
    }

    public Vertex vertex(String id) {
        return vertices.stream()
                .filter(vertex -> vertex.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no vertex " + id));
    }

    public List<Edge> inputsOf(String vertexId) {
        return edges.stream().filter(edge -> edge.to().equals(vertexId)).toList();
    }

    public List<Edge> outputsOf(String vertexId) {
        return edges.stream().filter(edge -> edge.from().equals(vertexId)).toList();
    }
}
