package io.weir.sql.statement;

/** What kind of thing a job is restored from. */
public enum RestoreKind {
    /** A savepoint, by its name or its path. */
    SAVEPOINT("SAVEPOINT"),
    /** A retained checkpoint, by its number or its path. */
    CHECKPOINT("CHECKPOINT"),
    /** A savepoint or checkpoint, by its path; its metadata says which. */
    PATH("");

    private final String sql;

    RestoreKind(String sql) {
        this.sql = sql;
    }

    /** As it is written in a statement. */
    public String sql() {
        return sql;
    }
}
