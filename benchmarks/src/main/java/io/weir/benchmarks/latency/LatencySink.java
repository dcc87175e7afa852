package io.weir.benchmarks.latency;

import io.weir.benchmarks.load.Schedule;
import io.weir.connector.base.StatelessCommitter;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.RowKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes rows of every kind and passes over those that are withdrawn.
 *
 * @param emittedColumn before it, if rows are counts, the number of events, and before that the key
 */
record LatencySink(int emittedColumn, boolean isCounting, long ignoredMillis) implements Sink {
    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.ALL;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        return new Writer(this, new LatencyRecorder(ignoredMillis));
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return StatelessCommitter.INSTANCE;
    }

    private record Writer(LatencySink sink, LatencyRecorder recorder) implements SinkWriter {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void write(Batch batch) {
            long now = Schedule.micros();
            long[] emitted = longs(batch, sink.emittedColumn);
            long[] events = sink.isCounting ? longs(batch, sink.emittedColumn - 1) : emitted;
            long[] keys = sink.isCounting ? longs(batch, sink.emittedColumn - 2) : emitted;
            for (int row = 0; row < batch.rowCount(); row++) {
                int position = batch.position(row);
                if (RowKind.sign(batch.rowKind(row)) < 0) {
                    continue;
                }
                if (sink.isCounting) {
                    recorder.count(now, keys[position], events[position], emitted[position]);
                } else {
                    recorder.event(now, emitted[position]);
                }
            }
        }

        private static long[] longs(Batch batch, int column) {
            return ((LongColumn) batch.column(column)).values();
        }

        @Override
        public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
            return CompletableFuture.completedFuture(SinkSnapshot.empty());
        }

        @Override
        public void close() {
            recorder.close();
        }
    }
}
