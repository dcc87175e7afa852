package io.weir.server.query;

import io.weir.planner.PlannedStatement;
import io.weir.planner.ResultSinkFactory;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.time.Clock;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All queries whose results are being read: starts them, lists them, ends those whose client is lost. Thread-safe. */
public final class QueryRegistry implements AutoCloseable {
    private final StatementJobs jobs;
    private final Clock clock;
    private final int maxQueries;
    private final ResultMemory memory = ResultMemory.ofHeap();
    private final Map<String, RunningQuery> queries = new ConcurrentHashMap<>();

    /** @param maxQueries that may run at a time */
    public QueryRegistry(StatementJobs jobs, Clock clock, int maxQueries) {
        this.jobs = jobs;
        this.clock = clock;
        this.maxQueries = maxQueries;
    }

    /**
     * Starts a query.
     *
     * @param id names it, {@code [A-Za-z0-9_-]{1,64}}
     * @param plan plans it with the sink that is handed in
     * @param isStream whether row kinds stand in front of rows that can be withdrawn
     * @param onEnd called when it has ended, or if it does not start; perhaps more than once
     * @throws WeirException (LIMIT_EXCEEDED) if too many run
     */
    public StartedQuery start(
            String id,
            String sessionId,
            String user,
            String sql,
            boolean isStream,
            Function<ResultSinkFactory, PlannedStatement> plan,
            ExecutionConfig config,
            Runnable onEnd) {
        if (queries.size() >= maxQueries) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "there are " + maxQueries + " queries already, the most that may run")
                    .withHint("End some of them: SELECT * FROM sys.queries; KILL QUERY '...'.");
        }
        ResultQueue queue = new ResultQueue(memory);
        RunningQuery query = new RunningQuery(id, sessionId, user, sql, clock, queue, () -> {
            queries.remove(id);
            onEnd.run();
        });
        PlannedStatement planned;
        try {
            planned = plan.apply((schema, changelog) -> new ResultSink(queue, changelog));
            queries.put(id, query);
            query.started(jobs.start(planned, config));
        } catch (RuntimeException | Error e) {
            queries.remove(id);
            onEnd.run();
            throw e;
        }
        boolean withRowKinds = isStream && planned.changelog() != ChangelogKind.INSERT_ONLY;
        return new StartedQuery(
                planned.schema(),
                withRowKinds,
                new QueryCursor(query, queue, planned.schema().types(), withRowKinds),
                planned.warnings());
    }

    /** A query that runs, and its rows. */
    public record StartedQuery(Schema schema, boolean withRowKinds, RowCursor cursor, List<String> warnings) {}

    public List<RunningQuery> list() {
        return queries.values().stream()
                .sorted(Comparator.comparingLong(RunningQuery::startMillis).thenComparing(RunningQuery::id))
                .toList();
    }

    public Optional<RunningQuery> find(String id) {
        return Optional.ofNullable(queries.get(id));
    }

    /** Ends the queries of whose result nothing was asked for so long. */
    public void endIdle(Duration timeout) {
        long limit = clock.currentTimeMillis() - timeout.toMillis();
        for (RunningQuery query : queries.values()) {
            if (query.isIdleSince(limit)) {
                query.close();
            }
        }
    }

    /** Ends all queries of a session. */
    public void endSession(@Nullable String sessionId) {
        for (RunningQuery query : queries.values()) {
            if (sessionId == null || query.sessionId().equals(sessionId)) {
                query.close();
            }
        }
    }

    @Override
    public void close() {
        endSession(null);
    }
}
