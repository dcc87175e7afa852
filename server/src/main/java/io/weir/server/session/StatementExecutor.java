package io.weir.server.session;

import io.weir.planner.StatementDescription;
import io.weir.runtime.task.JobRunner;
import io.weir.server.query.StatementJobs;
import io.weir.server.table.ChangeRunner;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.SqlAlterJob;
import io.weir.sql.statement.SqlAlterTable;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlCreateMaterializedView;
import io.weir.sql.statement.SqlCreateSavepoint;
import io.weir.sql.statement.SqlCreateSecret;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import io.weir.sql.statement.SqlDescribe;
import io.weir.sql.statement.SqlDropObject;
import io.weir.sql.statement.SqlExplainCheckpoint;
import io.weir.sql.statement.SqlExplainStatement;
import io.weir.sql.statement.SqlKillQuery;
import io.weir.sql.statement.SqlReset;
import io.weir.sql.statement.SqlSet;
import io.weir.sql.statement.SqlShowCheckpoints;
import io.weir.sql.statement.SqlShowColumns;
import io.weir.sql.statement.SqlShowCreate;
import io.weir.sql.statement.SqlShowObjects;
import io.weir.sql.statement.SqlStopJob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlMerge;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.jspecify.annotations.Nullable;

/**
 * Executes statements: reads them and hands each to the handler of its family. Thread-safe. Blocks for as long as
 * planning and the checks of a statement take; deep statements need a thread with a large stack.
 */
public final class StatementExecutor {
    private static final Set<Class<? extends SqlNode>> SHOWING = Set.of(
            SqlShowObjects.class,
            SqlShowColumns.class,
            SqlShowCreate.class,
            SqlShowCheckpoints.class,
            SqlDescribe.class,
            SqlExplainStatement.class,
            SqlExplainCheckpoint.class);

    private final StatementParser parser;
    private final Services services;
    private final QueryStatements queries;
    private final ChangeStatements changes;
    private final Map<Class<? extends SqlNode>, StatementHandler<SqlNode>> handlers = new HashMap<>();

    public StatementExecutor(StatementParser parser, Services services, JobRunner runner, StatementJobs statements) {
        this.parser = parser;
        this.services = services;
        this.queries = new QueryStatements(services, new InsertRunner(runner));
        this.changes = new ChangeStatements(
                services, new ChangeRunner(services.tables(), services.views()::readable, statements));
        DefinitionChanges definitions = new DefinitionChanges();
        Dependencies dependencies = new Dependencies(services.catalog(), services.jobs(), parser);
        SessionStatements session = new SessionStatements();
        ShowStatements show = new ShowStatements(services, parser);
        CatalogStatements catalog = new CatalogStatements(services, definitions, dependencies);
        AlterTableStatement alterTable = new AlterTableStatement(services, definitions, dependencies, parser);
        JobStatements jobs = new JobStatements(services, definitions);
        SecretStatements secrets = new SecretStatements(services);
        on(SqlSet.class, session::set);
        on(SqlReset.class, session::reset);
        on(SqlShowObjects.class, show::objects);
        on(SqlShowColumns.class, show::columns);
        on(SqlShowCreate.class, show::create);
        on(SqlShowCheckpoints.class, show::checkpoints);
        on(SqlDescribe.class, new DescribeStatement(services)::describe);
        on(SqlCreateTable.class, new CreateTableAs(catalog, this::insert)::execute);
        on(SqlCreateView.class, catalog::createView);
        on(SqlCreateMaterializedView.class, catalog::createMaterializedView);
        on(SqlAlterTable.class, alterTable::alter);
        on(SqlCreateJob.class, jobs::create);
        on(SqlAlterJob.class, jobs::alter);
        on(SqlStopJob.class, jobs::stop);
        on(SqlCreateSavepoint.class, jobs::createSavepoint);
        on(SqlCreateSecret.class, secrets::create);
        on(SqlExplainStatement.class, queries::explain);
        on(SqlExplainCheckpoint.class, new ExplainCheckpoint(services)::explain);
        on(SqlKillQuery.class, queries::kill);
        on(SqlDropObject.class, (node, call) -> switch (node.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW -> catalog.drop(node, call);
            case JOB -> jobs.drop(node);
            case SAVEPOINT -> jobs.dropSavepoint(node);
            case SECRET -> secrets.drop(node);
        });
    }

    private <T extends SqlNode> void on(Class<T> type, StatementHandler<T> handler) {
        handlers.put(type, (node, call) -> handler.execute(type.cast(node), call));
    }

