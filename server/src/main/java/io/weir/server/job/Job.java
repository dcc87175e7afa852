package io.weir.server.job;

import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobStats;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A job in memory: its record, and its execution if there is one. Commands hold its lock, so that they come one after the other; readers need none. */
final class Job {
    private static final long LOCK_WAIT_SECONDS = 10;

    private final ReentrantLock commands = new ReentrantLock();
    private volatile JobRecord record;
    private volatile @Nullable JobExecution execution;
    private volatile boolean dropped;

    private final JobHistory history;

    Job(JobRecord record, JobHistory history) {
        this.record = record;
        this.history = history;
    }

    JobHistory history() {
        return history;
    }

    JobRecord record() {
        return record;
    }

    void setRecord(JobRecord next) {
        record = next;
    }

    /** Whether a completed checkpoint may have consequences. */
    boolean hasLeftovers() {
        return !record.hasCheckpoints()
                || record.restore() != null
                || !record.ownSavepoints().isEmpty();
    }

    /** The latest execution, which may have ended; null if there was none since the server started. */
    @Nullable JobExecution execution() {
        return execution;
    }

    void setExecution(@Nullable JobExecution running) {
        execution = running;
    }

    boolean isDropped() {
        return dropped;
    }

    void setDropped() {
        dropped = true;
    }

    /** Waits for the command that is under way, with a bound. @throws WeirException (OBJECT_IN_USE) */
    void lock() {
        try {
            if (commands.tryLock(LOCK_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "statement was cancelled", e);
        }
        throw new WeirException(
                        ErrorCode.OBJECT_IN_USE, "job \"" + record.name() + "\" is being changed by another statement")
                .withHint("Try again when that has ended; SHOW JOBS shows what the job does.");
    }

    /** Takes the place of a command if none is under way. @return whether it does; then {@link #unlock} must follow */
    boolean tryLock() {
        return commands.tryLock();
    }

    void unlock() {
        commands.unlock();
    }

    JobInfo info() {
        JobRecord current = record;
        JobExecution running = execution;
        JobStats stats = running == null ? null : running.stats();
        return new JobInfo(
                current.id(),
                current.name(),
                current.sql(),
                current.user(),
                current.state(),
                current.createdMillis(),
                current.stateMillis(),
                current.options(),
                current.error(),
                current.errorMillis(),
                stats,
                history.checkpoints(
                        stats == null ? List.of() : stats.checkpoints().history()),
                history.failures());
    }
}
