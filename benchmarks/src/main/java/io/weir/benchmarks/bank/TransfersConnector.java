package io.weir.benchmarks.bank;

import io.weir.benchmarks.load.LongRows;
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
 * {@link Transfers} as a table, for the peer: columns {@code id}, {@code from_account}, {@code to_account},
 * {@code amount} and {@code ts}.
 */
public final class TransfersConnector implements Connector {
    public static final String NAME = "benchmark-transfers";

    private static final int MOST = 1_000_000_000;
    private static final Option<Long> ROWS = Option.integer("rows", null, 1, MOST, "How many transfers.");
    private static final Option<Long> RATE = Option.integer("rate", null, 1, MOST, "Transfers per second.");
    private static final Option<Long> SPLITS =
            Option.integer("number-of-splits", "2", 1, 1024, "Bounds the parallelism.");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Transfers between ten accounts, for the bank test.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(ROWS, RATE, SPLITS);
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
                .map(name -> column(name, options.get(RATE)))
                .toList();
        return Optional.of(new NumberedSource(
                new NumberedSource.Specification(
                        NAME, options.get(SPLITS).intValue(), options.get(ROWS), options.get(RATE)),
                wanted -> LongRows.of(wanted.stream().map(columns::get).toList()),
                IntStream.range(0, columns.size()).boxed().toList()));
    }

    private static LongUnaryOperator column(String name, long rate) {
        return switch (name) {
            case "id" -> number -> number;
            case "from_account" -> Transfers::from;
            case "to_account" -> Transfers::to;
            case "amount" -> number -> Transfers.AMOUNT;
            case "ts" -> number -> Transfers.micros(number, rate);
            default ->
                throw new WeirException(
                                ErrorCode.UNKNOWN_COLUMN, "the " + NAME + " connector has no column \"" + name + "\"")
                        .withDetail("The columns are \"id\", \"from_account\", \"to_account\", \"amount\", \"ts\".");
        };
    }
}
