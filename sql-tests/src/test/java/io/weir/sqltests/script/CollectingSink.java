package io.weir.sqltests.script;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BoxedValues;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes to a {@link Collector}, by two-phase commit; the committable is the token. */
record CollectingSink(Collector collector, ChangelogKind changelog) implements Sink {
    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        return new Writer(collector, new Collector.Writer(context.sinkId()));
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return new SinkCommitter() {
            @Override
            public void recover(List<byte[]> committables) {
                commit(0, committables);
                collector.forgetUncommitted(context.sinkId());
            }

            @Override
            public void commit(long checkpointId, List<byte[]> committables) {
                committables.forEach(
                        token -> collector.commit(ByteBuffer.wrap(token).getLong()));
            }

            @Override
            public void close() {
                // It is the test's.
            }
        };
    }

    private record Writer(Collector collector, Collector.Writer identity) implements SinkWriter {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void write(Batch batch) {
            for (int row = 0; row < batch.rowCount(); row++) {
                collector.write(identity, batch.rowKind(row), BoxedValues.row(collector.types(), batch, row));
            }
        }

        @Override
        public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
            byte[] token =
                    ByteBuffer.allocate(8).putLong(collector.prepare(identity)).array();
            return CompletableFuture.completedFuture(new SinkSnapshot(List.of(token), List.of()));
        }

        @Override
        public void close() {
            // What was written is written.
        }
    }
}
