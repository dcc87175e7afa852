package io.weir.benchmarks.flink;

import io.weir.benchmarks.latency.LatencyRecorder;
import io.weir.benchmarks.load.Schedule;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * Notes how late rows arrive; passes over those that are withdrawn.
 *
 * @param emittedColumn before it, if rows are counts, the number of events, and before that the key
 */
record LatencySink(int emittedColumn, boolean isCounting, long ignoredMillis) implements Sink<RowData> {
    private static final long serialVersionUID = 1;

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        return new Writer(this, new LatencyRecorder(ignoredMillis));
    }

    private record Writer(LatencySink sink, LatencyRecorder recorder) implements SinkWriter<RowData> {
        @Override
        public void write(RowData written, Context context) {
            RowKind kind = written.getRowKind();
            if (kind != RowKind.INSERT && kind != RowKind.UPDATE_AFTER) {
                return;
            }
            long emitted = written.getLong(sink.emittedColumn);
            if (sink.isCounting) {
                long key = written.getLong(sink.emittedColumn - 2);
                recorder.count(Schedule.micros(), key, written.getLong(sink.emittedColumn - 1), emitted);
            } else {
                recorder.event(Schedule.micros(), emitted);
            }
        }

        @Override
        public void flush(boolean isEndOfInput) {}

        @Override
        public void close() {
            recorder.close();
        }
    }
}
