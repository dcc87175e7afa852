package io.weir.benchmarks.flink;

import static java.util.Objects.requireNonNull;

import io.weir.benchmarks.bank.TransfersConnector;
import io.weir.benchmarks.load.KeysConnector;
import io.weir.benchmarks.load.PacedConnector;
import io.weir.connector.nexmark.NexmarkConnector;
import io.weir.spi.connector.Connector;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.types.logical.RowType;

/** Tables of generated rows for Flink; {@code generator} names Weir's connector, the other options are its own. */
public final class GeneratedTableFactory implements DynamicTableSourceFactory {
    private static final String NAME = "weir-generator";
    private static final String GENERATOR = "generator";

    /** The options that lead to a generator. */
    static String options(String generator) {
        return "'connector' = '" + NAME + "', '" + GENERATOR + "' = '" + generator + "'";
    }

    static Connector generator(String name) {
        return switch (name) {
            case "nexmark" -> new NexmarkConnector();
            case PacedConnector.NAME -> new PacedConnector();
            case KeysConnector.NAME -> new KeysConnector();
            case TransfersConnector.NAME -> new TransfersConnector();
            default -> throw new IllegalArgumentException("generator '" + name + "' does not exist");
        };
    }

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
        String generator = requireNonNull(options.remove(GENERATOR), "no generator");
        RowType row = (RowType) context.getPhysicalRowDataType().getLogicalType();
        int[] all = new int[row.getFieldCount()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return new GeneratedTable(generator, options, row, all);
    }
}
