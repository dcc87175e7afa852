package io.weir.server.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.server.query.ListCursor;
import io.weir.server.query.Page;
import io.weir.server.query.RowCursor;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.calcite.avatica.Meta.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results frame by frame. */
@Timeout(30)
final class FramesTest {
    private static final Schema SCHEMA =
            new Schema(List.of(new Field("n", DataType.of(TypeKind.INTEGER).notNull())));

    private final ServerStatement statement = new ServerStatement(1, null);

    private static ServerStatement.Open open(RowCursor cursor) {
        return new ServerStatement.Open(SCHEMA, cursor, -1);
    }

    @Test
    void rowsThatWereSentBeforeAreNotPassedOverInSilence() throws InterruptedException {
        ServerStatement.Open open = open(new ListCursor(List.of(List.of(1), List.of(2), List.of(3))));
        Frame first = Frames.next(statement, open, 0, 2);
        assertThat(first.rows).hasSize(2);
        assertThatThrownBy(() -> Frames.next(statement, open, 0, 2))
                .hasMessageStartingWith("result stands at row 2, and row 0 was asked for");
        Frame second = Frames.next(statement, open, 2, 2);
        assertThat(second.rows).hasSize(1);
        assertThat(second.done).isTrue();
    }

    @Test
    void aResultIsFetchedByOneRequestAtATime() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ServerStatement.Open open = open(new RowCursor() {
            @Override
            public Page next(int maxRows, long waitMillis) throws InterruptedException {
                asked.countDown();
                answer.await();
                return new Page(List.of(List.of(1)), true);
            }

            @Override
            public void close() {}
        });
        CompletableFuture<Frame> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return Frames.next(statement, open, 0, 1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        asked.await();
        assertThatThrownBy(() -> Frames.next(statement, open, 0, 1))
                .hasMessageStartingWith("result is being fetched by another request");
        answer.countDown();
        assertThat(waiting.join().rows).hasSize(1);
    }
}
