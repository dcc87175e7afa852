package io.weir.runtime.operator.match;

/** What is shown of a match. */
public enum ShownRows {
    /** One row, seen from the last row of the match; of an empty match with measures of no rows. */
    ONE,
    /** Each row that no exclusion hides; of an empty match the row at which it was found. */
    ALL,
    /** The same, and nothing of an empty match. */
    ALL_WITHOUT_EMPTY,
    /** As ALL, and each row that belongs to no match, with measures that are NULL. */
    ALL_WITH_UNMATCHED
}
