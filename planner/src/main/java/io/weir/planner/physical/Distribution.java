package io.weir.planner.physical;

import io.weir.spi.data.DataType;
import java.util.List;

/** How a step wants the rows of an input spread over its subtasks. */
public sealed interface Distribution {
    /** It does not matter. */
    record Any() implements Distribution {}

    /**
     * Rows that are equal in these columns together.
     *
     * @param types in which they are compared; empty: those of the columns
     */
    record Hash(List<Integer> columns, List<DataType> types) implements Distribution {
        public Hash {
            columns = List.copyOf(columns);
            types = List.copyOf(types);
        }

        public Hash(List<Integer> columns) {
            this(columns, List.of());
        }
    }

    /** All together. */
    record Single() implements Distribution {}

    static Distribution hashOrSingle(List<Integer> columns) {
        return columns.isEmpty() ? new Single() : new Hash(columns);
    }
}
