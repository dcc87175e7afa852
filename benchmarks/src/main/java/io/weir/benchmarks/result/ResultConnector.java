package io.weir.benchmarks.result;

import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import java.util.List;
import java.util.Optional;

/** Tables whose rows end in {@link ResultTotals}. */
public final class ResultConnector implements Connector {
    public static final String NAME = "benchmark-result";
    private static final Option<Boolean> HASH =
            Option.bool("hash", "false", "Whether rows are hashed, and not only counted.");
    private static final Option<String> HASHED_COLUMNS =
            Option.text(HashedColumns.OPTION, "", "Columns that are hashed, with ; between them; all if empty.");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Counts and hashes the rows written to it, for benchmarks.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(HASH, HASHED_COLUMNS);
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.of(new ResultSink(
                table.physical().types(),
                HashedColumns.of(
                        table.options().get(HASHED_COLUMNS), table.physical().names()),
                table.options().get(HASH)));
    }
}
