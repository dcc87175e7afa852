package io.weir.benchmarks.flink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.LookupFunction;

/** A file of {@code key,value} lines, read whole by each subtask and kept in memory, as Weir does. */
record SideInputTable(String path) implements LookupTableSource {
    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
        return LookupFunctionProvider.of(new Lookup(path));
    }

    @Override
    public DynamicTableSource copy() {
        return this;
    }

    @Override
    public String asSummaryString() {
        return "side input";
    }

    /** By the first column, the one key there is. */
    public static final class Lookup extends LookupFunction {
        private static final long serialVersionUID = 1;

        private final String path;
        private transient Map<Long, List<RowData>> rows = Map.of();

        Lookup(String path) {
            this.path = path;
        }

        @Override
        public void open(FunctionContext context) throws IOException {
            Map<Long, List<RowData>> read = new HashMap<>();
            for (String line : Files.readAllLines(Path.of(path), StandardCharsets.UTF_8)) {
                String[] parts = line.split(",", 2);
                long key = Long.parseLong(parts[0]);
                read.put(key, List.of(GenericRowData.of(key, StringData.fromString(parts[1]))));
            }
            rows = read;
        }

        @Override
        public Collection<RowData> lookup(RowData key) {
            return rows.getOrDefault(key.getLong(0), List.of());
        }
    }
}
