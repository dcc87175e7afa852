package io.weir.planner;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.ConnectorRegistry;
import io.weir.planner.catalog.KeptTables;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.TableConnections;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.jobgraph.Compilation;
import io.weir.planner.jobgraph.JobGraphBuilder;
import io.weir.planner.jobgraph.PlanText;
import io.weir.planner.logical.LogicalPlan;
import io.weir.planner.logical.LogicalPlanner;
import io.weir.planner.physical.DeadLetters;
import io.weir.planner.physical.LateRowTable;
import io.weir.planner.physical.StreamLookupJoin;
import io.weir.planner.physical.StreamPlan;
import io.weir.planner.physical.StreamPlanner;
import io.weir.planner.physical.StreamRel;
import io.weir.planner.physical.StreamSink;
import io.weir.planner.physical.StreamSinks;
import io.weir.planner.physical.StreamSort;
import io.weir.planner.physical.StreamSource;
import io.weir.planner.validate.Names;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.operator.calc.EvaluationContext;
import io.weir.runtime.time.Clock;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.ExplainDetail;
import io.weir.sql.statement.SqlCreateMaterializedView;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlMerge;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * SQL in, job graph out. Makes no connection to external systems; see {@link PlannedStatement#sources}.
 *
 * <p>Thread-safe. Calls block until planning is done, at most for {@link PlannerOptions#planningTimeout}; the work is
 * done on a thread of its own with a large stack, and an interrupt of the caller ends it. Statements are not changed.
 *
 * <p>All methods throw {@link io.weir.spi.error.WeirException} with a position where the statement is to blame;
 * STATEMENT_TOO_COMPLEX for what is nested too deeply or takes too long.
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

    /**
     * Checks CREATE TABLE: types, expressions, key, watermark, connector, format and options. IF NOT EXISTS, OR REPLACE
     * and the rows of AS are the caller's.
     */
    public TableDefinition defineTable(SqlCreateTable statement, PlanningContext context) {
        return run(context, planner -> {
            TableDefinition table = new TableDefiner(statement, context.catalog(), planner).define();
            connections(context).check(table);
            return table;
        });
    }

    /** Checks CREATE VIEW: the query and the names of the columns. IF NOT EXISTS and OR REPLACE are the caller's. */
    public ViewDefinition defineView(SqlCreateView statement, PlanningContext context) {
        return run(context, planner -> ViewDefiner.define(statement, planner));
    }

    /** Checks CREATE MATERIALIZED VIEW, as {@link #defineView}, and finds the key of its rows. */
    public MaterializedViewDefinition defineMaterializedView(
            SqlCreateMaterializedView statement, PlanningContext context) {
        return run(context, planner -> {
            LogicalPlan plan = rowsOf(planner.convert(statement.query()));
            List<ImmutableBitSet> keys = plan.parameters().isEmpty()
                    ? physical(planner, plan, true, List.of(), context).traits().keys()
                    : List.of();
            return ViewDefiner.define(
                    statement, plan, keys.isEmpty() ? List.of() : keys.get(0).asList());
        });
    }

    /** A view's rows have no order, whatever order its query gives them; one that a limit depends on stays. */
    private static LogicalPlan rowsOf(LogicalPlan plan) {
        return new LogicalPlan(LogicalPlanner.withoutOrder(plan.rel()), plan.rowType(), plan.parameters());
    }

    /**
     * Plans the job that keeps a materialized view up to date.
     *
     * @param sink takes the changes of the view's rows, with all row kinds
     */
    public PlannedStatement planMaterializedView(
            String jobName, MaterializedViewDefinition view, Sink sink, PlanningContext context) {
        return run(context, planner -> {
            LogicalPlan logical = rowsOf(planner.convert(view.query()));
            if (!schema(logical).types().equals(view.schema().types())) {
                throw new WeirException(
                                ErrorCode.WRONG_OBJECT_STATE,
                                "the query of view \"" + view.name() + "\" has other columns now than when it was made")
                        .withHint("Drop it and create it again.");
            }
            StreamRel rows = physical(planner, logical, true, List.of(), context);
            StreamPlan plan = StreamPlan.of(
                    List.of(StreamSink.ofResult(rows, view.schema().names(), sink)),
                    planner.cluster().getRexBuilder());
            return planned(jobName, plan, view.schema(), rows.traits().changelog(), true, planner, context);
        });
    }

    /**
     * What a query, INSERT, UPDATE or DELETE takes and gives. Values of parameters need not be there.
     *
     * @param streaming as in {@link #planQuery}
     */
    public StatementDescription describe(SqlNode statement, boolean streaming, PlanningContext context) {
        return run(context, planner -> {
            if (isChange(statement)) {
                LogicalPlan plan = change(statement, planner, context);
                return new StatementDescription(new Schema(List.of()), ChangelogKind.INSERT_ONLY, plan.parameters());
            }
            LogicalPlan plan = planner.convert(statement);
            ChangelogKind changelog = streaming ? changelog(planner, plan, context) : ChangelogKind.INSERT_ONLY;
            return new StatementDescription(schema(plan), changelog, plan.parameters());
        });
    }

    /** Plans one or several INSERTs as one job; what they have in common runs once. */
    public PlannedStatement planInserts(String jobName, List<SqlInsert> inserts, PlanningContext context) {
        return run(context, planner -> {
            StreamPlan plan = insertPlan(inserts, true, planner, context);
            return planned(jobName, plan, new Schema(List.of()), ChangelogKind.INSERT_ONLY, true, planner, context);
        });
    }

    /**
     * Plans an INSERT that ends: it reads as a query without STREAM does, and writes the result. What it writes to a
     * table that takes changes by key is the net change of each key.
     *
     * @throws WeirException (UNBOUNDED_QUERY) if a table that it reads has no end
     */
    public PlannedStatement planInsert(String jobName, SqlInsert insert, PlanningContext context) {
        return run(context, planner -> {
            StreamPlan plan = insertPlan(List.of(insert), false, planner, context);
            return planned(jobName, plan, new Schema(List.of()), ChangelogKind.INSERT_ONLY, false, planner, context);
        });
    }

    /**
     * Plans a query.
     *
     * @param streaming whether it said SELECT STREAM: then the job may run on for ever; otherwise it ends, and is
     *     refused (UNBOUNDED_QUERY) if a table that it reads has no end
     */
    public PlannedStatement planQuery(
            String jobName, SqlNode query, boolean streaming, ResultSinkFactory resultSink, PlanningContext context) {
        return run(context, planner -> {
            LogicalPlan logical = planner.convert(query);
            Schema schema = schema(logical);
            StreamRel rows = physical(planner, logical, streaming, context.parameters(), context);
            ChangelogKind changelog = rows.traits().changelog();
            StreamPlan plan = StreamPlan.of(
                    List.of(StreamSink.ofResult(rows, schema.names(), resultSink.create(schema, changelog))),
                    planner.cluster().getRexBuilder());
            return planned(jobName, plan, schema, changelog, streaming, planner, context);
        });
    }

    /** The plans of a query, an INSERT or a CREATE JOB as text, several lines. */
    public String explain(SqlNode statement, ExplainDetail detail, PlanningContext context) {
        return run(context, planner -> new Explanation(this, statement, detail, context).text(planner));
    }

    /**
     * Plans INSERT, UPSERT, UPDATE, DELETE or MERGE on a table that Weir keeps itself.
     *
     * @param statement {@link SqlInsert}, {@link SqlUpdate}, {@link SqlDelete} or {@link SqlMerge}
     * @param resultSink takes the rows to be written
     */
    public PlannedChange planChange(
            String jobName, SqlNode statement, ResultSinkFactory resultSink, PlanningContext context) {
        return run(context, planner -> {
            TableDefinition table;
            PlannedChange.Kind kind;
            LogicalPlan logical = change(statement, planner, context);
            ChangeConverter converter = new ChangeConverter(context.catalog(), planner);
            if (statement instanceof SqlInsert insert) {
                table = converter.target(insert.getTargetTable());
                kind = insert.isUpsert() ? PlannedChange.Kind.UPSERT : PlannedChange.Kind.INSERT;
            } else if (statement instanceof SqlUpdate update) {
                table = converter.target(update.getTargetTable());
                kind = PlannedChange.Kind.UPDATE;
            } else if (statement instanceof SqlMerge merge) {
                table = converter.target(merge.getTargetTable());
                kind = PlannedChange.Kind.MERGE;
            } else {
                table = converter.target(((SqlDelete) statement).getTargetTable());
                kind = PlannedChange.Kind.DELETE;
            }
            Schema schema = schema(logical);
            StreamRel rows = physical(planner, logical, false, context.parameters(), context);
            StreamPlan plan = StreamPlan.of(
                    List.of(StreamSink.ofResult(
                            rows,
                            schema.names(),
                            resultSink.create(schema, rows.traits().changelog()))),
                    planner.cluster().getRexBuilder());
            return new PlannedChange(
                    table, kind, planned(jobName, plan, schema, rows.traits().changelog(), false, planner, context));
        });
    }

    LogicalPlan change(SqlNode statement, LogicalPlanner planner, PlanningContext context) {
        if (statement instanceof SqlInsert insert) {
            return convert(insert, planner, context);
        }
        ChangeConverter converter = new ChangeConverter(context.catalog(), planner);
        if (statement instanceof SqlMerge merge) {
            return new MergeConverter(merge, converter, planner).convert();
        }
        return statement instanceof SqlUpdate update
                ? converter.convert(update)
                : converter.convert((SqlDelete) statement);
    }

    static boolean isChange(SqlNode statement) {
        return statement instanceof SqlInsert
                || statement instanceof SqlUpdate
                || statement instanceof SqlDelete
                || statement instanceof SqlMerge;
    }

    private TableConnections connections(PlanningContext context) {
        KeptTables own = context.keptTables();
        return new TableConnections(connectors, own == null ? keptTables : own);
    }

    private <T> T run(PlanningContext context, Function<LogicalPlanner, T> work) {
        return PlanningThread.run(
                context.catalog(),
                context.options().planningTimeout(),
                cancelled -> work.apply(new LogicalPlanner(
                        context.catalog(),
                        cancelled,
                        evaluationContext(() -> clock.currentTimeMillis() * 1000, context))));
    }

    private EvaluationContext evaluationContext(LongSupplier clockMicros, PlanningContext context) {
        return new EvaluationContext(
                clockMicros, context.options().timeZone(), random.get(), context.user(), context.parameters());
    }

    private static Schema schema(LogicalPlan plan) {
        List<Field> fields = new ArrayList<>();
        plan.rowType()
                .getFieldList()
                .forEach(field -> fields.add(new Field(field.getName(), TypeMapping.toDataType(field.getType()))));
        return new Schema(fields);
    }

    /** The kind of changes that a streaming query emits, whatever the values of its parameters are. */
    private ChangelogKind changelog(LogicalPlanner planner, LogicalPlan plan, PlanningContext context) {
        try {
            return physical(planner, planner.optimizeUnbound(plan.rel(), false), true, context)
                    .traits()
                    .changelog();
        } catch (WeirException e) {
            if (plan.parameters().isEmpty()) {
                throw e;
            }
            return physical(planner, planner.optimizeUnbound(plan.rel(), true), true, context)
                    .traits()
                    .changelog();
        }
    }

    StreamRel physical(
            LogicalPlanner planner,
            LogicalPlan plan,
            boolean streaming,
            List<@Nullable Object> parameters,
            PlanningContext context) {
        checkParameters(plan, parameters);
        return physical(planner, planner.optimize(plan.rel(), parameters), streaming, context);
    }

    private StreamRel physical(LogicalPlanner planner, RelNode optimized, boolean streaming, PlanningContext context) {
        StreamRel rows = new StreamPlanner(planner, connections(context), context.options(), context.user(), streaming)
                .convert(optimized);
        return streaming ? rows : StreamSort.result(rows);
    }

    private static void checkParameters(LogicalPlan plan, List<@Nullable Object> parameters) {
        if (parameters.size() < plan.parameters().size()) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE,
                    "statement has " + plan.parameters().size() + " parameter(s), found " + parameters.size()
                            + " values");
        }
    }

    LogicalPlan convert(SqlInsert insert, LogicalPlanner planner, PlanningContext context) {
        return new InsertConverter(insert, context.catalog(), connections(context), planner).convert();
    }

    /** @param streaming as in {@link #planQuery} */
    StreamPlan insertPlan(List<SqlInsert> inserts, boolean streaming, LogicalPlanner planner, PlanningContext context) {
        LateRowTable lateRows = LateRowTable.of(context.options(), context.catalog());
        StreamPlanner physical = new StreamPlanner(
                planner, connections(context), context.options(), context.user(), streaming, lateRows);
        List<StreamSink> sinks = new ArrayList<>();
        for (SqlInsert insert : inserts) {
            InsertConverter converter = new InsertConverter(insert, context.catalog(), connections(context), planner);
            LogicalPlan plan = converter.convert();
            checkParameters(plan, context.parameters());
            StreamRel rows = physical.convert(planner.optimize(plan.rel(), context.parameters(), lateRows.columns()));
            try {
                Sink sink = connections(context).sink(converter.table());
                // By key, the sink's own subtasks find the net change, side by side; others need one that finds it.
                boolean isResult = !streaming && sink.changelog() != ChangelogKind.UPSERT;
                sinks.add(StreamSinks.ofTable(isResult ? StreamSort.result(rows) : rows, converter.table(), sink));
            } catch (WeirException e) {
                throw Names.at(e, insert.getTargetTable().getParserPosition());
            }
        }
        RexBuilder rexBuilder = planner.cluster().getRexBuilder();
        List<StreamSink> all = lateRows.with(sinks, connections(context), rexBuilder);
        return StreamPlan.of(DeadLetters.with(all, context.catalog(), connections(context), rexBuilder), rexBuilder);
    }

    JobGraph graph(
            String jobName, StreamPlan plan, boolean streaming, LogicalPlanner planner, PlanningContext context) {
        long startMicros = clock.currentTimeMillis() * 1000;
        LongSupplier micros = streaming ? () -> clock.currentTimeMillis() * 1000 : () -> startMicros;
        Compilation compilation = new Compilation(
                streaming ? planner.compiler() : planner.compiler().forShortStatements(),
                context.options().rowErrors(),
                () -> evaluationContext(micros, context));
        return JobGraphBuilder.build(jobName, plan, context.options(), compilation);
    }

    private PlannedStatement planned(
            String jobName,
            StreamPlan plan,
            Schema schema,
            ChangelogKind changelog,
            boolean streaming,
            LogicalPlanner planner,
            PlanningContext context) {
        List<PlannedStatement.TableSource> sources = new ArrayList<>();
        List<PlannedStatement.TableSink> sinks = new ArrayList<>();
        List<PlannedStatement.TableLookup> lookups = new ArrayList<>();
        for (StreamRel step : plan.steps()) {
            if (step instanceof StreamSource source) {
                sources.add(new PlannedStatement.TableSource(source.table().name(), source.source()));
            } else if (step instanceof StreamSink sink) {
                sinks.add(new PlannedStatement.TableSink(sink.name(), sink.sink(), sink.isForSideOutput()));
            } else if (step instanceof StreamLookupJoin join) {
                lookups.add(new PlannedStatement.TableLookup(join.tableName(), join.table(), join.rightKeys()));
            }
        }
        return new PlannedStatement(
                graph(jobName, plan, streaming, planner, context),
                schema,
                changelog,
                plan.isBounded(),
                sources,
                sinks,
                lookups,
                PlanText.warnings(plan, context.options()));
    }
}
