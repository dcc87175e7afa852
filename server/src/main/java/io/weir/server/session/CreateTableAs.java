package io.weir.server.session;

import io.weir.sql.ParsedStatement;
import io.weir.sql.statement.SqlCreateTable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** CREATE TABLE ... AS: makes the table, then runs the INSERT. If that fails there is no table. */
final class CreateTableAs {
    private final CatalogStatements tables;
    private final Function<StatementCall, StatementResult> insert;

    /** @param insert executes an INSERT */
    CreateTableAs(CatalogStatements tables, Function<StatementCall, StatementResult> insert) {
        this.tables = tables;
        this.insert = insert;
    }

    StatementResult execute(SqlCreateTable node, StatementCall call) {
        SqlNode query = node.query();
        if (query == null || !tables.create(node, call)) {
            return query == null ? tables.createTable(node, call) : StatementResult.DONE;
        }
        try {
            SqlInsert rows = new SqlInsert(node.getParserPosition(), SqlNodeList.EMPTY, node.name(), query, null);
            ParsedStatement statement = new ParsedStatement(
                    call.statement().sql(),
                    call.statement().line(),
                    call.statement().column(),
                    rows,
                    false,
                    call.statement().parameterCount());
            StatementResult result = insert.apply(
                    new StatementCall(call.session(), statement, call.parameters(), call.queryId(), call.warnings()));
            if (result instanceof StatementResult.Pending pending) {
                CompletableFuture<Long> count = pending.count().whenCompleteAsync((written, error) -> {
                    if (error != null) {
                        tables.undo(node, call);
                    }
                });
                return new StatementResult.Pending(count, pending.cancel());
            }
            return result;
        } catch (RuntimeException e) {
            tables.undo(node, call);
            throw e;
        }
    }
}
