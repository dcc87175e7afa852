package io.weir.benchmarks.flink;

import io.weir.spi.connector.Options;
import io.weir.spi.connector.TableDescriptor;
import java.util.Arrays;
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

/** One of Weir's generators as a source of Flink: one split for each subtask. */
final class GeneratedSource implements Source<RowData, GeneratedSplit, Integer> {
    private static final long serialVersionUID = 1;

    private final String generator;
    private final Map<String, String> options;
    private final RowType row;
    private final int[] wanted;

    GeneratedSource(String generator, Map<String, String> options, RowType row, int[] wanted) {
        this.generator = generator;
        this.options = options;
        this.row = row;
        this.wanted = wanted;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<GeneratedSplit, Integer> createEnumerator(SplitEnumeratorContext<GeneratedSplit> context) {
        return new GeneratedEnumerator(context);
    }

    @Override
    public SplitEnumerator<GeneratedSplit, Integer> restoreEnumerator(
            SplitEnumeratorContext<GeneratedSplit> context, Integer checkpoint) {
        return new GeneratedEnumerator(context);
    }

    @Override
    public SimpleVersionedSerializer<GeneratedSplit> getSplitSerializer() {
        return GeneratedSplit.SERIALIZER;
    }

    @Override
    public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
        return GeneratedEnumerator.SERIALIZER;
    }

    @Override
    public SourceReader<RowData, GeneratedSplit> createReader(SourceReaderContext context) {
        // Ascending, as the contract of the generator wants; rows are put together in the order that Flink asked for.
        List<Integer> ascending = Arrays.stream(wanted).sorted().boxed().toList();
        int[] places = Arrays.stream(wanted).map(ascending::indexOf).toArray();
        io.weir.spi.connector.Source table = GeneratedTableFactory.generator(generator)
                .source(
                        new TableDescriptor(
                                "events", FlinkTypes.schema(row), List.of(), List.of(), new Options(options)),
                        Optional.empty())
                .orElseThrow();
        boolean[] isTime = new boolean[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            isTime[i] = row.getTypeAt(wanted[i]).is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE);
        }
        return new GeneratedReader(
                table.withColumns(ascending).orElseThrow(), places, isTime, context.currentParallelism());
    }
}
