package io.weir.server.session;

import io.weir.planner.PlannedStatement;
import io.weir.planner.PlanningContext;
import io.weir.runtime.task.JobExecution;
import io.weir.server.config.JobSettings;
import io.weir.server.query.QueryRegistry;
import io.weir.server.query.RunningQuery;
import io.weir.server.table.StatementTables;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.StatementPrinter;
import io.weir.sql.statement.SqlExplainStatement;
import io.weir.sql.statement.SqlKillQuery;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;

/** SELECT, INSERT, EXPLAIN and KILL QUERY. */
final class QueryStatements {
    /** The first column of a stream whose rows can be withdrawn. */
    static final String ROW_KIND = "op";

    private final Services services;
    private final InsertRunner inserts;

    QueryStatements(Services services, InsertRunner inserts) {
        this.services = services;
        this.inserts = inserts;
    }

    StatementResult select(SqlNode query, StatementCall call) {
        boolean isStream = call.statement().streaming();
        ReadYourWrites.await(services, query, call);
        PlanningContext context = Planning.context(services, call);
        JobSettings settings =
                services.jobDefaults().settings(call.session().options().values());
        StatementTables tables = statementTables();
        QueryRegistry.StartedQuery started = services.queries()
                .start(
                        call.queryId(),
                        call.session().id(),
                        call.session().user(),
                        services.secrets().redact(StatementPrinter.print(query)),
                        isStream,
                        sink -> services.planner()
                                .planQuery(call.queryId(), query, isStream, sink, context.withKeptTables(tables)),
                        settings.queryExecution(call.queryId()),
                        tables::close);
        started.warnings().forEach(call.warnings());
        Schema schema = started.withRowKinds() ? withRowKind(started.schema()) : started.schema();
        return new StatementResult.Rows(schema, started.cursor(), isStream);
    }

    static Schema withRowKind(Schema schema) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(ROW_KIND, DataType.of(TypeKind.VARCHAR).notNull()));
        fields.addAll(schema.fields());
        return new Schema(fields);
    }

    /** INSERT into a table of a connector. */
    StatementResult insert(SqlInsert node, StatementCall call) {
        ReadYourWrites.await(services, node, call);
        PlanningContext context = Planning.context(services, call);
        JobSettings settings =
                services.jobDefaults().settings(call.session().options().values());
        StatementTables tables = statementTables();
        try {
            PlannedStatement planned =
                    services.planner().planInsert(call.queryId(), node, context.withKeptTables(tables));
            Reachability.check(planned, settings.checkpoints(), services.storage());
            return inserts.run(call.queryId(), planned, settings, tables::close);
        } catch (WeirException e) {
            tables.close();
            throw e.code() == ErrorCode.UNBOUNDED_QUERY ? neverReturns(e) : e;
        } catch (RuntimeException | Error e) {
            tables.close();
            throw e;
        }
    }

    private StatementTables statementTables() {
        return new StatementTables(services.tables(), services.views()::readable);
    }

    private static WeirException neverReturns(WeirException unbounded) {
        return new WeirException(
                        ErrorCode.UNBOUNDED_QUERY, unbounded.primary() + ", so INSERT would never return", unbounded)
                .withHint("Let it run on as a job: CREATE JOB name AS INSERT INTO ...");
    }

    StatementResult explain(SqlExplainStatement node, StatementCall call) {
        String text = explained(node, Planning.context(services, call));
        List<List<@org.jspecify.annotations.Nullable Object>> rows = new ArrayList<>();
        services.secrets().redact(text).lines().forEach(line -> rows.add(Tables.row(line)));
        return Tables.rows(Tables.texts("plan"), rows);
    }

    private String explained(SqlExplainStatement node, PlanningContext context) {
        if (!(node.statement() instanceof SqlInsert)) {
            return services.planner().explain(node.statement(), node.detail(), context);
        }
        try (StatementTables tables = statementTables()) {
            return services.planner().explain(node.statement(), node.detail(), context.withKeptTables(tables));
        }
    }

    StatementResult kill(SqlKillQuery node, StatementCall call) {
        // One answer for a query that is not there and for one of another user: the id tells nothing to who guesses it.
        RunningQuery query = services.queries()
                .find(node.id())
                .filter(found -> found.user().equals(call.session().user()))
                .orElseThrow(() -> Names.at(
                        new WeirException(ErrorCode.UNKNOWN_OBJECT, "query '" + node.id() + "' does not run")
                                .withHint("SELECT * FROM sys.queries shows those that do."),
                        node));
        query.close();
        return StatementResult.DONE;
    }

    /** Whether a job has ended well, and if not, why. */
    static void checkFinished(JobExecution execution) {
        switch (execution.status()) {
            case FINISHED -> {
                return;
            }
            case FAILED -> {
                Throwable cause = execution.stats().failures().isEmpty()
                        ? null
                        : execution.stats().failures().get(0).cause();
                throw cause instanceof WeirException known
                        ? known
                        : new WeirException(ErrorCode.INTERNAL_ERROR, "INSERT failed", cause);
            }
            case SUSPENDED ->
                throw new WeirException(ErrorCode.SERVER_SHUTTING_DOWN, "server is shutting down, INSERT was given up");
            default -> throw new WeirException(ErrorCode.QUERY_CANCELLED, "INSERT was cancelled");
        }
    }
}
