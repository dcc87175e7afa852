package io.weir.benchmarks.latency;

import io.weir.benchmarks.load.PacedConnector;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Optional;

/**
 * Tables that note how late rows arrive. Either the last column, {@code emitted}, tells when the event of a row was to be
 * emitted; or the last three are a key, the number of its {@code events}, and the sum of their times, {@code emitted}.
 */
public final class LatencyConnector implements Connector {
    public static final String NAME = "benchmark-latency";
    /** The column that makes a table one of counts. */
    public static final String EVENTS = "events";

    public static final String IGNORED_KEY = "ignored-millis";

    private static final Option<Long> IGNORED = Option.integer(
            IGNORED_KEY, "0", 0, Integer.MAX_VALUE, "Events that were to be emitted so early are not noted.");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Notes how late rows arrive, for benchmarks.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(IGNORED);
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        Schema schema = table.physical();
        if (schema.indexOf(PacedConnector.EMITTED) != schema.fields().size() - 1) {
            throw new WeirException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "table \"" + table.name() + "\" wants a last column \"" + PacedConnector.EMITTED + "\"");
        }
        return Optional.of(new LatencySink(
                schema.fields().size() - 1,
                schema.indexOf(EVENTS) >= 0,
                table.options().get(IGNORED)));
    }
}
