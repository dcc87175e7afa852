package io.weir.planner.catalog;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.sql.SqlNode;

/**
 * Which column is a table's event time, and what the watermark is after each row.
 *
 * @param column name of a TIMESTAMP or TIMESTAMP_LTZ column
 * @param expression over the columns of the table; not validated, never changed
 */
public record WatermarkDefinition(String column, SqlNode expression) {
    public WatermarkDefinition {
        requireNonNull(column, "column is null");
        requireNonNull(expression, "expression is null");
    }
}
