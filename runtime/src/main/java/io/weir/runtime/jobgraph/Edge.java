package io.weir.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

/**
 * Rows go from the end of one vertex's chain to an input of another's.
 *
 * @param output 0 for the rows that leave the chain, 1 and up for its side outputs
 * @param input which input of the receiver, from 0
 */
public record Edge(String from, int output, String to, int input, Partitioning partitioning) {
    public Edge {
        requireNonNull(from, "from is null");
        requireNonNull(to, "to is null");
        requireNonNull(partitioning, "partitioning is null");
    }

    /** An edge of the main output. */
    public static Edge of(String from, String to, int input, Partitioning partitioning) {
        return new Edge(from, 0, to, input, partitioning);
    }
}
