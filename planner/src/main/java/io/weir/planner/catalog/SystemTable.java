package io.weir.planner.catalog;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table that shows the engine itself, such as {@code sys.jobs} or {@code information_schema.tables}. It is read once,
 * when the statement is planned, and cannot be written to.
 *
 * @param schemaName {@code sys}, {@code information_schema}
 * @param tableName within the schema
 * @param rows the rows that a user, by name, may see as of the call, boxed as {@link io.weir.spi.data.DataType} says; bounded, quick, thread-safe
 */
public record SystemTable(
        String schemaName, String tableName, Schema schema, Function<String, List<List<@Nullable Object>>> rows)
        implements CatalogObject {
    public SystemTable {
        requireNonNull(schemaName, "schemaName is null");
        requireNonNull(tableName, "tableName is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(rows, "rows is null");
    }

    @Override
    public String name() {
        return schemaName + "." + tableName;
    }

    @Override
    public String kind() {
        return "system table";
    }

    @Override
    public String toSql() {
        return DefinitionText.of(this);
    }
}
