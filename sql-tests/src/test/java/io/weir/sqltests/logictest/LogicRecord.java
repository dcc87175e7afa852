package io.weir.sqltests.logictest;

import java.util.List;

/** What one record of a test file asks for, at a line of it (1-based). */
sealed interface LogicRecord {
    String sql();

    int line();

    /** A statement whose only result is whether it is accepted. */
    record Statement(String sql, boolean isError, int line) implements LogicRecord {}

    /**
     * A query.
     *
     * @param types a letter for each column: how its values are written, {@code I}, {@code R} or {@code T}
     * @param expected the values, one a line, or one line with their number and hash
     */
    record Query(String sql, String types, Order order, List<String> expected, int line) implements LogicRecord {
        public Query {
            expected = List.copyOf(expected);
        }
    }

    /** In which order results are compared. */
    enum Order {
        NOSORT,
        ROWSORT,
        VALUESORT
    }
}
