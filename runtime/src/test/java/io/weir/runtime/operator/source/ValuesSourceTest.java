package io.weir.runtime.operator.source;

import static io.weir.runtime.testing.Types.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.testing.RowText;
import io.weir.spi.connector.BadRecords;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

final class ValuesSourceTest {
    private static final List<Batch> BATCHES =
            List.of(RowText.batch(List.of(BIGINT), "1", "2"), RowText.batch(List.of(BIGINT), "3"));
    private final ValuesSource source = new ValuesSource(new Schema(List.of(new Field("x", BIGINT))), BATCHES);

    @Test
    void oneSubtaskReadsAllValuesOnce() {
        List<String> read = new ArrayList<>();
        int splits = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            SourceReader reader = source.createReader(new Context(subtask, 3), List.of());
            splits += reader.splitCount();
            read.addAll(readAll(reader));
            assertThat(reader.isFinished()).isTrue();
        }
        assertThat(splits).isEqualTo(1);
        assertThat(read).containsExactly("+I 1", "+I 2", "+I 3");
    }

    @Test
    void aRestoredReaderGoesOnWhereTheOldOneStood() {
        SourceReader reader = source.createReader(new Context(0, 1), List.of());
        SplitBatch first = reader.poll(1);
        assertThat(first).isNotNull();
        List<SplitPosition> positions = reader.snapshot(1);
        SourceReader restored = source.createReader(new Context(0, 1), positions);
        assertThat(restored.isFinished()).isFalse();
        assertThat(readAll(restored)).containsExactly("+I 3");
        SourceReader finished = source.createReader(new Context(0, 1), restored.snapshot(2));
        assertThat(finished.isFinished()).isTrue();
        assertThat(finished.isSplitFinished(0)).isTrue();
    }

    private static List<String> readAll(SourceReader reader) {
        List<String> rows = new ArrayList<>();
        for (SplitBatch next = reader.poll(10); next != null; next = reader.poll(10)) {
            rows.addAll(RowText.rows(List.of(BIGINT), next.batch()));
        }
        return rows;
    }

    private record Context(int subtaskIndex, int parallelism) implements SourceContext {
        @Override
        public boolean isRestored() {
            return false;
        }

        @Override
        public Executor io() {
            throw new IllegalStateException("values need no I/O");
        }

        @Override
        public void wakeUp() {}

        @Override
        public void wakeUpAfterMillis(long delayMillis) {}

        @Override
        public long currentTimeMillis() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void count(String metric, long delta) {}

        @Override
        public BadRecords badRecords() {
            throw new IllegalStateException("values are never bad");
        }

        @Override
        public void fail(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }
}
