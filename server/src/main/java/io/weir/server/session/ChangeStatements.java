package io.weir.server.session;

import io.weir.planner.PlanningContext;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.TableDefinition;
import io.weir.server.config.JobSettings;
import io.weir.server.table.ChangeRunner;
import io.weir.server.table.DirectInsert;
import io.weir.spi.data.Batch;
import io.weir.tables.Relation;
import io.weir.tables.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** INSERT, UPSERT, UPDATE, DELETE and MERGE on tables that Weir keeps itself: durable and visible when they return. */
final class ChangeStatements {
    private static final Runnable NOTHING_TO_CANCEL = () -> {};

    private final Services services;
    private final ChangeRunner runner;

    ChangeStatements(Services services, ChangeRunner runner) {
        this.services = services;
        this.runner = runner;
    }

    /** Whether a statement is an INSERT into a table that Weir keeps itself. */
    boolean isOwn(SqlNode node, Session session) {
        return node instanceof SqlInsert insert && target(insert, session).isPresent();
    }

    private Optional<TableDefinition> target(SqlInsert insert, Session session) {
        if (!(insert.getTargetTable() instanceof SqlIdentifier name)) {
            return Optional.empty();
        }
        CatalogObject object = session.over(services.catalog().snapshot())
                .find(Names.object(name))
                .orElse(null);
        return object instanceof TableDefinition table && table.connector().isEmpty()
                ? Optional.of(table)
                : Optional.empty();
    }

    StatementResult execute(SqlNode node, StatementCall call) {
        if (node instanceof SqlInsert insert) {
            Optional<CompletableFuture<Long>> direct = direct(insert, call.session(), List.of(call.parameters()));
            if (direct.isPresent()) {
                return new StatementResult.Pending(direct.get(), NOTHING_TO_CANCEL);
            }
        }
        ReadYourWrites.await(services, node, call);
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

    /**
     * Executes a statement many times as one transaction, if it has a form for which that can be done without a plan.
     *
     * @param executions values of the parameters, for each execution
     * @return the number of rows that one execution inserts
     */
    Optional<CompletableFuture<Long>> direct(
            SqlInsert insert, Session session, List<? extends List<? extends @Nullable Object>> executions) {
        Optional<TableDefinition> table = target(insert, session);
        Optional<DirectInsert> direct = table.flatMap(found -> DirectInsert.of(insert, found));
        Optional<Batch> rows = direct.flatMap(found -> found.rows(executions));
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Relation relation = services.tables().relation(table.get());
        long rowsPerExecution = direct.get().rowsPerExecution();
        Transaction transaction = services.tables().store().begin();
        if (insert.isUpsert()) {
            transaction.upsert(relation, rows.get());
        } else {
            transaction.insert(relation, rows.get());
        }
        return Optional.of(services.tables().store().commit(transaction).thenApply(sequence -> {
            session.wrote(sequence);
            return rowsPerExecution;
        }));
    }
}
