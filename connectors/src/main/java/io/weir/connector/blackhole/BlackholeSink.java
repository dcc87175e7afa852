package io.weir.connector.blackhole;

import io.weir.connector.base.StatelessCommitter;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes rows of every kind; they show in the counter {@code rowsDropped}. */
final class BlackholeSink implements Sink {
    static final String ROWS_DROPPED = "rowsDropped";

    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.ALL;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        return new Writer(context);
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return StatelessCommitter.INSTANCE;
    }

    private record Writer(SinkContext context) implements SinkWriter {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void write(Batch batch) {
            context.count(ROWS_DROPPED, batch.rowCount());
        }

        @Override
        public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
            return CompletableFuture.completedFuture(SinkSnapshot.empty());
        }

        @Override
        public void close() {}
    }
}
