package io.weir.server.job;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lets statements at jobs: one at a time at each, and so many at all of them. */
final class CommandTurns {
    /**
     * Half of the threads that carry out statements: however long jobs take, the other half is there for everybody
     * else.
     */
    private static final int MAX_COMMANDS = 32;

    private static final int START_SECONDS = 30;

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
        return run(name, statement, job -> {}, command);
    }

    /**
     * The same for a command that wants a job that runs. One that is starting is waited for, with a bound: the statement before may have started it, and a script
     * does not look at the clock.
     *
     * @throws WeirException as {@link #run}, and (WRONG_OBJECT_STATE) if the job is still starting then
     */
    <T> T runWhenStarted(String name, String statement, Function<Job, T> command) {
        return run(name, statement, job -> awaitStart(job, statement), command);
    }

    private static void awaitStart(Job job, String statement) {
        if (!job.awaitStart(TimeUnit.SECONDS.toMillis(START_SECONDS))) {
            throw job.record()
                    .state()
                    .refuse(job.record().name(), statement)
                    .withDetail("Waited for " + START_SECONDS + " s for it to run.")
                    .withHint("SHOW JOBS shows what the job does.");
        }
    }

    private <T> T run(String name, String statement, Consumer<Job> before, Function<Job, T> command) {
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
            before.accept(job);
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
