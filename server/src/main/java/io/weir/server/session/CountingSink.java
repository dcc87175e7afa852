package io.weir.server.session;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import io.weir.spi.data.RowKind;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** A sink that counts what is written to another: rows that are put, less those that are withdrawn. */
record CountingSink(Sink sink, LongAdder count) implements Sink {
    @Override
    public ChangelogKind changelog() {
        return sink.changelog();
    }

    @Override
    public boolean needsEpochs() {
        return sink.needsEpochs();
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        return new Writer(sink.createWriter(context, restoredWriterState), count);
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return sink.createCommitter(context);
    }

    private record Writer(SinkWriter writer, LongAdder count) implements SinkWriter {
        @Override
        public boolean isReady() {
            return writer.isReady();
        }

        @Override
        public void write(Batch batch) {
            count.add(net(batch));
            writer.write(batch);
        }

        private static long net(Batch batch) {
            byte[] kinds = batch.rowKinds();
            if (kinds == null) {
                return batch.rowCount();
            }
            long net = 0;
            for (int row = 0; row < batch.rowCount(); row++) {
                net += RowKind.sign(kinds[row]);
            }
            return net;
        }

        @Override
        public void endOfEpoch(long epoch) {
            writer.endOfEpoch(epoch);
        }

        @Override
        public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
            return writer.prepareCommit(checkpointId);
        }

        @Override
        public void endOfInput() {
            writer.endOfInput();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
