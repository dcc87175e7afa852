package io.weir.sql.statement;

/** Which of the three plans EXPLAIN shows. */
public enum ExplainDetail {
    /** Not said: the physical plan, and what bounds the state. */
    DEFAULT(""),
    LOGICAL("LOGICAL"),
    PHYSICAL("PHYSICAL"),
    JOB_GRAPH("JOB GRAPH"),
    ALL("ALL");

    private final String sql;

    ExplainDetail(String sql) {
        this.sql = sql;
    }

    /** As it is written in a statement. */
    public String sql() {
        return sql;
    }
}
