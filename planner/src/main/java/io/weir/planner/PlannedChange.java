package io.weir.planner;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.TableDefinition;

/**
 * INSERT, UPSERT, UPDATE, DELETE or MERGE on a table that Weir keeps itself: a query that ends and gives the rows to be
 * written.
 *
 * @param table what is changed
 * @param rows INSERT and UPSERT: the new rows. DELETE: the rows that go. UPDATE: for each row that changes, the columns
 *     that it has and then those that it gets. MERGE: as UPDATE, and a last column with the number of rows that
 *     are equal to the one that changes; where that is NULL there is none, and the new row is inserted. Columns are the
 *     table's physical ones, in order
 */
public record PlannedChange(TableDefinition table, Kind kind, PlannedStatement rows) {
    /** What happens to the rows. */
    public enum Kind {
        INSERT,
        UPSERT,
        UPDATE,
        DELETE,
        MERGE
    }

    public PlannedChange {
        requireNonNull(table, "table is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(rows, "rows is null");
    }
}
