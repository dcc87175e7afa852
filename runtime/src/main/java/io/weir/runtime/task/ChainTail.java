package io.weir.runtime.task;

import io.weir.runtime.element.StreamElement;
import io.weir.runtime.exchange.OutputEdge;
import io.weir.spi.data.Batch;
import java.util.List;

/** The end of a chain: the edges that leave the vertex. */
final class ChainTail {
    private final OutputEdge[] edges;
    private final SubtaskMetrics metrics;

    ChainTail(List<OutputEdge> edges, SubtaskMetrics metrics) {
        this.edges = edges.toArray(OutputEdge[]::new);
        this.metrics = metrics;
    }

    boolean hasRoom(boolean emergency) {
        for (OutputEdge edge : edges) {
            if (!edge.hasRoom(emergency)) {
                return false;
            }
        }
        return true;
    }

    void emit(int port, Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        metrics.out(batch);
        for (OutputEdge edge : edges) {
            if (edge.port() == port) {
                edge.emit(batch);
            }
        }
    }

    /** Watermarks, barriers, idleness and the end go to side outputs too: whoever reads them lines up with the rest. */
    void broadcast(StreamElement element) {
        for (OutputEdge edge : edges) {
            edge.broadcast(element);
        }
    }
}
