package io.weir.jdbc;

import io.weir.jdbc.error.SqlErrors;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is left of transactions where each statement takes effect on its own: {@code commit} does nothing, and
 * {@code rollback} succeeds only if there is nothing to undo. Thread-safe.
 */
final class AutoCommit {
    private final AtomicLong changes = new AtomicLong(); // since the last commit
    private volatile boolean on = true;

    boolean isOn() {
        return on;
    }

    /** @return whether it was switched off by this call */
    boolean set(boolean newValue) {
        boolean isSwitchedOff = on && !newValue;
        on = newValue;
        changes.set(0);
        return isSwitchedOff;
    }

    void noteChange() {
        if (!on) {
            changes.incrementAndGet();
        }
    }

    void commit() throws SQLException {
        checkOff("commit");
        changes.set(0);
    }

    void rollback() throws SQLException {
        checkOff("rollback");
        long undone = changes.getAndSet(0);
        if (undone > 0) {
            throw SqlErrors.create(
                    SqlErrors.NOT_SUPPORTED,
                    "rollback is not supported by Weir: " + undone
                            + " statements since the last commit have taken effect and stay so");
        }
    }

    private void checkOff(String what) throws SQLException {
        if (on) {
            throw SqlErrors.create(SqlErrors.ACTIVE_TRANSACTION, what + " while autocommit is on");
        }
    }
}
