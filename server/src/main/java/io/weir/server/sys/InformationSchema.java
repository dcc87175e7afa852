package io.weir.server.sys;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.SystemTable;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tables of {@code INFORMATION_SCHEMA}: SQL:2016 part 11 as far as tools ask for it.
 *
 * @param catalog asked when a table is read
 * @param functions the functions there are; asked when a table is read
 */
public record InformationSchema(Supplier<Catalog> catalog, Supplier<List<Function>> functions) {
    /** The one catalog, as JDBC names it. */
    public static final String CATALOG = "weir";

    private static final String SCHEMA = "information_schema";

    /**
     * A function of SQL.
     *
     * @param kind {@code FUNCTION} or {@code TABLE FUNCTION}
     */
    public record Function(String name, String kind) {}

    private record Column(CatalogObject object, Field field, int position) {}

    private record KeyColumn(TableDefinition table, String column, int position) {}

    public List<SystemTable> all() {
        return List.of(
                schemata().table(() -> List.of("public", "sys", SCHEMA)),
                tables().table(() -> List.copyOf(catalog.get().objects())),
                columns().table(this::columnRows),
                views().table(() -> catalog.get().views()),
                keyColumns().table(this::keyRows),
                routines().table(functions));
    }

    /** The schema of an object. */
    public static String schemaOf(CatalogObject object) {
        return object instanceof SystemTable system ? system.schemaName() : Catalog.DEFAULT_SCHEMA;
    }

    /** The name of an object within its schema. */
    public static String nameOf(CatalogObject object) {
        return object instanceof SystemTable system ? system.tableName() : object.name();
    }

    /** As JDBC names it: TABLE, VIEW, SYSTEM TABLE. */
    public static String typeOf(CatalogObject object) {
        return object.kind().toUpperCase(Locale.ROOT);
    }

    private static TableView<String> schemata() {
        return new TableView<String>(SCHEMA, "schemata")
                .text("CATALOG_NAME", name -> CATALOG)
                .text("SCHEMA_NAME", name -> name);
    }

    private static TableView<CatalogObject> tables() {
        return new TableView<CatalogObject>(SCHEMA, "tables")
                .text("TABLE_CATALOG", object -> CATALOG)
                .text("TABLE_SCHEMA", InformationSchema::schemaOf)
                .text("TABLE_NAME", InformationSchema::nameOf)
                .text("TABLE_TYPE", object -> object instanceof TableDefinition ? "BASE TABLE" : typeOf(object))
                .text("IS_INSERTABLE_INTO", object -> object instanceof TableDefinition ? "YES" : "NO");
    }

    private static TableView<Column> columns() {
        return new TableView<Column>(SCHEMA, "columns")
                .text("TABLE_CATALOG", column -> CATALOG)
                .text("TABLE_SCHEMA", column -> schemaOf(column.object()))
                .text("TABLE_NAME", column -> nameOf(column.object()))
                .text("COLUMN_NAME", column -> column.field().name())
                .integer("ORDINAL_POSITION", Column::position)
                .text("IS_NULLABLE", column -> column.field().type().nullable() ? "YES" : "NO")
                .text("DATA_TYPE", column -> column.field().type().withNullable(true))
                .integer(
                        "CHARACTER_MAXIMUM_LENGTH",
                        column -> length(column.field().type()))
                .integer("NUMERIC_PRECISION", column -> precision(column.field().type()))
                .integer(
                        "NUMERIC_SCALE",
                        column -> precision(column.field().type()) == null
                                ? null
                                : (Integer) column.field().type().scale());
    }

    private static @Nullable Integer length(DataType type) {
        return type.isText() && type.precision() != DataType.UNBOUNDED_LENGTH ? (Integer) type.precision() : null;
    }

    private static @Nullable Integer precision(DataType type) {
        return switch (type.kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            case DECIMAL -> type.precision();
            default -> null;
        };
    }

    private static TableView<ViewDefinition> views() {
        return new TableView<ViewDefinition>(SCHEMA, "views")
                .text("TABLE_CATALOG", view -> CATALOG)
                .text("TABLE_SCHEMA", InformationSchema::schemaOf)
                .text("TABLE_NAME", ViewDefinition::name)
                .text("VIEW_DEFINITION", ViewDefinition::toSql);
    }

    private static TableView<KeyColumn> keyColumns() {
        return new TableView<KeyColumn>(SCHEMA, "key_column_usage")
                .text("CONSTRAINT_CATALOG", key -> CATALOG)
                .text("CONSTRAINT_SCHEMA", key -> schemaOf(key.table()))
                .text("CONSTRAINT_NAME", key -> "PK_" + key.table().name())
                .text("TABLE_CATALOG", key -> CATALOG)
                .text("TABLE_SCHEMA", key -> schemaOf(key.table()))
                .text("TABLE_NAME", key -> key.table().name())
                .text("COLUMN_NAME", KeyColumn::column)
                .integer("ORDINAL_POSITION", KeyColumn::position);
    }

    private static TableView<Function> routines() {
        return new TableView<Function>(SCHEMA, "routines")
                .text("SPECIFIC_CATALOG", function -> CATALOG)
                .text("SPECIFIC_SCHEMA", function -> Catalog.DEFAULT_SCHEMA)
                .text("SPECIFIC_NAME", Function::name)
                .text("ROUTINE_CATALOG", function -> CATALOG)
                .text("ROUTINE_SCHEMA", function -> Catalog.DEFAULT_SCHEMA)
                .text("ROUTINE_NAME", Function::name)
                .text("ROUTINE_TYPE", Function::kind)
                .text("REMARKS", function -> null);
    }

    private List<Column> columnRows() {
        List<Column> rows = new ArrayList<>();
        for (CatalogObject object : catalog.get().objects()) {
            int position = 1;
            for (Field field : object.schema().fields()) {
                rows.add(new Column(object, field, position++));
            }
        }
        return rows;
    }

    private List<KeyColumn> keyRows() {
        List<KeyColumn> rows = new ArrayList<>();
        for (TableDefinition table : catalog.get().tables()) {
            int position = 1;
            for (String column : table.primaryKey()) {
                rows.add(new KeyColumn(table, column, position++));
            }
        }
        return rows;
    }
}
