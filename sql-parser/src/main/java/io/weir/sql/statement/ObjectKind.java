package io.weir.sql.statement;

/** The kinds of object that a statement can name. */
public enum ObjectKind {
    TABLE("TABLE"),
    VIEW("VIEW"),
    MATERIALIZED_VIEW("MATERIALIZED VIEW"),
    JOB("JOB"),
    SAVEPOINT("SAVEPOINT"),
    SECRET("SECRET");

    private final String sql;

    ObjectKind(String sql) {
        this.sql = sql;
    }

    /** As it is written in a statement. */
    public String sql() {
        return sql;
    }
}
