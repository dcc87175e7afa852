package io.weir.connector.datagen;

import io.weir.connector.base.NumberedRows;
import io.weir.connector.base.NumberedSource;
import io.weir.connector.base.SplitIds;
import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Tables of made-up rows. */
public final class DatagenConnector implements Connector {
    private static final Option<Long> NUMBER_OF_ROWS = Option.integer(
            "number-of-rows",
            null,
            0,
            Long.MAX_VALUE - 1,
            "How many rows there are; without it, until a sequence ends.");
    private static final Option<Long> ROWS_PER_SECOND = Option.integer(
            "rows-per-second",
            "10000",
            0,
            Integer.MAX_VALUE,
            "Rows per second, all subtasks together; 0 for as fast as they are taken.");
    private static final Option<Long> NUMBER_OF_SPLITS = Option.integer(
            "number-of-splits",
            "8",
            1,
            SplitIds.MAX_COUNT,
            "Splits that subtasks share among them; bounds the useful parallelism.");
    private static final Option<Long> SEED =
            Option.integer("seed", "0", Long.MIN_VALUE, Long.MAX_VALUE, "Another seed gives other random values.");

    @Override
    public String name() {
        return "datagen";
    }

    @Override
    public String description() {
        return "Rows of random values and sequences.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(NUMBER_OF_ROWS, ROWS_PER_SECOND, NUMBER_OF_SPLITS, SEED);
    }

    @Override
    public Set<String> optionPrefixes() {
        return Set.of("fields.");
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        Options options = table.options();
        Columns columns = Columns.of(table);
        long rowCount =
                Math.min(columns.sequenceRows(), options.find(NUMBER_OF_ROWS).orElse(NumberedSource.ENDLESS));
        var specification = new NumberedSource.Specification(
                name(), options.get(NUMBER_OF_SPLITS).intValue(), rowCount, options.get(ROWS_PER_SECOND));
        return Optional.of(new NumberedSource(
                specification,
                wanted -> rows(table, wanted),
                IntStream.range(0, table.physical().size()).boxed().toList()));
    }

    /**
     * All generators are made, so that each field keeps its seed whatever is wanted; generators keep buffers, so each
     * reader has its own.
     */
    private static NumberedRows rows(TableDescriptor table, List<Integer> wanted) {
        List<FieldGenerator> all = Columns.of(table).generators();
        List<DataType> types = table.physical().types();
        List<FieldGenerator> generators = wanted.stream().map(all::get).toList();
        List<DataType> wantedTypes = wanted.stream().map(types::get).toList();
        return (first, stride, count, now) -> {
            BatchBuilder rows = new BatchBuilder(wantedTypes);
            for (int column = 0; column < generators.size(); column++) {
                FieldGenerator generator = generators.get(column);
                for (int i = 0; i < count; i++) {
                    generator.add(rows.column(column), first + i * stride, now);
                }
            }
            for (int i = 0; i < count; i++) {
                rows.endRow();
            }
            return rows.build();
        };
    }

    private record Columns(List<FieldGenerator> generators, long sequenceRows) {
        static Columns of(TableDescriptor table) {
            FieldOptions fields = FieldOptions.root(table.options());
            FieldGenerators factory = new FieldGenerators(table.options().get(SEED));
            List<FieldGenerator> generators = new ArrayList<>();
            for (Field field : table.physical().fields()) {
                generators.add(factory.of(field.type(), fields.field(field.name())));
            }
            fields.checkAllRead();
            return new Columns(generators, factory.sequenceRows());
        }
    }
}
