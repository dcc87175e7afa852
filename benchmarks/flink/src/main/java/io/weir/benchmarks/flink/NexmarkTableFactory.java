package io.weir.benchmarks.flink;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.types.logical.RowType;

/** Tables of events for Flink; the options are those of Weir's connector. */
public final class NexmarkTableFactory implements DynamicTableSourceFactory {
    static final String NAME = "weir-nexmark";

    @Override
    public String factoryIdentifier() {
        return NAME;
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
    public DynamicTableSource createDynamicTableSource(Context context) {
        Map<String, String> options = new HashMap<>(context.getCatalogTable().getOptions());
        options.remove("connector");
        RowType row = (RowType) context.getPhysicalRowDataType().getLogicalType();
        int[] all = new int[row.getFieldCount()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return new NexmarkTable(options, row, all);
    }
}
