package io.weir.server.session;

import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.data.Field;
import io.weir.sql.StatementPrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The columns of a table or view, as DESCRIBE and SHOW COLUMNS list them. */
final class ColumnList {
    private ColumnList() {}

    static StatementResult.Rows of(CatalogObject object, Predicate<String> wanted) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        if (object instanceof TableDefinition table) {
            table.columns().stream()
                    .filter(column -> wanted.test(column.name()))
                    .forEach(column -> rows.add(column(table, column)));
        } else {
            for (Field field : object.schema().fields()) {
                if (wanted.test(field.name())) {
                    rows.add(row(field.name(), field, null, null, null, null));
                }
            }
        }
        return Tables.rows(Tables.texts("name", "type", "null", "key", "extras", "watermark", "comment"), rows);
    }

    private static List<@Nullable Object> column(TableDefinition table, ColumnDefinition column) {
        String extras = null;
        if (column instanceof ColumnDefinition.Computed computed) {
            extras = "AS " + StatementPrinter.print(computed.expression());
        } else if (column instanceof ColumnDefinition.Metadata metadata) {
            extras = "METADATA FROM '" + metadata.key() + "'" + (metadata.isVirtual() ? " VIRTUAL" : "");
        }
        boolean inKey = table.primaryKey().stream().anyMatch(key -> key.equalsIgnoreCase(column.name()));
        var watermark = table.watermark();
        String delay = watermark != null && watermark.column().equalsIgnoreCase(column.name())
                ? StatementPrinter.print(watermark.expression())
                : null;
        return row(
                column.name(),
                new Field(column.name(), column.type()),
                inKey ? "PRIMARY KEY" : null,
                extras,
                delay,
                column.comment());
    }

    private static List<@Nullable Object> row(
            String name,
            Field field,
            @Nullable String key,
            @Nullable String extras,
            @Nullable String watermark,
            @Nullable String comment) {
        return Tables.row(
                name,
                field.type().withNullable(true).toString(),
                field.type().nullable() ? "YES" : "NO",
                key,
                extras,
                watermark,
                comment);
    }
}
