package io.weir.server.session;

import io.weir.server.query.RowCursor;
import io.weir.spi.data.Schema;
import java.util.concurrent.CompletableFuture;

/** What a statement gives. */
public sealed interface StatementResult {
    StatementResult DONE = new Count(0);

    /** How many rows were changed; 0 for statements that change none. */
    record Count(long rows) implements StatementResult {}

    /**
     * Rows.
     *
     * @param schema with the row kind as first column, if there is one
     * @param isUnbounded whether it goes on as long as its inputs do: the client is answered before there is a row
     */
    record Rows(Schema schema, RowCursor cursor, boolean isUnbounded) implements StatementResult {}

    /**
     * An INSERT that runs.
     *
     * @param count completes with the number of rows, or with a {@link io.weir.spi.error.WeirException}
     * @param cancel ends it; any thread, idempotent
     */
    record Pending(CompletableFuture<Long> count, Runnable cancel) implements StatementResult {}
}
