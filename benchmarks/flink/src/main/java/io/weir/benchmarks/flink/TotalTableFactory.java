package io.weir.benchmarks.flink;

import io.weir.benchmarks.bank.TotalOutputs;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/** Tables that tell {@link TotalOutputs} what is written to them: the number of accounts, and their total. */
public final class TotalTableFactory extends AnySinkFactory {
    static final String NAME = "benchmark-total";

    @Override
    public String factoryIdentifier() {
        return NAME;
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        return table(new TotalSink());
    }

    private record TotalSink() implements Sink<RowData> {
        private static final long serialVersionUID = 1;

        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) {
            return new Writer();
        }
    }

    private static final class Writer implements SinkWriter<RowData> {
        @Override
        public void write(RowData row, Context context) {
            // What is withdrawn is a value that was told before.
            if (row.getRowKind() == RowKind.INSERT || row.getRowKind() == RowKind.UPDATE_AFTER) {
                TotalOutputs.add(row.getLong(0), row.isNullAt(1) ? 0 : row.getLong(1));
            }
        }

        @Override
        public void flush(boolean isEndOfInput) {}

        @Override
        public void close() {}
    }
}
