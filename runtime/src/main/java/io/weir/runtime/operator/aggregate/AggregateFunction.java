package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.Slots;
import io.weir.spi.data.ColumnBuilder;

/**
 * One aggregate over all groups of an operator in a subtask: a kernel that owns some slots of each group's entry.
 *
 * <p>All slots are 0 in a group without rows, and again when all its rows have been withdrawn, in whatever order rows
 * came and went: so a group whose slots are all 0 can be forgotten.
 */
public interface AggregateFunction {
    /** How many slots it owns. */
    int slots();

    /** Adds rows to their groups, or takes them out. */
    void accumulate(GroupRows rows);

    /** Appends the results of groups. {@code entries} is {@code int[count or more]}. */
    void results(KeyedTable table, int[] entries, int count, ColumnBuilder out);

    /** Whether {@link #merge} works: whether all it knows of a group is in the slots. */
    boolean isMergeable();

    /**
     * Adds the slots of each {@code from[i]} to those of {@code into[i]}, which may be entries of another table with
     * the same slots.
     */
    void merge(Slots fromTable, int[] from, KeyedTable intoTable, int[] into, int count);

    /** Forgets what it keeps outside the slots of these groups, which come to their end with rows in them. */
    default void forget(KeyedTable table, int[] entries, int count) {}

    /** Forgets what it keeps outside the slots of all groups with a namespace up to {@code namespace}. */
    default void clearUpTo(long namespace) {}
}
