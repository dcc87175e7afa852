package io.weir.sql.statement;

/** What SHOW can list. */
public enum ShowKind {
    TABLES("TABLES"),
    VIEWS("VIEWS"),
    MATERIALIZED_VIEWS("MATERIALIZED VIEWS"),
    JOBS("JOBS"),
    SAVEPOINTS("SAVEPOINTS"),
    FUNCTIONS("FUNCTIONS"),
    CONNECTORS("CONNECTORS"),
    SESSIONS("SESSIONS");

    private final String sql;

    ShowKind(String sql) {
        this.sql = sql;
    }

    /** As it is written in a statement. */
    public String sql() {
        return sql;
    }
}
