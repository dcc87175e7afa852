package io.weir.planner;

import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.expression.Assignment;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.logical.LogicalPlan;
import io.weir.planner.logical.LogicalPlanner;
import io.weir.planner.validate.Names;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMerge;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * MERGE as a query.
 *
 * <pre>
 * MERGE INTO t USING s ON p                   SELECT the columns of t,
 *   WHEN MATCHED THEN UPDATE SET a = x          the same with x for a if copies IS NOT NULL, the inserted ones if not,
 *   WHEN NOT MATCHED THEN INSERT (b)            copies
 *     VALUES (y)                              FROM s LEFT JOIN (SELECT *, 1 AS copies FROM t) AS t ON p
 * </pre>
 *
 * Without WHEN MATCHED only rows of {@code s} without a partner are asked for, without WHEN NOT MATCHED only those with
 * one. {@code copies} is how often the row of {@code t} is there, NULL if there is none: more than one only in tables
 * without a primary key.
 */
final class MergeConverter {
    /** Not to be mistaken for a column of the user's. */
    private static final String COPIES = "weir$copies";

    private final LogicalPlanner planner;
    private final ChangeConverter changes;
    private final SqlMerge merge;
    private final SqlParserPos position;
    private final TableDefinition table;
    private final SqlIdentifier alias;

    MergeConverter(SqlMerge merge, ChangeConverter changes, LogicalPlanner planner) {
        this.planner = planner;
        this.changes = changes;
        this.merge = merge;
        this.position = merge.getParserPosition();
        this.table = changes.target(merge.getTargetTable());
        SqlIdentifier given = merge.getAlias();
        List<String> names = ((SqlIdentifier) merge.getTargetTable()).names;
        this.alias = given == null
                ? new SqlIdentifier(
                        names.get(names.size() - 1), merge.getTargetTable().getParserPosition())
                : given;
    }

    TableDefinition table() {
        return table;
    }

    LogicalPlan convert() {
        List<ColumnDefinition.Physical> columns = table.physicalColumns();
        SqlUpdate update = merge.getUpdateCall();
        SqlInsert insert = merge.getInsertCall();
        Map<String, SqlNode> updated = update == null ? Map.of() : updated(update);
        Map<String, SqlNode> inserted = insert == null ? Map.of() : inserted(insert);
        checkInserted(inserted);
        List<SqlNode> items = new ArrayList<>();
        columns.forEach(column -> items.add(targetColumn(column.name())));
        columns.forEach(column -> {
            SqlNode value = updated.get(column.name());
            items.add(value == null ? targetColumn(column.name()) : changes.typed(value, column));
        });
        columns.forEach(column -> items.add(insertedValue(inserted.get(column.name()), column)));
        items.add(targetColumn(COPIES));
        SqlNode join = new SqlJoin(
                position,
                merge.getSourceTableRef(),
                SqlLiteral.createBoolean(false, position),
                (insert == null ? JoinType.INNER : JoinType.LEFT).symbol(position),
                target(),
                JoinConditionType.ON.symbol(position),
                merge.getCondition());
        SqlNode condition =
                update == null ? SqlStdOperatorTable.IS_NULL.createCall(position, targetColumn(COPIES)) : null;
        LogicalPlan plan =
                planner.convert(ChangeConverter.select(position, ChangeConverter.aliased(items), join, condition));
        RelNode rel = rows(plan, updated, inserted);
        return new LogicalPlan(rel, rel.getRowType(), plan.parameters());
    }

    private Map<String, SqlNode> updated(SqlUpdate update) {
        return ChangeConverter.assigned(update.getTargetColumnList(), update.getSourceExpressionList(), table);
    }

