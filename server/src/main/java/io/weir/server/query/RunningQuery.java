package io.weir.server.query;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobStats;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.time.Clock;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A query whose result is being read. Thread-safe. */
public final class RunningQuery {
    private final String id;
    private final String sessionId;
    private final String user;
    private final String sql;
    private final long startMillis;
    private final Clock clock;
    private final ResultQueue queue;
    private final Runnable onEnd;
    private final AtomicLong rowsFetched = new AtomicLong();
    private volatile long lastFetchMillis;
    private volatile boolean isFetching;
    private volatile boolean closed;
    private @Nullable JobExecution execution;

    RunningQuery(String id, String sessionId, String user, String sql, Clock clock, ResultQueue queue, Runnable onEnd) {
        this.id = requireNonNull(id, "id is null");
        this.sessionId = requireNonNull(sessionId, "sessionId is null");
        this.user = requireNonNull(user, "user is null");
        this.sql = requireNonNull(sql, "sql is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.startMillis = clock.currentTimeMillis();
        this.lastFetchMillis = startMillis;
        this.queue = queue;
        this.onEnd = onEnd;
    }

    /** The job runs; if the query was closed meanwhile it is ended at once. */
    void started(JobExecution running) {
        synchronized (this) {
            execution = running;
        }
        CompletableFuture<Void> unused = running.termination().thenAccept(status -> ended(running, status));
        if (closed) {
            CompletableFuture<JobStatus> unusedToo = running.cancel();
        }
    }

    private void ended(JobExecution running, JobStatus status) {
        queue.finish(status == JobStatus.FINISHED ? null : cause(running.stats(), status));
        onEnd.run();
    }

    private static WeirException cause(JobStats stats, JobStatus status) {
        if (status == JobStatus.FAILED && !stats.failures().isEmpty()) {
            Throwable cause = stats.failures().get(0).cause();
            return cause instanceof WeirException known
                    ? known
                    : new WeirException(ErrorCode.INTERNAL_ERROR, "query failed", cause);
        }
        return status == JobStatus.SUSPENDED
                ? new WeirException(ErrorCode.SERVER_SHUTTING_DOWN, "server is shutting down")
                : new WeirException(ErrorCode.QUERY_CANCELLED, "query was cancelled");
    }

    /** Ends the query; its reader gets QUERY_CANCELLED. Idempotent. */
    public void close() {
        JobExecution running;
        synchronized (this) {
            closed = true;
            running = execution;
        }
        queue.cancel();
        if (running != null) {
            CompletableFuture<JobStatus> unused = running.cancel();
        } else {
            onEnd.run();
        }
    }

    void fetchBegins() {
        isFetching = true;
    }

    void fetchEnds(int rows) {
        rowsFetched.addAndGet(rows);
        lastFetchMillis = clock.currentTimeMillis();
        isFetching = false;
    }

    /** Whether nobody has asked for its rows since then. */
    boolean isIdleSince(long timeMillis) {
        return !isFetching && lastFetchMillis < timeMillis;
    }

    public String id() {
        return id;
    }

    public String sessionId() {
        return sessionId;
    }

    public String user() {
        return user;
    }

    public String sql() {
        return sql;
    }

    public long startMillis() {
        return startMillis;
    }

    public long rowsFetched() {
        return rowsFetched.get();
    }
}
