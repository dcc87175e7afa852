package io.weir.spi.connector;

import java.util.List;

/**
 * A table whose rows can be found by key while a job runs: the right side of a join {@code FOR SYSTEM_TIME AS OF}
 * processing time. Immutable; connects to nothing.
 */
public interface LookupTable {
    /**
     * Makes the function of one subtask. Called on the subtask's worker, so it does not connect.
     *
     * @param keyColumns physical columns by which rows are looked up; keys have their types. What is found are all
     *     physical columns
     */
    LookupFunction function(List<Integer> keyColumns);

    /**
     * Connects and checks that rows can be found by these columns: the system answers, and has the table with columns
     * that fit. Blocks, with a bound of its own; called when a job is created.
     *
     * @throws io.weir.spi.error.WeirException that says what to do
     */
    default void validate(List<Integer> keyColumns) {}

    /**
     * How many keys a subtask remembers with what was found, as long as {@link LookupFunction#generation} stays; 0:
     * none.
     */
    int cacheKeys();

    /** How long they are remembered, in milliseconds; 0: for ever. */
    long cacheMillis();
}
