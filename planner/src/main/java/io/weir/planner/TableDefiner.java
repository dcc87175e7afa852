package io.weir.planner;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.WatermarkDefinition;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.logical.LogicalPlan;
import io.weir.planner.logical.LogicalPlanner;
import io.weir.planner.logical.TableExpressions;
import io.weir.planner.validate.Names;
import io.weir.planner.validate.StatementValidator;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.SqlComputedColumn;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlMetadataColumn;
import io.weir.sql.statement.SqlPrimaryKey;
import io.weir.sql.statement.SqlRegularColumn;
import io.weir.sql.statement.SqlTableColumn;
import io.weir.sql.statement.SqlWatermark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE as a definition, checked but for its connector. */
final class TableDefiner {
    private final SqlCreateTable statement;
    private final Catalog catalog;
    private final LogicalPlanner planner;
    private final StatementValidator validator;
    private final List<ColumnDefinition> columns = new ArrayList<>();

    TableDefiner(SqlCreateTable statement, Catalog catalog, LogicalPlanner planner) {
        this.statement = statement;
        this.catalog = catalog;
        this.planner = planner;
        this.validator = new StatementValidator(catalog, planner.typeFactory());
    }

    TableDefinition define() {
        TableDefinition like = like();
        if (like != null) {
            columns.addAll(like.columns());
        }
        addQueryColumns();
        addDeclaredColumns();
        if (columns.isEmpty()) {
            throw at(
                    new WeirException(ErrorCode.VALIDATION_ERROR, "table \"" + name() + "\" has no columns"),
                    statement.name());
        }
        List<String> primaryKey = primaryKey(like);
        WatermarkDefinition watermark = watermark(like);
        Map<String, String> options = new LinkedHashMap<>(like == null ? Map.of() : like.options());
        options.putAll(statement.options());
        boolean isKept = !options.containsKey(TableDefinition.CONNECTOR);
        TableDefinition table = new TableDefinition(
                name(),
                columns,
                watermark,
                primaryKey,
                !primaryKey.isEmpty() && isEnforced(isKept),
                partitionKeys(),
                options,
                statement.comment() == null && like != null ? like.comment() : statement.comment(),
                statement.isTemporary());
        TableExpressions.of(table, planner);
        return table;
    }

    /** The columns that are written down, in that order, behind those there are. */
    private void addDeclaredColumns() {
        // Physical and metadata columns first: a computed column may use those behind it.
        List<@Nullable ColumnDefinition> declared = new ArrayList<>();
        for (SqlTableColumn column : statement.columns()) {
            ColumnDefinition definition = column instanceof SqlComputedColumn ? null : plain(column);
            declared.add(definition);
            if (definition != null) {
                add(definition, column);
            }
        }
        for (int i = 0; i < declared.size(); i++) {
            if (declared.get(i) == null) {
                SqlComputedColumn column =
                        (SqlComputedColumn) statement.columns().get(i);
                ColumnDefinition definition = computed(column);
                declared.set(i, definition);
                add(definition, column);
            }
        }
        List<ColumnDefinition> inOrder = new ArrayList<>(columns.subList(0, columns.size() - declared.size()));
        declared.forEach(column -> inOrder.add(Objects.requireNonNull(column)));
        columns.clear();
        columns.addAll(inOrder);
    }

    /** @param isKept whether Weir keeps the rows and so can enforce a key */
    private boolean isEnforced(boolean isKept) {
        SqlPrimaryKey key = statement.primaryKey();
        if (key != null && key.isEnforced() && !isKept) {
            throw at(
                    new WeirException(
                                    ErrorCode.VALIDATION_ERROR,
                                    "primary key of table \"" + name()
                                            + "\" cannot be enforced: its rows are not Weir's own")
                            .withHint("Write PRIMARY KEY (...) NOT ENFORCED."),
                    key);
        }
        return isKept && (key == null || key.isEnforced());
    }

    private String name() {
        return simpleName(statement.name());
    }

    /** The name of a new object: simple, or in the one schema that is there for objects. */
    static String simpleName(SqlIdentifier identifier) {
        List<String> names = identifier.names;
        if (names.size() == 2 && names.get(0).equalsIgnoreCase(Catalog.DEFAULT_SCHEMA)) {
            return names.get(1);
        }
        if (names.size() != 1) {
            throw Names.at(
                    new WeirException(
                            ErrorCode.UNKNOWN_OBJECT,
                            "schema \"" + names.get(0) + "\" is not one for new objects, only \""
                                    + Catalog.DEFAULT_SCHEMA + "\" is"),
                    identifier.getParserPosition());
        }
        return names.get(0);
    }

    private @Nullable TableDefinition like() {
        SqlIdentifier like = statement.like();
        if (like == null) {
            return null;
        }
        try {
            return catalog.table(String.join(".", like.names));
        } catch (WeirException e) {
            throw at(e, like);
        }
    }

    private void addQueryColumns() {
        SqlNode query = statement.query();
        if (query == null) {
            return;
        }
        LogicalPlan plan = planner.convert(query);
        for (RelDataTypeField field : plan.rowType().getFieldList()) {
            columns.add(new ColumnDefinition.Physical(field.getName(), TypeMapping.toDataType(field.getType())));
        }
    }

