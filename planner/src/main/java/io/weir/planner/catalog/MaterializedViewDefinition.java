package io.weir.planner.catalog;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A query whose result is kept up to date, and read like a table.
 *
 * @param schema the columns as they were when the view was made
 * @param columnNames as written behind the view's name; empty if the query's own names hold
 * @param key names of columns of which there is at most one row for each combination; empty if the query has none
 * @param query never changed: who validates it does so on a copy
 * @param options of the WITH clause, in the order written, and what the session had set that decides what the query
 *     says
 */
public record MaterializedViewDefinition(
        String name,
        Schema schema,
        List<String> columnNames,
        List<String> key,
        SqlNode query,
        Map<String, String> options,
        @Nullable String comment)
        implements CatalogObject {
    /** Marks the table as which a view is read. */
    private static final String MARK = "weir.materialized-view";

    public MaterializedViewDefinition {
        requireNonNull(name, "name is null");
        requireNonNull(schema, "schema is null");
        columnNames = List.copyOf(columnNames);
        key = List.copyOf(key);
        requireNonNull(query, "query is null");
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** The same with options beside those of the WITH clause, which come first. */
    public MaterializedViewDefinition withDefaults(Map<String, String> defaults) {
        Map<String, String> all = new LinkedHashMap<>(options);
        defaults.forEach(all::putIfAbsent);
        return new MaterializedViewDefinition(name, schema, columnNames, key, query, all, comment);
    }

    /** The table that Weir keeps its rows in. */
    public TableDefinition table() {
        List<ColumnDefinition> columns = schema.fields().stream()
                .<ColumnDefinition>map(field -> new ColumnDefinition.Physical(field.name(), field.type()))
                .toList();
        return new TableDefinition(name, columns, null, key, true, List.of(), Map.of(MARK, "true"), comment, false);
    }

    /** Whether a definition is what {@link #table} has made. */
    public static boolean isTableOfView(TableDefinition table) {
        return table.options().containsKey(MARK);
    }

    @Override
    public String kind() {
        return "materialized view";
    }

    @Override
    public String toSql() {
        return DefinitionText.of(this);
    }
}
