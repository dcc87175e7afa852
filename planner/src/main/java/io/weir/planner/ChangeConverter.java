package io.weir.planner;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.expression.Assignment;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.logical.LogicalPlan;
import io.weir.planner.logical.LogicalPlanner;
import io.weir.planner.validate.Names;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * UPDATE and DELETE as queries.
 *
 * <pre>
 * DELETE FROM t WHERE p             SELECT the columns of t FROM t WHERE p
 * UPDATE t SET a = x WHERE p        SELECT the columns of t, the same with x in the place of a FROM t WHERE p
 * </pre>
 */
final class ChangeConverter {
    private final Catalog catalog;
    private final LogicalPlanner planner;

    ChangeConverter(Catalog catalog, LogicalPlanner planner) {
        this.catalog = catalog;
        this.planner = planner;
    }

    TableDefinition target(SqlNode name) {
        try {
            CatalogObject object = catalog.get(String.join(".", ((SqlIdentifier) name).names));
            if (object instanceof TableDefinition table && table.connector().isEmpty()) {
                return table;
            }
            if (object instanceof TableDefinition table) {
                throw new WeirException(
                                ErrorCode.UNSUPPORTED_FEATURE,
                                "table \"" + table.name() + "\" belongs to connector '"
                                        + table.connector().orElseThrow() + "', its rows cannot be updated or deleted")
                        .withHint("Tables without a connector can be changed row by row.");
            }
            throw new WeirException(
                    ErrorCode.UNSUPPORTED_FEATURE, object.kind() + " \"" + object.name() + "\" cannot be written to");
        } catch (WeirException e) {
            throw Names.at(e, name.getParserPosition());
        }
    }

    LogicalPlan convert(SqlDelete delete) {
        TableDefinition table = target(delete.getTargetTable());
        SqlIdentifier alias = delete.getAlias();
        return planner.convert(select(
                delete.getParserPosition(),
                columns(table, alias, delete.getParserPosition()),
                from(delete.getTargetTable(), alias),
                delete.getCondition()));
    }

    LogicalPlan convert(SqlUpdate update) {
        TableDefinition table = target(update.getTargetTable());
        SqlParserPos position = update.getParserPosition();
        SqlIdentifier alias = update.getAlias();
        Map<String, SqlNode> assigned = assigned(update.getTargetColumnList(), update.getSourceExpressionList(), table);
        List<SqlNode> items = new ArrayList<>(columns(table, alias, position));
        for (ColumnDefinition.Physical column : table.physicalColumns()) {
            SqlNode value = assigned.get(column.name());
            items.add(value == null ? column(column, alias, position) : typed(value, column));
        }
        LogicalPlan plan = planner.convert(
                select(position, aliased(items), from(update.getTargetTable(), alias), update.getCondition()));
        RelBuilder builder = planner.relBuilder().push(plan.rel());
        RexBuilder rexBuilder = builder.getRexBuilder();
        List<RexNode> projects = new ArrayList<>();
        int count = table.physicalColumns().size();
        for (int i = 0; i < 2 * count; i++) {
            ColumnDefinition.Physical column = table.physicalColumns().get(i % count);
            RexNode value = builder.field(i);
            SqlNode item = assigned.get(column.name());
            if (i >= count && item != null) {
                checkAssignable(table, column, value.getType(), item);
            }
            RelDataType wanted = rexBuilder
                    .getTypeFactory()
                    .createTypeWithNullability(
                            TypeMapping.toRelDataType(column.type(), planner.typeFactory()),
                            value.getType().isNullable());
            projects.add(Assignment.of(value, wanted, rexBuilder));
        }
        RelNode rel =
                builder.project(projects, plan.rowType().getFieldNames(), true).build();
        return new LogicalPlan(rel, rel.getRowType(), plan.parameters());
    }

