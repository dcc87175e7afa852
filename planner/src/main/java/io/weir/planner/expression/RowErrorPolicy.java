package io.weir.planner.expression;

/** What happens when an expression has no value for a row: text that is no number, a division by zero, an overflow. */
public enum RowErrorPolicy {
    /** The error stops the job or statement. */
    FAIL,
    /** The value is null; a column that is NOT NULL cannot take one, there the row is left out. */
    NULL,
    /** The row is left out. */
    SKIP
}
