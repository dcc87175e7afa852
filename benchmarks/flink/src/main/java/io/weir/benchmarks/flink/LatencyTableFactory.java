package io.weir.benchmarks.flink;

import io.weir.benchmarks.latency.LatencyConnector;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.types.logical.RowType;

/** Tables that note how late rows arrive, as {@link LatencyConnector} does for Weir. */
public final class LatencyTableFactory extends AnySinkFactory {
    @Override
    public String factoryIdentifier() {
        return LatencyConnector.NAME;
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        RowType row = (RowType) context.getPhysicalRowDataType().getLogicalType();
        String ignored = context.getCatalogTable().getOptions().getOrDefault(LatencyConnector.IGNORED_KEY, "0");
        return table(new LatencySink(
                row.getFieldCount() - 1,
                row.getFieldNames().contains(LatencyConnector.EVENTS),
                Long.parseLong(ignored)));
    }
}
