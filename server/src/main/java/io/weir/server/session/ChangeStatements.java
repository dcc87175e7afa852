package io.weir.server.session;

import io.weir.planner.PlanningContext;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.TableDefinition;
import io.weir.server.config.JobSettings;
import io.weir.server.table.ChangeRunner;
import java.util.concurrent.CompletableFuture;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;

/** INSERT, UPSERT, UPDATE and DELETE on tables that Weir keeps itself: durable and visible when they return. */
final class ChangeStatements {
    private final Services services;
    private final ChangeRunner runner;

    ChangeStatements(Services services, ChangeRunner runner) {
        this.services = services;
        this.runner = runner;
    }

    /** Whether a statement is an INSERT into a table that Weir keeps itself. */
    boolean isOwn(SqlNode node, StatementCall call) {
        if (!(node instanceof SqlInsert insert) || !(insert.getTargetTable() instanceof SqlIdentifier name)) {
            return false;
        }
        CatalogObject object = call.session()
                .over(services.catalog().snapshot())
                .find(Names.object(name))
                .orElse(null);
        return object instanceof TableDefinition table && table.connector().isEmpty();
    }

    StatementResult execute(SqlNode node, StatementCall call) {
        PlanningContext context = Planning.context(services, call);
        JobSettings settings =
                services.jobDefaults().settings(call.session().options().values());
        ChangeRunner.Running running = runner.run(
                (sink, tables) ->
                        services.planner().planChange(call.queryId(), node, sink, context.withKeptTables(tables)),
                settings::queryExecution,
                call.queryId());
        CompletableFuture<Long> count = running.done().thenApply(done -> {
            call.session().wrote(done.sequence());
            return done.rows();
        });
        return new StatementResult.Pending(count, running.cancel());
    }
}
