package io.weir.connector.blackhole;

import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import java.util.List;
import java.util.Optional;

/** Tables that take every row and keep none. */
public final class BlackholeConnector implements Connector {
    @Override
    public String name() {
        return "blackhole";
    }

    @Override
    public String description() {
        return "Counts the rows written to it and drops them.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of();
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.of(new BlackholeSink());
    }
}
