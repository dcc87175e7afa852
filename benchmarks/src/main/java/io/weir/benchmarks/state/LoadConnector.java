package io.weir.benchmarks.state;

import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tables of rows that fill keyed state and then change it: {@code (k BIGINT, n BIGINT, payload VARCHAR)}, all NOT NULL.
 */
public final class LoadConnector implements Connector {
    static final String NAME = "benchmark-load";

    private static final Option<Long> KEYS =
            Option.integer("keys", null, 1, 1L << 40, "How many keys there are; each comes once before one changes.");
    private static final Option<Long> ROW_BYTES =
            Option.integer("row-bytes", "1000", 1, LoadRows.MOST_PAYLOAD_BYTES, "Bytes of each payload.");
    private static final Option<String> SPREAD =
            Option.text("spread", "scattered", "Which keys change one after the other: scattered, neighbours.");
    private static final Option<String> RATE_FILE =
            Option.text("rate-file", null, "A file that says how many rows there are per second; 0: no limit.");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Rows that fill keyed state and change it, for benchmarks.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(KEYS, ROW_BYTES, SPREAD, RATE_FILE);
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        var options = table.options();
        LoadRows rows = new LoadRows(
                options.get(KEYS),
                options.get(ROW_BYTES).intValue(),
                Spread.valueOf(options.get(SPREAD).toUpperCase(Locale.ROOT)),
                table.physical().types());
        return Optional.of(new LoadSource(rows.source(), Path.of(options.get(RATE_FILE))));
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }
}
