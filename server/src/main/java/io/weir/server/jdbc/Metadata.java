package io.weir.server.jdbc;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.server.session.LikePattern;
import io.weir.server.sys.InformationSchema;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.TypeKind;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.Meta.Pat;
import org.jspecify.annotations.Nullable;

/** The rows of JDBC's metadata, in the order and with the columns that {@link DatabaseMetaData} says. */
final class Metadata {
    private static final int RADIX = 10;

    private Metadata() {}

    static List<Object> catalogs() {
        return List.of(List.of(InformationSchema.CATALOG));
    }

    static List<Object> schemas(@Nullable String catalog, Pat pattern) {
        Predicate<String> wanted = LikePattern.of(pattern.s);
        List<Object> rows = new ArrayList<>();
        for (String schema : List.of("information_schema", Catalog.DEFAULT_SCHEMA, "sys")) {
            if (isCatalog(catalog) && wanted.test(schema)) {
                rows.add(List.of(schema, InformationSchema.CATALOG));
            }
        }
        return rows;
    }

    static List<Object> tableTypes() {
        return List.of(List.of("MATERIALIZED VIEW"), List.of("SYSTEM TABLE"), List.of("TABLE"), List.of("VIEW"));
    }

    static List<Object> tables(
            Catalog seen, @Nullable String catalog, Pat schema, Pat table, @Nullable List<String> types) {
        List<Object> rows = new ArrayList<>();
        for (CatalogObject object : objects(seen, catalog, schema, table)) {
            String type = InformationSchema.typeOf(object);
            if (types == null || types.isEmpty() || types.contains(type)) {
                String remarks = object instanceof TableDefinition known ? known.comment() : null;
                rows.add(Arrays.asList(
                        InformationSchema.CATALOG,
                        InformationSchema.schemaOf(object),
                        InformationSchema.nameOf(object),
                        type,
                        remarks == null ? "" : remarks,
                        null,
                        null,
                        null,
                        null,
                        null));
            }
        }
        return rows;
    }

    private static List<CatalogObject> objects(Catalog seen, @Nullable String catalog, Pat schema, Pat table) {
        Predicate<String> wantedSchema = LikePattern.of(schema.s);
        Predicate<String> wantedTable = LikePattern.of(table.s);
        return seen.objects().stream()
                .filter(object -> isCatalog(catalog)
                        && wantedSchema.test(InformationSchema.schemaOf(object))
                        && wantedTable.test(InformationSchema.nameOf(object)))
                .sorted(Comparator.comparing(InformationSchema::typeOf)
                        .thenComparing(InformationSchema::schemaOf)
                        .thenComparing(InformationSchema::nameOf))
                .toList();
    }

    private static boolean isCatalog(@Nullable String catalog) {
        return catalog == null || catalog.isEmpty() || catalog.equalsIgnoreCase(InformationSchema.CATALOG);
    }

    static List<Object> columns(Catalog seen, @Nullable String catalog, Pat schema, Pat table, Pat column) {
        Predicate<String> wanted = LikePattern.of(column.s);
        List<CatalogObject> objects = new ArrayList<>(objects(seen, catalog, schema, table));
        objects.sort(Comparator.comparing(InformationSchema::schemaOf).thenComparing(InformationSchema::nameOf));
        List<Object> rows = new ArrayList<>();
        for (CatalogObject object : objects) {
            int position = 1;
            for (Field field : object.schema().fields()) {
                if (wanted.test(field.name())) {
                    rows.add(column(object, field, position));
                }
                position++;
            }
        }
        return rows;
    }

    private static List<@Nullable Object> column(CatalogObject object, Field field, int position) {
        DataType type = field.type();
        AvaticaType avatica = WireTypes.type(type);
        boolean isGenerated = object instanceof TableDefinition table
                && table.columns().get(position - 1) instanceof ColumnDefinition.Computed;
        return Arrays.asList(
                InformationSchema.CATALOG,
                InformationSchema.schemaOf(object),
                InformationSchema.nameOf(object),
                field.name(),
                avatica.id,
                avatica.name,
                columnSize(type),
                null,
                decimalDigits(type),
                isNumber(type) ? (Integer) RADIX : null,
                type.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                comment(object, position),
                null,
                null,
                null,
                type.isText() ? (Integer) columnSize(type) : null,
                position,
                type.nullable() ? "YES" : "NO",
                null,
                null,
                null,
                null,
                "NO",
                isGenerated ? "YES" : "NO");
    }

    /** As JDBC means it: digits of a number, characters of text, and of a time as it is shown. */
    private static int columnSize(DataType type) {
        int fraction = type.precision() == 0 ? 0 : type.precision() + 1;
        return switch (type.kind()) {
            case VARCHAR, VARBINARY -> type.precision();
            case TIME -> "hh:mm:ss".length() + fraction;
            case TIMESTAMP -> "yyyy-mm-dd hh:mm:ss".length() + fraction;
            case TIMESTAMP_LTZ -> "yyyy-mm-dd hh:mm:ssZ".length() + fraction;
            default -> WireTypes.precision(type);
        };
    }

    private static @Nullable Integer decimalDigits(DataType type) {
        return switch (type.kind()) {
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> type.precision();
            default -> isNumber(type) ? (Integer) type.scale() : null;
        };
    }

    private static @Nullable String comment(CatalogObject object, int position) {
        return object instanceof TableDefinition table
                ? table.columns().get(position - 1).comment()
                : null;
    }

    private static boolean isNumber(DataType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
            default -> false;
        };
    }

    /** The scalar types; those that are made of others have no row, as JDBC has none for them. */
    static List<Object> types() {
        List<Object> rows = new ArrayList<>();
        for (TypeKind kind : TypeKind.values()) {
            if (kind == TypeKind.ARRAY || kind == TypeKind.MAP || kind == TypeKind.ROW || kind == TypeKind.NULL) {
                continue;
            }
            DataType type = kind == TypeKind.DECIMAL ? DataType.decimal(38, 0) : DataType.of(kind);
            boolean isText = type.isText();
            rows.add(Arrays.asList(
                    kind.name()
                            .replace("INTERVAL_YEAR_MONTH", "INTERVAL YEAR TO MONTH")
                            .replace("INTERVAL_DAY_TIME", "INTERVAL DAY TO SECOND"),
                    WireTypes.type(type).id,
                    columnSize(type),
                    literalPrefix(kind),
                    literalPrefix(kind) == null ? null : "'",
                    kind == TypeKind.DECIMAL ? "PRECISION, SCALE" : isText ? "LENGTH" : null,
                    (short) DatabaseMetaData.typeNullable,
                    isText,
                    (short) DatabaseMetaData.typeSearchable,
                    false,
                    false,
                    false,
                    kind.name().toLowerCase(Locale.ROOT),
                    (short) 0,
                    (short) (kind == TypeKind.DECIMAL ? 38 : 0),
                    null,
                    null,
                    isNumber(type) ? (Integer) RADIX : null));
        }
        rows.sort(Comparator.comparing(row -> (Integer) ((List<?>) row).get(1)));
        return rows;
    }

    private static @Nullable String literalPrefix(TypeKind kind) {
        return switch (kind) {
            case CHAR, VARCHAR -> "'";
            case BINARY, VARBINARY -> "X'";
            case DATE, TIME, TIMESTAMP -> kind + " '";
            default -> null;
        };
    }
}
