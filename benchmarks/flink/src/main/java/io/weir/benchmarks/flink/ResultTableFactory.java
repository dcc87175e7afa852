package io.weir.benchmarks.flink;

import io.weir.benchmarks.result.HashedColumns;
import io.weir.benchmarks.result.ResultConnector;
import java.util.Arrays;
import java.util.Map;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.types.logical.RowType;

/** Tables whose rows are counted and hashed, as {@link ResultConnector} does for Weir. */
public final class ResultTableFactory extends AnySinkFactory {
    @Override
    public String factoryIdentifier() {
        return ResultConnector.NAME;
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        RowType row = (RowType) context.getPhysicalRowDataType().getLogicalType();
        Map<String, String> options = context.getCatalogTable().getOptions();
        int[] hashed = HashedColumns.of(options.getOrDefault(HashedColumns.OPTION, ""), row.getFieldNames());
        return table(
                new ResultSink(row, Arrays.stream(hashed).boxed().toList(), Boolean.parseBoolean(options.get("hash"))));
    }
}
