package io.weir.benchmarks.load;

import io.weir.connector.nexmark.NexmarkConnector;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bids of Nexmark at a fixed rate for some time. The last column of a table tells when each was to be emitted, in
 * microseconds of {@link Schedule}.
 */
public final class PacedConnector implements Connector {
    public static final String NAME = "benchmark-paced";
    /** The last column. */
    public static final String EMITTED = "emitted";

    private static final int MOST = 1_000_000_000;
    private static final Option<Long> RATE = Option.integer(
            "rate", "0", 0, MOST, "Rows per second of all subtasks together; 0 for as fast as they are taken.");
    private static final Option<Long> MILLIS =
            Option.integer("millis", null, 1, MOST, "For how many milliseconds there are rows.");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Bids of Nexmark at a fixed rate, with the time at which each was to be emitted, for benchmarks.";
    }

    @Override
    public List<Option<?>> options() {
        return Stream.concat(new NexmarkConnector().options().stream(), Stream.of(RATE, MILLIS))
                .toList();
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        List<Field> fields = table.physical().fields();
        int last = fields.size() - 1;
        if (!fields.get(last).equals(new Field(EMITTED, DataType.of(TypeKind.BIGINT)))) {
            throw new WeirException(
                    ErrorCode.TYPE_MISMATCH,
                    "table \"" + table.name() + "\" wants a last column \"" + EMITTED + "\" of type BIGINT, found "
                            + fields.get(last));
        }
        Options options = table.options();
        TableDescriptor bids =
                new TableDescriptor(table.name(), new Schema(fields.subList(0, last)), List.of(), List.of(), options);
        Source generator = new NexmarkConnector().source(bids, format).orElseThrow();
        return Optional.of(new PacedSource(
                generator,
                options.get(RATE),
                options.get(MILLIS),
                last,
                IntStream.range(0, fields.size()).boxed().toList()));
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }
}
