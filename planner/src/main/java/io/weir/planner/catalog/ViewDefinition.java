package io.weir.planner.catalog;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Schema;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A named query.
 *
 * @param schema the columns as they were when the view was made
 * @param columnNames as written behind the view's name; empty if the query's own names hold
 * @param query never changed: who validates it does so on a copy
 */
public record ViewDefinition(
        String name,
        Schema schema,
        List<String> columnNames,
        SqlNode query,
        @Nullable String comment,
        boolean isTemporary)
        implements CatalogObject {
    public ViewDefinition {
        requireNonNull(name, "name is null");
        requireNonNull(schema, "schema is null");
        columnNames = List.copyOf(columnNames);
        requireNonNull(query, "query is null");
    }

    @Override
    public String kind() {
        return "view";
    }

    @Override
    public String toSql() {
        return DefinitionText.of(this);
    }
}
