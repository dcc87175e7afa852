package io.weir.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.query.Page;
import io.weir.server.query.RowCursor;
import io.weir.server.session.StatementResult;
import io.weir.spi.data.Schema;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of results whose statement is closed. */
@Timeout(60)
final class StatementRunnerTest {
    private static final int ROUNDS = 5_000;

    private final StatementThreads threads = new StatementThreads();
    private final StatementRunner runner = new StatementRunner(threads);

    @AfterEach
    void close() {
        threads.close();
    }

    private static final class Cursor implements RowCursor {
        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public Page next(int maxRows, long waitMillis) {
            return new Page(List.of(), true);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    /** As a request does it; the close may come at any moment. */
    private void execute(ServerStatement statement, AtomicBoolean isMade, Cursor cursor) {
        try {
            StatementResult.Rows rows = (StatementResult.Rows) runner.run(statement, () -> {
                isMade.set(true);
                return new StatementResult.Rows(new Schema(List.of()), cursor, true);
            });
            statement.open(new ServerStatement.Open(rows.schema(), rows.cursor(), -1));
        } catch (WeirException e) {
            assertThat(e).hasMessage("query was cancelled");
        }
    }

    @Test
    void aQueryWhoseStatementIsClosedWhileItStartsIsAlwaysFreed() {
        for (int round = 0; round < ROUNDS; round++) {
            ServerStatement statement = new ServerStatement(round, null);
            AtomicBoolean isMade = new AtomicBoolean();
            Cursor cursor = new Cursor();
            CompletableFuture<Void> request = CompletableFuture.runAsync(() -> execute(statement, isMade, cursor));
            for (int spin = 0; spin < round && !isMade.get(); spin++) {
                Thread.onSpinWait(); // so that the close comes at many moments
            }
            statement.close();
            request.join();
            while (isMade.get() && !cursor.closed.get()) {
                Thread.onSpinWait(); // the thread of an execution that was given up frees what it makes
            }
        }
    }
}