    /** Values by the names of the columns that get them; DEFAULT is replaced by what it stands for. */
    static Map<String, SqlNode> assigned(SqlNodeList targets, SqlNodeList values, TableDefinition table) {
        Map<String, SqlNode> assigned = new LinkedHashMap<>();
        for (int i = 0; i < targets.size(); i++) {
            SqlIdentifier target = (SqlIdentifier) targets.get(i);
            String name = target.names.get(target.names.size() - 1);
            ColumnDefinition column = table.columns().stream()
                    .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> Names.at(
                            new WeirException(
                                            ErrorCode.UNKNOWN_COLUMN,
                                            "table \"" + table.name() + "\" has no column \"" + name + "\"")
                                    .withDetail(Names.columns(table.schema().names())),
                            target.getParserPosition()));
            if (!(column instanceof ColumnDefinition.Physical physical)) {
                throw Names.at(
                        new WeirException(
                                ErrorCode.VALIDATION_ERROR,
                                "column \"" + column.name() + "\" of table \"" + table.name()
                                        + "\" cannot be written to: it is computed"),
                        target.getParserPosition());
            }
            SqlNode value = values.get(i);
            if (value.getKind() == SqlKind.DEFAULT) {
                SqlNode defaultValue = physical.defaultValue();
                value = defaultValue == null ? SqlLiteral.createNull(value.getParserPosition()) : defaultValue;
            }
            if (assigned.put(column.name(), value) != null) {
                throw Names.at(
                        new WeirException(ErrorCode.DUPLICATE_OBJECT, "column \"" + name + "\" is set twice"),
                        target.getParserPosition());
            }
        }
        return assigned;
    }

    /** A parameter or NULL that stands for the whole column has its type. */
    SqlNode typed(SqlNode value, ColumnDefinition column) {
        if (!(value instanceof SqlDynamicParam) && !SqlUtil.isNullLiteral(value, false)) {
            return value;
        }
        RelDataType type = TypeMapping.toRelDataType(column.type().withNullable(true), planner.typeFactory());
        return SqlStdOperatorTable.CAST.createCall(
                value.getParserPosition(), value, SqlTypeUtil.convertTypeToSpec(type));
    }

    static void checkAssignable(TableDefinition table, ColumnDefinition column, RelDataType given, SqlNode item) {
        DataType from = TypeMapping.toDataType(given);
        if (!InsertConverter.isAssignable(from, column.type())) {
            DataType to = column.type().withNullable(true);
            throw Names.at(
                    new WeirException(
                                    ErrorCode.TYPE_MISMATCH,
                                    "column \"" + column.name() + "\" of table \"" + table.name() + "\" is " + to
                                            + ", found " + from.withNullable(true))
                            .withHint("Cast it: CAST(... AS " + to + ")."),
                    item.getParserPosition());
        }
    }

    private static List<SqlNode> columns(TableDefinition table, @Nullable SqlIdentifier alias, SqlParserPos position) {
        List<SqlNode> columns = new ArrayList<>();
        table.physicalColumns().forEach(column -> columns.add(column(column, alias, position)));
        return columns;
    }

    private static SqlNode column(ColumnDefinition column, @Nullable SqlIdentifier alias, SqlParserPos position) {
        return alias == null
                ? new SqlIdentifier(column.name(), position)
                : new SqlIdentifier(List.of(alias.getSimple(), column.name()), position);
    }

    /** Names that cannot meet: columns stand there twice. */
    static List<SqlNode> aliased(List<SqlNode> items) {
        List<SqlNode> aliased = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = items.get(i);
            aliased.add(SqlStdOperatorTable.AS.createCall(
                    item.getParserPosition(), item, new SqlIdentifier("column" + i, item.getParserPosition())));
        }
        return aliased;
    }

    private static SqlNode from(SqlNode table, @Nullable SqlIdentifier alias) {
        return alias == null ? table : SqlStdOperatorTable.AS.createCall(table.getParserPosition(), table, alias);
    }

    static SqlSelect select(SqlParserPos position, List<SqlNode> items, SqlNode from, @Nullable SqlNode condition) {
        return new SqlSelect(
                position,
                null,
                new SqlNodeList(items, position),
                from,
                condition,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
