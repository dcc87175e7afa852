package io.weir.benchmarks.flink;

import io.weir.connector.nexmark.NexmarkConnector;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.TableDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** Weir's generator as a source of Flink: one split for each subtask. */
final class NexmarkSource implements Source<RowData, NexmarkSplit, Integer> {
    private static final long serialVersionUID = 1;

    private final Map<String, String> options;
    private final RowType row;
    private final int[] wanted;

    NexmarkSource(Map<String, String> options, RowType row, int[] wanted) {
        this.options = options;
        this.row = row;
        this.wanted = wanted;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<NexmarkSplit, Integer> createEnumerator(SplitEnumeratorContext<NexmarkSplit> context) {
        return new NexmarkEnumerator(context);
    }

    @Override
    public SplitEnumerator<NexmarkSplit, Integer> restoreEnumerator(
            SplitEnumeratorContext<NexmarkSplit> context, Integer checkpoint) {
        return new NexmarkEnumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<NexmarkSplit> getSplitSerializer() {
        return NexmarkSplit.SERIALIZER;
    }

    @Override
    public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
        return NexmarkEnumerator.SERIALIZER;
    }

    @Override
    public SourceReader<RowData, NexmarkSplit> createReader(SourceReaderContext context) {
        // Ascending, as the contract of the generator wants; rows are put together in the order that Flink asked for.
        List<Integer> ascending =
                java.util.Arrays.stream(wanted).sorted().boxed().toList();
        int[] places = java.util.Arrays.stream(wanted).map(ascending::indexOf).toArray();
        io.weir.spi.connector.Source table = new NexmarkConnector()
                .source(
                        new TableDescriptor(
                                "events", FlinkTypes.schema(row), List.of(), List.of(), new Options(options)),
                        Optional.empty())
                .orElseThrow();
        boolean[] isTime = new boolean[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            isTime[i] = row.getTypeAt(wanted[i]).is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE);
        }
        return new NexmarkReader(
                table.withColumns(ascending).orElseThrow(), places, isTime, context.currentParallelism());
    }
}
