package io.weir.benchmarks.flink;

import io.weir.benchmarks.result.HashedColumns;
import io.weir.benchmarks.result.ResultConnector;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.types.logical.RowType;

/** Tables whose rows are counted and hashed, as {@link ResultConnector} does for Weir. */
public final class ResultTableFactory implements DynamicTableSinkFactory {
    @Override
    public String factoryIdentifier() {
        return ResultConnector.NAME;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        RowType row = (RowType) context.getPhysicalRowDataType().getLogicalType();
        Map<String, String> options = context.getCatalogTable().getOptions();
        int[] hashed = HashedColumns.of(options.getOrDefault(HashedColumns.OPTION, ""), row.getFieldNames());
        return new Table(row, Arrays.stream(hashed).boxed().toList(), Boolean.parseBoolean(options.get("hash")));
    }

    private record Table(RowType row, List<Integer> hashedColumns, boolean isHashing) implements DynamicTableSink {
        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return requested;
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            return SinkV2Provider.of(new ResultSink(row, hashedColumns, isHashing));
        }

        @Override
        public DynamicTableSink copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "Result";
        }
    }
}
