package io.weir.server.session;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Statements that change tables and views, one after the other: each looks first at what there is, and by the time it
 * acts that must still be so. A view made while its table is dropped would be left without it; a table dropped and made
 * again at the same time would lose the new rows with the old ones. Thread-safe.
 */
final class DefinitionChanges {
    private static final int WAIT_SECONDS = 60;

    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Carries out a change while no other one is.
     *
     * @throws WeirException (OBJECT_IN_USE) if the others take too long
     */
    <T> T alone(Supplier<T> change) {
        try {
            if (!lock.tryLock(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new WeirException(
                                ErrorCode.OBJECT_IN_USE,
                                "other statements have been changing tables and views for " + WAIT_SECONDS + " s")
                        .withHint("Try it again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "statement was cancelled", e);
        }
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}