    private ColumnDefinition plain(SqlTableColumn column) {
        if (column instanceof SqlMetadataColumn metadata) {
            return new ColumnDefinition.Metadata(
                    metadata.name().getSimple(),
                    validator.type(metadata.type()),
                    metadata.key(),
                    metadata.isVirtual(),
                    metadata.comment());
        }
        SqlRegularColumn regular = (SqlRegularColumn) column;
        DataType type = validator.type(regular.type());
        return new ColumnDefinition.Physical(
                regular.name().getSimple(), type, regular.defaultValue(), regular.comment());
    }

    private ColumnDefinition computed(SqlComputedColumn column) {
        DataType type = TableExpressions.typeOf(column.expression(), name(), columns, planner);
        if (type.kind() == TypeKind.NULL) {
            throw at(
                    new WeirException(
                            ErrorCode.TYPE_MISMATCH,
                            "the type of column \"" + column.name().getSimple() + "\" is not known"),
                    column.expression());
        }
        return new ColumnDefinition.Computed(column.name().getSimple(), type, column.expression(), column.comment());
    }

    private void add(ColumnDefinition definition, SqlTableColumn column) {
        for (ColumnDefinition present : columns) {
            if (present.name().equalsIgnoreCase(definition.name())) {
                WeirException duplicate = new WeirException(
                        ErrorCode.DUPLICATE_OBJECT,
                        "column \"" + definition.name() + "\" stands twice in table \"" + name() + "\"");
                throw at(
                        present.name().equals(definition.name())
                                ? duplicate
                                : duplicate.withDetail("\"" + present.name()
                                        + "\" differs from it only in case, and names are matched without case."),
                        column.name());
            }
        }
        columns.add(definition);
    }

    private ColumnDefinition column(SqlIdentifier name) {
        String wanted = name.getSimple();
        for (ColumnDefinition column : columns) {
            if (column.name().equalsIgnoreCase(wanted)) {
                return column;
            }
        }
        List<String> names = columns.stream().map(ColumnDefinition::name).toList();
        WeirException unknown = new WeirException(
                        ErrorCode.UNKNOWN_COLUMN, "table \"" + name() + "\" has no column \"" + wanted + "\"")
                .withDetail(Names.columns(names));
        String hint = NearestName.hint(wanted, names);
        throw at(hint.isEmpty() ? unknown : unknown.withHint(hint), name);
    }

    /** The key's columns exist, are physical, and become NOT NULL, as the standard says. */
    private List<String> primaryKey(@Nullable TableDefinition like) {
        SqlPrimaryKey key = statement.primaryKey();
        if (key == null) {
            return like == null ? List.of() : like.primaryKey();
        }
        List<String> names = new ArrayList<>();
        for (SqlNode node : key.columns()) {
            ColumnDefinition column = column((SqlIdentifier) node);
            if (!(column instanceof ColumnDefinition.Physical physical)) {
                throw at(
                        new WeirException(
                                ErrorCode.VALIDATION_ERROR,
                                "primary key column \"" + column.name()
                                        + "\" is computed or metadata, and must be stored"),
                        node);
            }
            if (names.contains(column.name())) {
                throw at(
                        new WeirException(
                                ErrorCode.DUPLICATE_OBJECT,
                                "column \"" + column.name() + "\" stands twice in the primary key"),
                        node);
            }
            names.add(column.name());
            columns.set(
                    columns.indexOf(column),
                    new ColumnDefinition.Physical(
                            physical.name(), physical.type().notNull(), physical.defaultValue(), physical.comment()));
        }
        return names;
    }

    private @Nullable WatermarkDefinition watermark(@Nullable TableDefinition like) {
        SqlWatermark watermark = statement.watermark();
        if (watermark == null) {
            return like == null ? null : like.watermark();
        }
        ColumnDefinition column = column(watermark.column());
        if (!isTimestamp(column.type())) {
            throw at(
                    new WeirException(
                                    ErrorCode.TYPE_MISMATCH,
                                    "a watermark wants a TIMESTAMP column, \"" + column.name() + "\" is "
                                            + column.type().withNullable(true))
                            .withHint("Compute one: ts AS TO_TIMESTAMP(...)."),
                    watermark.column());
        }
        DataType type = TableExpressions.typeOf(watermark.expression(), name(), columns, planner);
        if (type.kind() != column.type().kind()) {
            throw at(
                    new WeirException(
                            ErrorCode.TYPE_MISMATCH,
                            "watermark of \"" + column.name() + "\" must be "
                                    + column.type().kind() + ", found " + type.withNullable(true)),
                    watermark.expression());
        }
        return new WatermarkDefinition(column.name(), watermark.expression());
    }

    private static boolean isTimestamp(DataType type) {
        return type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ;
    }

    private List<String> partitionKeys() {
        List<String> names = new ArrayList<>();
        for (SqlNode node : statement.partitionKeys()) {
            names.add(column((SqlIdentifier) node).name());
        }
        return names;
    }

    private static WeirException at(WeirException error, SqlNode node) {
        return Names.at(error, node.getParserPosition());
    }
}
