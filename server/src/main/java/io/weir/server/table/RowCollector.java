package io.weir.server.table;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes the rows that a statement is going to write, up to a bound. Filled by the job, read when it has ended. */
final class RowCollector {
    private final long maxBytes;
    private final WriteMemory memory;
    private final List<Batch> batches = new ArrayList<>();
    private long bytes;
    private long count;
    private boolean isReleased;

    RowCollector(long maxBytes, WriteMemory memory) {
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    synchronized long count() {
        return count;
    }

    private synchronized void add(Batch batch) {
        if (isReleased) {
            return;
        }
        long batchBytes = batch.retainedBytes();
        count += batch.rowCount();
        if (bytes + batchBytes > maxBytes) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "statement writes more than " + maxBytes + " bytes of rows at once")
                    .withHint("Write the rows in several statements, or raise 'weir.tables.max-transaction-size'.");
        }
        memory.take(batchBytes);
        bytes += batchBytes;
        if (batch.rowCount() > 0) {
            batches.add(batch);
        }
    }

    /** Gives the rows up. Idempotent. */
    synchronized void release() {
        isReleased = true;
        memory.giveBack(bytes);
        bytes = 0;
        batches.clear();
    }

    Sink sink(ChangelogKind changelog) {
        return new CollectingSink(changelog);
    }

    private final class CollectingSink implements Sink {
        private final ChangelogKind changelog;

        CollectingSink(ChangelogKind changelog) {
            this.changelog = changelog;
        }

        @Override
        public ChangelogKind changelog() {
            return changelog;
        }

        @Override
        public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
            return new Writer();
        }

        @Override
        public SinkCommitter createCommitter(SinkContext context) {
            return new NoCommitter();
        }
    }

    private final class Writer implements SinkWriter {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void write(Batch batch) {
            add(batch);
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
