package io.weir.server.query;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The end of a query's job: puts batches into the queue that the client reads. */
final class ResultSink implements Sink {
    private final ResultQueue queue;
    private final ChangelogKind changelog;

    ResultSink(ResultQueue queue, ChangelogKind changelog) {
        this.queue = queue;
        this.changelog = changelog;
    }

    @Override
    public ChangelogKind changelog() {
        return changelog;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        queue.onRoom(context::wakeUp);
        return new Writer(queue);
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return new NoCommitter();
    }

    private record Writer(ResultQueue queue) implements SinkWriter {
        @Override
        public boolean isReady() {
            return queue.hasRoom();
        }

        @Override
        public void write(Batch batch) {
            queue.add(batch);
        }

        @Override
        public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
            return CompletableFuture.completedFuture(SinkSnapshot.empty());
        }

        @Override
        public void close() {}
    }

    private static final class NoCommitter implements SinkCommitter {
        @Override
        public void recover(List<byte[]> committables) {}

        @Override
        public void commit(long checkpointId, List<byte[]> committables) {}

        @Override
        public void close() {}
    }
}
