package io.weir.benchmarks.result;

import io.weir.connector.base.StatelessCommitter;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes rows of every kind. */
final class ResultSink implements Sink {
    private final List<DataType> types;
    private final int[] hashedColumns;
    private final boolean isHashing;

    ResultSink(List<DataType> types, int[] hashedColumns, boolean isHashing) {
        this.types = List.copyOf(types);
        this.hashedColumns = hashedColumns.clone();
        this.isHashing = isHashing;
    }

    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.ALL;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        return new Writer(this);
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return StatelessCommitter.INSTANCE;
    }

    private record Writer(ResultSink sink) implements SinkWriter {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void write(Batch batch) {
            long netRows = batch.rowCount();
            byte[] kinds = batch.rowKinds();
            if (kinds != null) {
                netRows = 0;
                for (int row = 0; row < batch.rowCount(); row++) {
                    netRows += RowKind.sign(kinds[row]);
                }
            }
            long hash = sink.isHashing ? BatchHash.netHash(batch, sink.types, sink.hashedColumns) : 0;
            ResultTotals.add(batch.rowCount(), netRows, hash);
        }

        @Override
        public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
            return CompletableFuture.completedFuture(SinkSnapshot.empty());
        }

        @Override
        public void close() {}
    }
}
