package io.weir.sql.statement;

/** What ALTER JOB can tell a job to do. */
public enum JobCommand {
    /** Stop at a savepoint of the job itself and keep everything for RESUME. */
    SUSPEND("SUSPEND"),
    /** Go on from where SUSPEND stopped. */
    RESUME("RESUME"),
    /** Restart from the latest checkpoint. */
    RESTART("RESTART");

    private final String sql;

    JobCommand(String sql) {
        this.sql = sql;
    }

    /** As it is written in a statement. */
    public String sql() {
        return sql;
    }
}
