package io.weir.planner.catalog;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table: an external one, reached by the connector that its options name, or one that Weir keeps itself.
 *
 * @param columns at least one, all kinds, in the order declared
 * @param watermark null if the table has no event time
 * @param primaryKey names of columns, as declared with the column; empty if there is no key
 * @param enforced whether the key is checked when rows are written; only for tables that Weir keeps itself
 * @param partitionKeys of PARTITIONED BY; empty if there are none
 * @param options of the WITH clause, in the order written
 * @param isTemporary whether it ends with the session
 */
public record TableDefinition(
        String name,
        List<ColumnDefinition> columns,
        @Nullable WatermarkDefinition watermark,
        List<String> primaryKey,
        boolean enforced,
        List<String> partitionKeys,
        Map<String, String> options,
        @Nullable String comment,
        boolean isTemporary)
        implements CatalogObject {
    /** The option that names the connector. */
    public static final String CONNECTOR = "connector";

    public TableDefinition {
        requireNonNull(name, "name is null");
        columns = List.copyOf(columns);
        checkArgument(!columns.isEmpty(), "table %s has no columns", name);
        primaryKey = List.copyOf(primaryKey);
        partitionKeys = List.copyOf(partitionKeys);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    @Override
    public Schema schema() {
        return new Schema(columns.stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList());
    }

    @Override
    public String kind() {
        return "table";
    }

    /** The name of its connector; empty for a table that Weir keeps itself. */
    public Optional<String> connector() {
        return Optional.ofNullable(options.get(CONNECTOR));
    }

    /** The columns that stand in the external records, in order. */
    public List<ColumnDefinition.Physical> physicalColumns() {
        return columns.stream()
                .filter(ColumnDefinition.Physical.class::isInstance)
                .map(ColumnDefinition.Physical.class::cast)
                .toList();
    }

    /** The metadata columns, in order. */
    public List<ColumnDefinition.Metadata> metadataColumns() {
        return columns.stream()
                .filter(ColumnDefinition.Metadata.class::isInstance)
                .map(ColumnDefinition.Metadata.class::cast)
                .toList();
    }

    /** The columns that an INSERT fills, in order: all but computed ones and virtual metadata. */
    public List<ColumnDefinition> writableColumns() {
        return columns.stream()
                .filter(column -> column instanceof ColumnDefinition.Physical
                        || (column instanceof ColumnDefinition.Metadata metadata && !metadata.isVirtual()))
                .toList();
    }

    @Override
    public String toSql() {
        return DefinitionText.of(this);
    }
}
