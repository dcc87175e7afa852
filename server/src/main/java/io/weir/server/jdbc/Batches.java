package io.weir.server.jdbc;

import io.weir.server.jdbc.ServerStatement.Prepared;
import io.weir.server.session.Session;
import io.weir.server.session.StatementExecutor;
import io.weir.server.session.StatementResult;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/** Executes several statements, or one with several rows of values, in one request. Thread-safe. */
final class Batches {
    private static final int MAX_BATCH = 5_000;
    /** A batch is of changes, whose plans end: there are no warnings. */
    private static final Consumer<String> IGNORED = warning -> {};

    private final StatementExecutor executor;
    private final StatementRunner runner;
    private final WireErrors errors;
    private final Supplier<String> queryIds;

    Batches(StatementExecutor executor, StatementRunner runner, WireErrors errors, Supplier<String> queryIds) {
        this.executor = executor;
        this.runner = runner;
        this.errors = errors;
        this.queryIds = queryIds;
    }

    /**
     * The update count of each.
     *
     * @throws BatchFailure for the first statement that fails, or gives rows; those behind it are not executed
     */
    long[] execute(ServerStatement statement, Session session, List<String> commands) {
        check(commands.size());
        List<Callable<StatementResult>> executions = new ArrayList<>();
        for (String sql : commands) {
            executions.add(() -> executor.execute(session, executor.parse(sql), List.of(), queryIds.get(), IGNORED));
        }
        return eachByItself(statement, executions);
    }

    /**
     * The update count of each row of values.
     *
     * @throws BatchFailure as above; another exception if nothing was done
     */
    long[] execute(ServerStatement statement, Session session, Prepared prepared, List<List<TypedValue>> rows) {
        check(rows.size());
        List<List<@Nullable Object>> executions = new ArrayList<>(rows.size());
        for (List<TypedValue> values : rows) {
            executions.add(ParameterValues.boxed(values, prepared.description().parameters()));
        }
        long[] together = together(statement, session, prepared, executions);
        if (together != null) {
            return together;
        }
        List<Callable<StatementResult>> each = new ArrayList<>();
        for (List<@Nullable Object> values : executions) {
            each.add(() -> executor.execute(session, prepared.statement(), values, queryIds.get(), IGNORED));
        }
        return eachByItself(statement, each);
    }

    /**
     * Inserts of a batch are one transaction where that is possible: a write to disk for each would make a batch
     * useless.
     */
    private long @Nullable [] together(
            ServerStatement statement, Session session, Prepared prepared, List<List<@Nullable Object>> executions) {
        AtomicBoolean isDone = new AtomicBoolean();
        StatementResult done = runner.run(statement, () -> {
            Optional<StatementResult.Pending> pending =
                    executor.executeTogether(session, prepared.statement(), executions);
            isDone.set(pending.isPresent());
            return pending.isPresent() ? pending.get() : StatementResult.DONE;
        });
        if (!isDone.get()) {
            return null;
        }
        long[] counts = new long[executions.size()];
        Arrays.fill(counts, done instanceof StatementResult.Count count ? count.rows() : 0);
        return counts;
    }

    private long[] eachByItself(ServerStatement statement, List<Callable<StatementResult>> executions) {
        long[] counts = new long[executions.size()];
        for (int i = 0; i < counts.length; i++) {
            try {
                counts[i] = count(runner.run(statement, executions.get(i)), i);
            } catch (RuntimeException | StackOverflowError e) {
                throw new BatchFailure(errors.translate(e), Arrays.copyOf(counts, i));
            }
        }
        return counts;
    }

    private static long count(StatementResult result, int index) {
        if (result instanceof StatementResult.Count count) {
            return count.rows();
        }
        StatementRunner.discard(result);
        throw new WeirException(ErrorCode.VALIDATION_ERROR, "statement " + (index + 1) + " of the batch gives rows");
    }

    private static void check(int size) {
        if (size > MAX_BATCH) {
            throw new WeirException(
                    ErrorCode.LIMIT_EXCEEDED, "batch has " + size + " statements, more than " + MAX_BATCH);
        }
    }
}
