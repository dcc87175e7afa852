package io.weir.server.job;

import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobStats;
import io.weir.server.catalog.CatalogLog;
import io.weir.server.catalog.Change;
import io.weir.server.catalog.EntryKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A job in memory: its record, and its execution if there is one.
 *
 * <p>Two locks, always taken in this order, and never by anybody else:
 *
 * <ol>
 *   <li>the lock of commands ({@link #lock}), held by a statement as long as it works on the job, so that statements come one after the other;
 *   <li>the monitor of the record, held inside {@link #save} and {@link #update} from the reading of the record to its change, so that neither a statement nor an event of the
 *       runtime takes back what the other has written. At most one write to the catalog takes place under it.
 * </ol>
 *
 * Events take the second only. Readers need none.
 */
final class Job {
    private static final long LOCK_WAIT_SECONDS = 10;

    private final ReentrantLock commands = new ReentrantLock();
    private volatile JobRecord record;
    private volatile @Nullable JobExecution execution;
    private volatile boolean dropped;

    private final CatalogLog log;
    private final JobHistory history;

    Job(JobRecord record, CatalogLog log, JobHistory history) {
        this.record = record;
        this.log = log;
        this.history = history;
    }

    JobHistory history() {
        return history;
    }

    JobRecord record() {
        return record;
    }

    /** Writes the record of a new job down; it is durable when this returns. */
    synchronized void create() {
        log.commit(List.of(Change.put(EntryKind.JOB, record.id(), record.toJson())));
    }

    /** Changes the record in memory only: what is found out anew after a start of the server. */
    synchronized void update(UnaryOperator<JobRecord> change) {
        record = change.apply(record);
        notifyAll();
    }

    /**
     * Waits while the job starts, without a lock: the start itself may need one. Another command may have come first when this returns.
     *
     * @return whether the job has started, or does so no more
     * @throws WeirException (QUERY_CANCELLED)
     */
    synchronized boolean awaitStart(long timeoutMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        try {
            while (record.state() == JobState.STARTING && !dropped) {
                long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (remaining <= 0) {
                    return false;
                }
                wait(remaining);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "statement was cancelled", e);
        }
    }

    /**
     * Changes the record, and writes it down with other changes; it is durable and in memory when this returns. Nothing is written if {@code change} returns the record it was given.
     *
     * @throws WeirException if the catalog cannot be written; the record is as before
     */
    @SuppressWarnings("ReferenceEquality") // the record it was given, not one like it, says that nothing changes
    synchronized void save(UnaryOperator<JobRecord> change, Change... others) {
        JobRecord next = change.apply(record);
        if (dropped || (next == record && others.length == 0)) {
            return; // an event that comes after DROP JOB must not bring the job back
        }
        List<Change> changes = new ArrayList<>(List.of(others));
        changes.add(Change.put(EntryKind.JOB, next.id(), next.toJson()));
        log.commit(changes);
        record = next;
        notifyAll();
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

    void setExecution(JobExecution running) {
        execution = running;
    }

    boolean isDropped() {
        return dropped;
    }

    /** Takes the job out of the catalog. Nothing is written of it any more. */
    synchronized void drop() {
        log.commit(List.of(Change.remove(EntryKind.JOB, record.id())));
        dropped = true;
        notifyAll();
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