    private Map<String, SqlNode> inserted(SqlInsert insert) {
        SqlNode source = insert.getSource();
        SqlNode row = source.getKind() == SqlKind.VALUES ? ((SqlCall) source).operand(0) : source;
        List<SqlNode> values = row.getKind() == SqlKind.ROW ? ((SqlCall) row).getOperandList() : List.of(row);
        SqlNodeList named = insert.getTargetColumnList();
        SqlNodeList targets = named != null
                ? named
                : new SqlNodeList(
                        table.physicalColumns().stream()
                                .map(column -> new SqlIdentifier(column.name(), row.getParserPosition()))
                                .toList(),
                        row.getParserPosition());
        if (targets.size() != values.size()) {
            throw Names.at(
                    new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "INSERT fills " + targets.size() + " columns of table \"" + table.name() + "\", found "
                                    + values.size() + " values"),
                    row.getParserPosition());
        }
        return ChangeConverter.assigned(targets, new SqlNodeList(values, row.getParserPosition()), table);
    }

    /** What is inserted depends on the source's row alone: there is no other. */
    private void checkInserted(Map<String, SqlNode> inserted) {
        if (!inserted.isEmpty()) {
            List<SqlNode> values = new ArrayList<>();
            for (ColumnDefinition.Physical column : table.physicalColumns()) {
                SqlNode value = inserted.get(column.name());
                if (value != null) {
                    values.add(changes.typed(value, column));
                }
            }
            planner.convert(
                    ChangeConverter.select(position, ChangeConverter.aliased(values), merge.getSourceTableRef(), null));
        }
    }

    private SqlNode insertedValue(@Nullable SqlNode value, ColumnDefinition.Physical column) {
        if (value != null) {
            return changes.typed(value, column);
        }
        SqlNode missing = column.defaultValue();
        if (missing == null && !column.type().nullable() && merge.getInsertCall() != null) {
            throw Names.at(
                    new WeirException(
                            ErrorCode.NOT_NULL_VIOLATION,
                            "column \"" + column.name() + "\" of table \"" + table.name()
                                    + "\" is NOT NULL, and the INSERT does not fill it"),
                    merge.getInsertCall().getParserPosition());
        }
        return changes.typed(missing == null ? SqlLiteral.createNull(position) : missing, column);
    }

    private SqlIdentifier targetColumn(String name) {
        return new SqlIdentifier(List.of(alias.getSimple(), name), position);
    }

    /** The table with the number of copies of each row. */
    private SqlNode target() {
        SqlNode copies = SqlLiteral.createExactNumeric("1", position);
        if (table.primaryKey().isEmpty()) {
            List<SqlNode> all = new ArrayList<>();
            table.physicalColumns().forEach(column -> all.add(new SqlIdentifier(column.name(), position)));
            SqlNode window = SqlWindow.create(
                    null,
                    null,
                    new SqlNodeList(all, position),
                    SqlNodeList.EMPTY,
                    SqlLiteral.createBoolean(false, position),
                    null,
                    null,
                    null,
                    position);
            SqlNode count = SqlStdOperatorTable.COUNT.createCall(position, SqlIdentifier.star(position));
            copies = SqlStdOperatorTable.OVER.createCall(position, count, window);
        }
        SqlNode named = SqlStdOperatorTable.AS.createCall(position, copies, new SqlIdentifier(COPIES, position));
        SqlNode rows = ChangeConverter.select(
                position, List.of(SqlIdentifier.star(position), named), merge.getTargetTable(), null);
        return new SqlBasicCall(SqlStdOperatorTable.AS, List.of(rows, alias), position);
    }

    /** The row before, the row behind, and the copies, each with the type of its column. */
    private RelNode rows(LogicalPlan plan, Map<String, SqlNode> updated, Map<String, SqlNode> inserted) {
        RelBuilder builder = planner.relBuilder().push(settled(plan.rel()));
        RexBuilder rexBuilder = builder.getRexBuilder();
        List<ColumnDefinition.Physical> columns = table.physicalColumns();
        int count = columns.size();
        RexNode copies = builder.field(3 * count);
        List<RexNode> projects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            projects.add(assigned(builder.field(i), columns.get(i), null, rexBuilder));
        }
        for (int i = 0; i < count; i++) {
            ColumnDefinition.Physical column = columns.get(i);
            RexNode update = assigned(builder.field(count + i), column, updated.get(column.name()), rexBuilder);
            RexNode insert = assigned(builder.field(2 * count + i), column, inserted.get(column.name()), rexBuilder);
            if (merge.getInsertCall() == null) {
                projects.add(update);
            } else if (merge.getUpdateCall() == null) {
                projects.add(insert);
            } else {
                projects.add(builder.call(SqlStdOperatorTable.CASE, builder.isNotNull(copies), update, insert));
            }
        }
        RelDataType bigint = rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        projects.add(rexBuilder.makeCast(
                rexBuilder.getTypeFactory().createTypeWithNullability(bigint, true), copies, true, false));
        List<String> names = new ArrayList<>();
        projects.forEach(project -> names.add("column" + names.size()));
        return builder.project(projects, names, true).build();
    }

    /**
     * The same with all pairs found before anything is computed of them: a join first gives a row of the source without
     * its partner, and takes it back when that comes. What is inserted may have no value for a row that is updated.
     */
    private RelNode settled(RelNode rel) {
        if (!(rel instanceof Project project)) {
            throw new IllegalStateException("the columns of a MERGE are not chosen at the top of its query");
        }
        RelNode pairs = planner.relBuilder()
                .push(project.getInput())
                .limit(0, Integer.MAX_VALUE) // more than a transaction takes
                .build();
        return project.copy(project.getTraitSet(), List.of(pairs));
    }

    private RexNode assigned(
            RexNode value, ColumnDefinition.Physical column, @Nullable SqlNode written, RexBuilder rexBuilder) {
        if (written != null) {
            ChangeConverter.checkAssignable(table, column, value.getType(), written);
        }
        RelDataType wanted = rexBuilder
                .getTypeFactory()
                .createTypeWithNullability(
                        TypeMapping.toRelDataType(column.type(), planner.typeFactory()),
                        value.getType().isNullable());
        return Assignment.of(value, wanted, rexBuilder);
    }
}
