package io.weir.planner;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.ConnectorRegistry;
import io.weir.planner.catalog.KeptTables;
import io.weir.runtime.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;

/**
 * SQL in, job graph out. Makes no connection to external systems; see {@link PlannedStatement#sources}.
 *
 * <p>Thread-safe. Calls block until planning is done, at most for {@link PlannerOptions#planningTimeout}; the work is done on a thread of its own
 * with a large stack, and an interrupt of the caller ends it. Statements are not changed.
 *
 * <p>All methods throw {@link io.weir.spi.error.WeirException} with a position where the statement is to blame; STATEMENT_TOO_COMPLEX for what
 * is nested too deeply or takes too long.
 */
public final class QueryPlanner {
    private final ConnectorRegistry connectors;
    private final KeptTables keptTables;
    private final Clock clock;
    private final Supplier<RandomGenerator> random;

    /**
     * @param clock what CURRENT_TIMESTAMP reads
     * @param random makes the generator of one subtask, for RAND and UUID
     */
    public QueryPlanner(
            ConnectorRegistry connectors, KeptTables keptTables, Clock clock, Supplier<RandomGenerator> random) {
        this.connectors = requireNonNull(connectors, "connectors is null");
        this.keptTables = requireNonNull(keptTables, "keptTables is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.random = requireNonNull(random, "random is null");
    }

    /** What a query or INSERT takes and gives. Values of parameters need not be there. */
    public StatementDescription describe(SqlNode statement, boolean streaming, PlanningContext context) {
        throw new IllegalStateException("in the next commit " + connectors + keptTables + clock + random);
    }

    /** Plans one or several INSERTs as one job; what they have in common runs once. */
    public PlannedStatement planInserts(String jobName, List<SqlInsert> inserts, PlanningContext context) {
        throw new IllegalStateException("in the next commit");
    }

    /**
     * Plans a query.
     *
     * @param streaming whether it said SELECT STREAM: then the job may run on for ever; otherwise it ends, and is refused (UNBOUNDED_QUERY) if
     *     a table that it reads has no end
     */
    public PlannedStatement planQuery(
            String jobName, SqlNode query, boolean streaming, ResultSinkFactory resultSink, PlanningContext context) {
        throw new IllegalStateException("in the next commit");
    }
}
