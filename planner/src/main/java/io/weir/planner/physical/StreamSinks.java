package io.weir.planner.physical;

import static io.weir.spi.Checks.checkArgument;

import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.CommonOptions;
import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes sinks of tables: checks that the table takes what the query gives, and decides who consolidates. */
public final class StreamSinks {
    private StreamSinks() {}

    /**
     * @param input columns of the sink, in order
     * @throws WeirException if the query changes rows and the sink takes inserts only
     */
    public static StreamSink ofTable(StreamRel input, TableDefinition table, Sink sink) {
        boolean isInsertOnly = input.traits().isInsertOnly();
        if (sink.changelog() == ChangelogKind.INSERT_ONLY && !isInsertOnly) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "table \"" + table.name()
                                    + "\" takes inserts only, and the query changes rows that it has given")
                    .withDetail("The rows change at " + firstUpdating(input).describe() + ".")
                    .withHint("Aggregate by a window, or write to a table that takes changes by primary key.");
        }
        List<ColumnDefinition> columns = columns(table);
        checkArgument(
                columns.size() == input.rowType().getFieldCount(),
                "table %s has %s columns, the query %s",
                table.name(),
                columns.size(),
                input.rowType().getFieldCount());
        List<Integer> keys = keys(table, columns);
        if (sink.changelog() == ChangelogKind.UPSERT && keys.isEmpty()) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "table \"" + table.name() + "\" takes changes by primary key, and declares none")
                    .withHint("Declare one: PRIMARY KEY (...) NOT ENFORCED.");
        }
        boolean isNetChange = sink.changelog() == ChangelogKind.UPSERT && !isInsertOnly;
        Optional<Integer> parallelism = Optional.ofNullable(table.options().get(CommonOptions.SINK_PARALLELISM.key()))
                .map(text -> CommonOptions.SINK_PARALLELISM.parse(text).intValue());
        List<String> names = columns.stream().map(ColumnDefinition::name).toList();
        return new StreamSink(
                input, table.name(), names, sink, keys, isNetChange, parallelism, notNull(input, columns));
    }

    /** What is written: physical columns, then metadata columns that are not virtual. */
    private static List<ColumnDefinition> columns(TableDefinition table) {
        List<ColumnDefinition> columns = new ArrayList<>(table.physicalColumns());
        table.metadataColumns().stream().filter(column -> !column.isVirtual()).forEach(columns::add);
        return columns;
    }

    /** Indexes of the primary key's columns, ascending. */
    private static List<Integer> keys(TableDefinition table, List<ColumnDefinition> columns) {
        return IntStream.range(0, columns.size())
                .filter(i -> table.primaryKey().contains(columns.get(i).name()))
                .boxed()
                .toList();
    }

    /** Columns that the table declares NOT NULL and the query may give as null. */
    private static List<Integer> notNull(StreamRel input, List<ColumnDefinition> columns) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i) instanceof ColumnDefinition.Physical
                        && !columns.get(i).type().nullable()
                        && input.type(i).nullable())
                .boxed()
                .toList();
    }

    /** The lowest step whose output changes, though its inputs' do not. */
    private static StreamRel firstUpdating(StreamRel step) {
        for (StreamRel input : step.inputs()) {
            if (!input.traits().isInsertOnly()) {
                return firstUpdating(input);
            }
        }
        return step;
    }
}
