package io.weir.planner;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableConnections;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.expression.Assignment;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.logical.LogicalPlan;
import io.weir.planner.logical.LogicalPlanner;
import io.weir.planner.validate.Names;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * INSERT as a query whose columns are those of the sink: physical ones in order, then metadata columns that can be
 * written. Columns are assigned as the standard says: numbers to numbers, text to text, and so on, with a cast that
 * fails at a value that does not fit.
 */
final class InsertConverter {
    private final Catalog catalog;
    private final TableConnections connections;
    private final LogicalPlanner planner;
    private final SqlInsert insert;
    private final TableDefinition table;
    private final List<ColumnDefinition> named;

    InsertConverter(SqlInsert insert, Catalog catalog, TableConnections connections, LogicalPlanner planner) {
        this.insert = insert;
        this.catalog = catalog;
        this.connections = connections;
        this.planner = planner;
        this.table = target();
        this.named = namedColumns();
    }

    TableDefinition table() {
        return table;
    }

    /** What comes out has the sink's columns and types but for NOT NULL. */
    LogicalPlan convert() {
        SqlNode source = insert.getSource();
        LogicalPlan plan = planner.convert(typed(source));
        List<RelDataTypeField> given = plan.rowType().getFieldList();
        if (given.size() != named.size()) {
            throw at(
                    new WeirException(
                                    ErrorCode.VALIDATION_ERROR,
                                    "INSERT fills " + named.size() + " columns of table \"" + table.name()
                                            + "\", the query gives " + given.size())
                            .withDetail(Names.columns(
                                    named.stream().map(ColumnDefinition::name).toList())),
                    source);
        }
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < named.size(); i++) {
            checkAssignable(named.get(i), given.get(i).getType(), item(source, i));
            positions.put(named.get(i).name(), i);
        }
        RelBuilder builder = planner.relBuilder().push(LogicalPlanner.withoutOrder(plan.rel()));
        RexBuilder rexBuilder = builder.getRexBuilder();
        List<RexNode> projects = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (ColumnDefinition column : sinkColumns()) {
            Integer position = positions.get(column.name());
            RexNode value = position == null ? missing(column, rexBuilder) : builder.field(position);
            RelDataType wanted = rexBuilder
                    .getTypeFactory()
                    .createTypeWithNullability(
                            TypeMapping.toRelDataType(sinkType(column), planner.typeFactory()),
                            value.getType().isNullable());
            projects.add(Assignment.of(value, wanted, rexBuilder));
            names.add(column.name());
        }
        RelNode rel = builder.project(projects, names, true).build();
        return new LogicalPlan(rel, rel.getRowType(), plan.parameters());
    }

    private TableDefinition target() {
        SqlIdentifier name = (SqlIdentifier) insert.getTargetTable();
        try {
            CatalogObject object = catalog.get(String.join(".", name.names));
            if (object instanceof TableDefinition definition) {
                return definition;
            }
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            object.kind() + " \"" + object.name() + "\" cannot be written to")
                    .withHint("Write to the tables that it reads.");
        } catch (WeirException e) {
            throw at(e, name);
        }
    }

    private List<ColumnDefinition> namedColumns() {
        SqlNodeList list = insert.getTargetColumnList();
        List<ColumnDefinition> writable = table.writableColumns();
        if (list == null) {
            return writable;
        }
        List<ColumnDefinition> chosen = new ArrayList<>();
        for (SqlNode node : list) {
            String name = ((SqlIdentifier) node).getSimple();
            ColumnDefinition column = table.columns().stream()
                    .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> at(unknown(name), node));
            if (!writable.contains(column)) {
                throw at(
                        new WeirException(
                                ErrorCode.VALIDATION_ERROR,
                                "column \"" + column.name() + "\" of table \"" + table.name()
                                        + "\" cannot be written to: it is "
                                        + (column instanceof ColumnDefinition.Computed ? "computed" : "virtual")),
                        node);
            }
            if (chosen.contains(column)) {
                throw at(
                        new WeirException(ErrorCode.DUPLICATE_OBJECT, "column \"" + column.name() + "\" stands twice"),
                        node);
            }
            chosen.add(column);
        }
        return chosen;
    }

    private WeirException unknown(String name) {
        List<String> names =
                table.columns().stream().map(ColumnDefinition::name).toList();
        WeirException unknown = new WeirException(
                        ErrorCode.UNKNOWN_COLUMN, "table \"" + table.name() + "\" has no column \"" + name + "\"")
                .withDetail(Names.columns(names));
        String hint = NearestName.hint(name, names);
        return hint.isEmpty() ? unknown : unknown.withHint(hint);
    }

    /** Physical columns, then metadata columns that are not virtual. */
    private List<ColumnDefinition> sinkColumns() {
        List<ColumnDefinition> columns = new ArrayList<>(table.physicalColumns());
        table.metadataColumns().stream().filter(column -> !column.isVirtual()).forEach(columns::add);
        return columns;
    }

    private DataType sinkType(ColumnDefinition column) {
        return column instanceof ColumnDefinition.Metadata metadata
                ? connections.metadataType(table, metadata)
                : column.type();
    }

    private RexNode missing(ColumnDefinition column, RexBuilder rexBuilder) {
        SqlNode defaultValue = column instanceof ColumnDefinition.Physical physical ? physical.defaultValue() : null;
        if (defaultValue != null) {
            return planner.constant(defaultValue);
        }
        if (!column.type().nullable() && column instanceof ColumnDefinition.Physical) {
            throw at(
                    new WeirException(
                            ErrorCode.NOT_NULL_VIOLATION,
                            "column \"" + column.name() + "\" of table \"" + table.name()
                                    + "\" is NOT NULL, and the INSERT does not fill it"),
                    insert.getTargetTable());
        }
        return rexBuilder.makeNullLiteral(
                TypeMapping.toRelDataType(column.type().withNullable(true), planner.typeFactory()));
    }

    private void checkAssignable(ColumnDefinition column, RelDataType given, SqlNode item) {
        DataType from = TypeMapping.toDataType(given);
        DataType to = column.type();
        if (!isAssignable(from, to)) {
            throw at(
                    new WeirException(
                                    ErrorCode.TYPE_MISMATCH,
                                    "column \"" + column.name() + "\" of table \"" + table.name() + "\" is "
                                            + to.withNullable(true) + ", found " + from.withNullable(true))
                            .withHint("Cast it: CAST(... AS " + to.withNullable(true) + ")."),
                    item);
        }
    }

    static boolean isAssignable(DataType from, DataType to) {
        TypeKind source = from.kind();
        TypeKind target = to.kind();
        if (source == TypeKind.NULL || (source == target && from.children().isEmpty())) {
            return true;
        }
        if (source == target) {
            boolean fits = from.children().size() == to.children().size();
            for (int i = 0; fits && i < from.children().size(); i++) {
                fits = isAssignable(from.children().get(i), to.children().get(i));
            }
            return fits;
        }
        return family(source) != 0 && family(source) == family(target);
    }

    /** Kinds between which values are assigned; 0 for those that stand alone. */
    private static int family(TypeKind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> 1;
            case CHAR, VARCHAR -> 2;
            case BINARY, VARBINARY -> 3;
            case TIMESTAMP, TIMESTAMP_LTZ, DATE -> 4;
            default -> 0;
        };
    }

    /** The query with the types of parameters and NULLs that stand for whole columns, which only the table knows. */
    private SqlNode typed(SqlNode source) {
        if (source.getKind() == SqlKind.VALUES) {
            List<SqlNode> rows = new ArrayList<>();
            for (SqlNode row : ((SqlCall) source).getOperandList()) {
                List<SqlNode> items = row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of(row);
                rows.add(SqlStdOperatorTable.ROW.createCall(row.getParserPosition(), typed(items)));
            }
            return SqlStdOperatorTable.VALUES.createCall(source.getParserPosition(), rows);
        }
        if (source instanceof SqlSelect select) {
            SqlSelect copy = (SqlSelect) select.clone(select.getParserPosition());
            copy.setSelectList(new SqlNodeList(
                    typed(select.getSelectList().getList()),
                    select.getSelectList().getParserPosition()));
            return copy;
        }
        return source;
    }

    private List<SqlNode> typed(List<? extends @Nullable SqlNode> items) {
        List<SqlNode> typed = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = Objects.requireNonNull(items.get(i));
            boolean isOpen = item instanceof SqlDynamicParam || SqlUtil.isNullLiteral(item, false);
            if (item.getKind() == SqlKind.DEFAULT && i < named.size()) {
                SqlNode value =
                        named.get(i) instanceof ColumnDefinition.Physical physical ? physical.defaultValue() : null;
                item = value == null ? SqlLiteral.createNull(item.getParserPosition()) : value;
                isOpen = value == null;
            }
            typed.add(isOpen && i < named.size() ? cast(item, named.get(i).type()) : item);
        }
        return typed;
    }

    private SqlNode cast(SqlNode item, DataType type) {
        RelDataType relType = TypeMapping.toRelDataType(type.withNullable(true), planner.typeFactory());
        SqlParserPos position = item.getParserPosition();
        return SqlStdOperatorTable.CAST.createCall(position, item, SqlTypeUtil.convertTypeToSpec(relType));
    }

    /** The expression that gives a column, for its position. */
    private static SqlNode item(SqlNode source, int index) {
        if (source instanceof SqlSelect select
                && select.getSelectList().stream()
                        .noneMatch(node -> node instanceof SqlIdentifier identifier && identifier.isStar())
                && index < select.getSelectList().size()) {
            return select.getSelectList().get(index);
        }
        if (source.getKind() == SqlKind.VALUES
                && ((SqlCall) source).operand(0) instanceof SqlCall row
                && index < row.operandCount()) {
            return row.operand(index);
        }
        return source;
    }

    private static WeirException at(WeirException error, SqlNode node) {
        return Names.at(error, node.getParserPosition());
    }
}
