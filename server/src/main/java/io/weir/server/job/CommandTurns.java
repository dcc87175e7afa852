package io.weir.server.job;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Lets statements at jobs: one at a time at each, and so many at all of them. */
final class CommandTurns {
    /**
     * Half of the threads that carry out statements: however long jobs take, the other half is there for everybody
     * else.
     */
    private static final int MAX_COMMANDS = 32;

    private final JobRegistry registry;
    private final BooleanSupplier closing;
    private final Semaphore underWay = new Semaphore(MAX_COMMANDS);

    CommandTurns(JobRegistry registry, BooleanSupplier closing) {
        this.registry = registry;
        this.closing = closing;
    }

    /**
     * Carries out a command with the lock of its job, for which it waits with a bound.
     *
     * @param statement for errors, as {@code STOP JOB}
     * @throws WeirException (UNKNOWN_OBJECT, OBJECT_IN_USE, LIMIT_EXCEEDED, SERVER_SHUTTING_DOWN), or what the command throws
     */
    <T> T run(String name, String statement, Function<Job, T> command) {
        Job job = registry.get(name);
        if (closing.getAsBoolean()) {
            throw new WeirException(
                    ErrorCode.SERVER_SHUTTING_DOWN, "server is shutting down, " + statement + " comes too late");
        }
        if (!underWay.tryAcquire()) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            statement + ": " + MAX_COMMANDS
                                    + " statements wait for jobs already, the most there may be")
                    .withHint("Try again when some of them have ended; SHOW JOBS shows what jobs do.");
        }
        try {
            return inTurn(job, command);
        } finally {
            underWay.release();
        }
    }

    private <T> T inTurn(Job job, Function<Job, T> command) {
        job.lock();
        try {
            if (job.isDropped()) {
                throw registry.unknown(job.record().name());
            }
            return command.apply(job);
        } finally {
            job.unlock();
        }
    }
}
