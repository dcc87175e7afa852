package io.weir.benchmarks.load;

import io.weir.connector.base.Draw;
import io.weir.connector.base.NumberedSource;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Field;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/**
 * Rows with as many keys as wanted, drawn evenly or by Zipf's law: columns {@code k}, the key, {@code v}, a small number, and
 * {@code ts}, the event time. Like all generated rows they are functions of their number.
 */
public final class KeysConnector implements Connector {
    public static final String NAME = "benchmark-keys";

    private static final double SKEW = 0.99;
    /** A prime: ranks times it, modulo the number of keys, are all keys, and hot ones are no neighbours. */
    private static final long SCATTER = 2_654_435_761L;

    private static final int VALUES = 1000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long KEY_SEED = Draw.fieldSeed(1, 1);
    private static final long VALUE_SEED = Draw.fieldSeed(1, 2);

    private static final Option<Long> ROWS = Option.integer("rows", null, 1, Long.MAX_VALUE / 4, "How many rows.");
    private static final Option<Long> KEYS = Option.integer("keys", null, 1, 1_000_000_000, "How many keys.");
    private static final Option<Distribution> DISTRIBUTION =
            Option.oneOf("distribution", Distribution.class, "uniform", "How often each key occurs.");
    private static final Option<Long> EVENT_RATE =
            Option.integer("event-rate", "1000000", 1, 1_000_000_000, "Rows per second of event time.");
    private static final Option<Long> MILLIS = Option.integer(
            "millis",
            "0",
            0,
            Integer.MAX_VALUE,
            "After which there are no more rows, however many there were; 0 for none.");
    private static final Option<Long> SPLITS =
            Option.integer("number-of-splits", "2", 1, 1024, "Bounds the parallelism.");

    /** How often each key occurs. */
    enum Distribution {
        UNIFORM,
        ZIPF
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Rows with many keys, drawn evenly or by Zipf's law, for benchmarks.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(ROWS, KEYS, DISTRIBUTION, EVENT_RATE, MILLIS, SPLITS);
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        Options options = table.options();
        List<LongUnaryOperator> columns = table.physical().fields().stream()
                .map(Field::name)
                .map(name -> column(name, options))
                .toList();
        NumberedSource rows = new NumberedSource(
                new NumberedSource.Specification(NAME, options.get(SPLITS).intValue(), options.get(ROWS), 0),
                wanted -> LongRows.of(wanted.stream().map(columns::get).toList()),
                IntStream.range(0, columns.size()).boxed().toList());
        return Optional.of(new TimedSource(rows, options.get(MILLIS)));
    }

    private static LongUnaryOperator column(String name, Options options) {
        long keys = options.get(KEYS);
        return switch (name) {
            case "k" -> {
                if (options.get(DISTRIBUTION) == Distribution.UNIFORM) {
                    yield row -> Draw.wide(Draw.bits(KEY_SEED, row, 0), keys);
                }
                Zipf zipf = new Zipf(keys, SKEW);
                yield row -> zipf.rank(Draw.unit(Draw.bits(KEY_SEED, row, 0))) * SCATTER % keys;
            }
            case "v" -> row -> Draw.low(Draw.bits(VALUE_SEED, row, 0), VALUES);
            case "ts" -> {
                long rate = options.get(EVENT_RATE);
                yield row -> Math.multiplyExact(row, MICROS_PER_SECOND) / rate / 1000 * 1000;
            }
            default ->
                throw new WeirException(
                                ErrorCode.UNKNOWN_COLUMN, "the " + NAME + " connector has no column \"" + name + "\"")
                        .withDetail("The columns are \"k\", \"v\", \"ts\".");
        };
    }
}