    private static WeirException unsupported(SqlNode node) {
        String statement = node.getKind() == SqlKind.OTHER_DDL
                ? ((SqlCall) node).getOperator().getName()
                : node.getKind().sql;
        return Names.at(
                new WeirException(ErrorCode.UNSUPPORTED_FEATURE, statement + " is not carried out by this server"),
                node);
    }

    /**
     * Reads one statement.
     *
     * @throws WeirException (SYNTAX_ERROR, ...)
     */
    public ParsedStatement parse(String sql) {
        return parser.parse(sql);
    }

    /**
     * Executes a statement.
     *
     * @param parameters one for each {@code ?}, boxed as {@link io.weir.spi.data.DataType} says for the types that
     *     {@link #describe} gave
     * @param queryId names the query that it starts, if it does, {@code [A-Za-z0-9_-]{1,64}}; new
     * @param warnings takes what the client should know although the statement is carried out; called before this
     *     returns
     */
    public StatementResult execute(
            Session session,
            ParsedStatement statement,
            List<@Nullable Object> parameters,
            String queryId,
            Consumer<String> warnings) {
        if (parameters.size() < statement.parameterCount()) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE,
                    "statement has " + statement.parameterCount() + " parameter(s), found " + parameters.size()
                            + " values");
        }
        StatementCall call =
                new StatementCall(session, statement, parameters, queryId, text -> warnings.accept(redact(text)));
        SqlNode node = statement.node();
        StatementHandler<SqlNode> handler = handlers.get(node.getClass());
        if (handler != null) {
            try {
                return handler.execute(node, call);
            } catch (WeirException e) {
                throw ErrorPlace.located(e, node);
            }
        }
        if (node instanceof SqlInsert) {
            return insert(call);
        }
        if (node instanceof SqlUpdate || node instanceof SqlDelete || node instanceof SqlMerge) {
            return changes.execute(node, call);
        }
        if (node.isA(SqlKind.QUERY)) {
            return queries.select(node, call);
        }
        throw unsupported(node);
    }

    private StatementResult insert(StatementCall call) {
        SqlInsert node = (SqlInsert) call.statement().node();
        return changes.isOwn(node, call.session()) ? changes.execute(node, call) : queries.insert(node, call);
    }

    /**
     * Executes a statement many times as one transaction: all of it happens or nothing.
     *
     * @param executions values of the parameters, for each execution
     * @return how many rows each of them has changed; empty if the statement is none of those for which this can be
     *     done, and nothing has happened
     */
    public Optional<StatementResult.Pending> executeTogether(
            Session session, ParsedStatement statement, List<List<@Nullable Object>> executions) {
        boolean isComplete = executions.stream().allMatch(values -> values.size() >= statement.parameterCount());
        if (!(statement.node() instanceof SqlInsert insert) || !isComplete) {
            return Optional.empty();
        }
        return changes.direct(insert, session, executions)
                .map(committed -> new StatementResult.Pending(committed, () -> {}));
    }

    /**
     * What a statement takes and gives, without executing it.
     *
     * @return for statements that neither show something nor are a query or INSERT: no parameters, and no columns
     *     although a few give some
     */
    public StatementDescription describe(Session session, ParsedStatement statement) {
        SqlNode node = statement.node();
        if (SHOWING.contains(node.getClass())) {
            // Short and without effect: the quickest way to know the columns is to look.
            StatementResult.Rows shown =
                    (StatementResult.Rows) execute(session, statement, List.of(), "described", warning -> {});
            shown.cursor().close();
            return new StatementDescription(shown.schema(), ChangelogKind.INSERT_ONLY, List.of());
        }
        boolean isChange = node instanceof SqlInsert
                || node instanceof SqlUpdate
                || node instanceof SqlDelete
                || node instanceof SqlMerge;
        if (!node.isA(SqlKind.QUERY) && !isChange) {
            return new StatementDescription(new Schema(List.of()), ChangelogKind.INSERT_ONLY, List.of());
        }
        StatementCall call = new StatementCall(session, statement, List.of(), "described", warning -> {});
        StatementDescription description =
                services.planner().describe(node, statement.streaming(), Planning.context(services, call));
        boolean withRowKinds = statement.streaming() && description.changelog() != ChangelogKind.INSERT_ONLY;
        return withRowKinds
                ? new StatementDescription(
                        QueryStatements.withRowKind(description.result()),
                        description.changelog(),
                        description.parameters())
                : description;
    }

    /** Whether a statement gives rows; known before it is executed. */
    public boolean givesRows(ParsedStatement statement) {
        SqlNode node = statement.node();
        return !(node instanceof SqlInsert) && node.isA(SqlKind.QUERY);
    }

    /** A text without the values of secrets. */
    public String redact(String text) {
        return services.secrets().redact(text);
    }
}
