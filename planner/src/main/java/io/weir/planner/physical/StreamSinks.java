package io.weir.planner.physical;

import io.weir.planner.catalog.CommonOptions;
import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.data.Field;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        List<Integer> keys = StreamNormalize.keyColumns(table, input.rowType());
        if (sink.changelog() == ChangelogKind.UPSERT && keys.isEmpty()) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "table \"" + table.name() + "\" takes changes by primary key, and declares none")
                    .withHint("Declare one: PRIMARY KEY (...) NOT ENFORCED.");
        }
        boolean isNetChange = sink.changelog() == ChangelogKind.UPSERT && !isInsertOnly;
        Optional<Integer> parallelism = Optional.ofNullable(table.options().get(CommonOptions.SINK_PARALLELISM.key()))
                .map(text -> CommonOptions.SINK_PARALLELISM.parse(text).intValue());
        return new StreamSink(input, table.name(), sink, keys, isNetChange, parallelism, notNull(input, table));
    }

    /** Columns that the table declares NOT NULL and the query may give as null. */
    private static List<Integer> notNull(StreamRel input, TableDefinition table) {
        List<Field> declared = table.schema().fields();
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < input.rowType().getFieldCount(); i++) {
            String name = input.rowType().getFieldNames().get(i);
            boolean isNotNull = declared.stream()
                    .anyMatch(
                            field -> field.name().equals(name) && !field.type().nullable());
            if (isNotNull && input.type(i).nullable()) {
                columns.add(i);
            }
        }
        return columns;
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
