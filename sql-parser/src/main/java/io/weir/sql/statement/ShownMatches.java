package io.weir.sql.statement;

/** What ALL ROWS PER MATCH shows beyond the rows of matches. */
public enum ShownMatches {
    /** A row for each empty match: the default. */
    SHOW_EMPTY_MATCHES,
    OMIT_EMPTY_MATCHES,
    /** Empty matches, and rows that belong to no match. */
    WITH_UNMATCHED_ROWS;

    String sql() {
        return name().replace('_', ' ');
    }
}
