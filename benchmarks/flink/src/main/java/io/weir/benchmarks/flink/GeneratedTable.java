package io.weir.benchmarks.flink;

import java.util.Map;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/**
 * A table of generated rows. Only the columns that a query wants are made, as on Weir's side; the public Nexmark source
 * for Flink makes them all.
 */
final class GeneratedTable implements ScanTableSource, SupportsProjectionPushDown {
    private final String generator;
    private final Map<String, String> options;
    private final RowType row;
    private int[] wanted;

    GeneratedTable(String generator, Map<String, String> options, RowType row, int[] wanted) {
        this.generator = generator;
        this.options = options;
        this.row = row;
        this.wanted = wanted;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return new SourceProvider() {
            @Override
            public org.apache.flink.api.connector.source.Source<RowData, ?, ?> createSource() {
                return new GeneratedSource(generator, options, row, wanted);
            }

            @Override
            public boolean isBounded() {
                // As the public source, which is a stream that happens to end: nothing is planned as a batch.
                return false;
            }
        };
    }

    @Override
    public DynamicTableSource copy() {
        return new GeneratedTable(generator, options, row, wanted);
    }

    @Override
    public String asSummaryString() {
        return generator;
    }

    @Override
    public boolean supportsNestedProjection() {
        return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        int[] top = new int[projectedFields.length];
        for (int i = 0; i < top.length; i++) {
            top[i] = wanted[projectedFields[i][0]];
        }
        wanted = top;
    }
}
