package io.weir.server.table;

import io.weir.planner.PlannedChange;
import io.weir.planner.ResultSinkFactory;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobStatus;
import io.weir.server.query.StatementJobs;
import io.weir.spi.data.Batch;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.tables.Relation;
import io.weir.tables.Transaction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Carries out changes of tables: runs the query that gives the rows, collects them, and commits them as one
 * transaction. Rows that were read and have changed before the commit make it begin anew, a bounded number of times.
 * Thread-safe.
 */
public final class ChangeRunner {
    private static final int MAX_TRIES = 10;

    private final OwnTables tables;
    private final Function<String, Relation> views;
    private final StatementJobs jobs;
    private final WriteMemory memory = WriteMemory.ofHeap();

    /** @param views as in {@link StatementTables} */
    public ChangeRunner(OwnTables tables, Function<String, Relation> views, StatementJobs jobs) {
        this.tables = tables;
        this.views = views;
        this.jobs = jobs;
    }

    /** Plans a change with the sink for its rows and the tables that it reads. */
    public interface Planning {
        PlannedChange plan(ResultSinkFactory sink, StatementTables tables);
    }

    /**
     * A change under way.
     *
     * @param done completes with the number of rows and the number of the transaction; or exceptionally with
     *     {@link WeirException}
     * @param cancel ends it, unless it is being committed; any thread, idempotent
     */
    public record Running(CompletableFuture<Done> done, Runnable cancel) {}

    /** @param sequence of the transaction; 0 if nothing changed */
    public record Done(long rows, long sequence) {}

    /**
     * Starts a change.
     *
     * @throws WeirException if it has no plan
     */
    public Running run(Planning planning, Function<String, ExecutionConfig> config, String id) {
        Attempt attempt = new Attempt(planning, config, id);
        attempt.begin(1);
        return new Running(attempt.done, attempt::cancel);
    }

    private final class Attempt {
        private final Planning planning;
        private final Function<String, ExecutionConfig> config;
        private final String id;
        private final CompletableFuture<Done> done = new CompletableFuture<>();
        private final AtomicBoolean cancelled = new AtomicBoolean();
        private final AtomicReference<JobExecution> execution = new AtomicReference<>();

        Attempt(Planning planning, Function<String, ExecutionConfig> config, String id) {
            this.planning = planning;
            this.config = config;
            this.id = id;
        }

        void begin(int number) {
            RowCollector rows = new RowCollector(tables.store().maxTransactionBytes(), memory);
            StatementTables seen = new StatementTables(tables, views);
            try {
                PlannedChange change = planning.plan((schema, changelog) -> rows.sink(changelog), seen);
                // Now, not at the end: by then the table may have another name, and one made anew under this name is
                // not meant.
                Relation table = tables.relation(change.table());
                String name = number == 1 ? id : id + "-" + number;
                JobExecution running = jobs.start(change.rows(), config.apply(name));
                execution.set(running);
                Consumer<JobStatus> end = status -> {
                    seen.close();
                    ended(change, table, rows, running, number);
                };
                CompletableFuture<JobStatus> termination = running.termination();
                if (termination.isDone()) {
                    end.accept(running.status());
                } else {
                    // Commits may wait, and so does planning: not on the worker that ends the job.
                    CompletableFuture<?> unused = termination.thenAcceptAsync(end);
                }
            } catch (RuntimeException | Error e) {
                seen.close();
                rows.release();
                throw e;
            }
            if (cancelled.get()) {
                cancel();
            }
        }

        private void ended(PlannedChange change, Relation table, RowCollector rows, JobExecution running, int number) {
            try {
                checkFinished(running);
                Transaction transaction = tables.store().begin();
                long count = fill(transaction, change, table, rows);
                if (transaction.isEmpty()) {
                    done.complete(new Done(0, 0));
                    return;
                }
                CompletableFuture<?> unused = tables.store().commit(transaction).whenComplete((sequence, error) -> {
                    if (error == null) {
                        done.complete(new Done(count, sequence));
                    } else {
                        refused(error, number);
                    }
                });
            } catch (Throwable e) {
                done.completeExceptionally(e);
            } finally {
                rows.release(); // the transaction has its own, or there is none
            }
        }

        private void refused(Throwable error, int number) {
            Throwable cause = error instanceof CompletionException ? error.getCause() : error;
            boolean isConflict =
                    cause instanceof WeirException known && known.code() == ErrorCode.SERIALIZATION_FAILURE;
            if (!isConflict || number >= MAX_TRIES || cancelled.get()) {
                done.completeExceptionally(cause);
                return;
            }
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> {
                try {
                    begin(number + 1);
                } catch (Throwable e) {
                    done.completeExceptionally(e);
                }
            });
        }

        void cancel() {
            cancelled.set(true);
            JobExecution running = execution.get();
            if (running != null) {
                CompletableFuture<JobStatus> unused = running.cancel();
            }
        }
    }

    private static long fill(Transaction transaction, PlannedChange change, Relation table, RowCollector rows) {
        int columns = table.schema().size();
        int[] first = IntStream.range(0, columns).toArray();
        int[] second = IntStream.range(columns, 2 * columns).toArray();
        if (change.kind() == PlannedChange.Kind.MERGE) {
            MergedRows.fill(transaction, table, rows.batches());
            return rows.count();
        }
        // All old rows go before the first new one comes: rows may swap their keys.
        for (Batch batch : rows.batches()) {
            switch (change.kind()) {
                case INSERT -> transaction.insert(table, batch);
                case UPSERT -> transaction.upsert(table, batch);
                case DELETE -> transaction.delete(table, batch);
                case UPDATE -> transaction.delete(table, batch.project(first));
                case MERGE -> throw new IllegalStateException("a MERGE fills its transaction by itself");
            }
        }
        if (change.kind() == PlannedChange.Kind.UPDATE) {
            rows.batches().forEach(batch -> transaction.insert(table, batch.project(second)));
        }
        return rows.count();
    }

    private static void checkFinished(JobExecution execution) {
        if (execution.status() == JobStatus.FINISHED) {
            return;
        }
        if (execution.status() == JobStatus.FAILED
                && !execution.stats().failures().isEmpty()) {
            Throwable cause = execution.stats().failures().get(0).cause();
            throw cause instanceof WeirException known
                    ? known
                    : new WeirException(ErrorCode.INTERNAL_ERROR, "statement failed", cause);
        }
        throw execution.status() == JobStatus.SUSPENDED
                ? new WeirException(
                        ErrorCode.SERVER_SHUTTING_DOWN, "server is shutting down, the statement was given up")
                : new WeirException(ErrorCode.QUERY_CANCELLED, "statement was cancelled");
    }
}
