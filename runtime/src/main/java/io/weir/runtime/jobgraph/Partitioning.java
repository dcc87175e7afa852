package io.weir.runtime.jobgraph;

import io.weir.spi.data.DataType;
import java.util.List;

/** How the rows of an edge are spread over the receiving subtasks. */
public sealed interface Partitioning {
    /** Subtask i to subtask i; both sides have the same parallelism. */
    record Forward() implements Partitioning {}

    /**
     * By key group of a key.
     *
     * @param columns indexes of the key columns
     * @param types their types, as the keyed state of the receiver has them
     */
    record Hash(List<Integer> columns, List<DataType> types) implements Partitioning {
        public Hash {
            columns = List.copyOf(columns);
            types = List.copyOf(types);
        }
    }

    /** Whole batches in turn. */
    record Rebalance() implements Partitioning {}

    /** Every row to every subtask. Always aligned. */
    record Broadcast() implements Partitioning {}

    /** All rows to subtask 0. */
    record Single() implements Partitioning {}
}
