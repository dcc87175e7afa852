package io.weir.planner.logical;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.WatermarkDefinition;
import io.weir.planner.expression.TypeMapping;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of a table as row expressions over its <em>base columns</em>: the physical ones, then the metadata
 * columns.
 *
 * @param columns one for each declared column, in the order declared; a computed column may use those before it
 * @param watermark null if there is none
 */
public record TableExpressions(
        List<RexNode> columns, @Nullable RexNode watermark) {
    public TableExpressions {
        columns = List.copyOf(columns);
    }

    /** @throws WeirException at the position of an expression that makes no sense over the table's columns */
    public static TableExpressions of(TableDefinition table, LogicalPlanner planner) {
        return new Builder(table, planner).build();
    }

    /** The type of an expression over the columns given. */
    public static DataType typeOf(
            SqlNode expression, String table, List<ColumnDefinition> columns, LogicalPlanner planner) {
        RexNode node = convert(expression, table, columns, planner);
        return TypeMapping.toDataType(node.getType());
    }

    private static RexNode convert(
            SqlNode expression, String table, List<ColumnDefinition> columns, LogicalPlanner planner) {
        if (columns.isEmpty()) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "table \"" + table + "\" has computed columns only");
        }
        TableDefinition row =
                new TableDefinition(table, columns, null, List.of(), false, List.of(), Map.of(), null, false);
        SqlParserPos position = expression.getParserPosition();
        SqlSelect query = new SqlSelect(
                position,
                null,
                new SqlNodeList(List.of(expression), position),
                new SqlIdentifier(table, SqlParserPos.ZERO),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        RelNode rel = planner.convert(query, Catalog.empty().with(row)).rel();
        if (rel instanceof Project project
                && project.getInput() instanceof TableScan
                && project.getProjects().size() == 1
                && !SubQueries.hasSubQuery(project)) {
            return project.getProjects().get(0);
        }
        if (rel instanceof TableScan && columns.size() == 1) {
            return RexInputRef.of(0, rel.getRowType());
        }
        throw new WeirException(
                        ErrorCode.VALIDATION_ERROR, "an expression of a table may only use the columns of the same row")
                .at(Math.max(1, position.getLineNum()), Math.max(1, position.getColumnNum()));
    }

    private static final class Builder {
        private final TableDefinition table;
        private final LogicalPlanner planner;
        /** Base columns, then computed columns done so far: what an expression is validated against. */
        private final List<ColumnDefinition> known = new ArrayList<>();

        private final List<RexNode> expressions = new ArrayList<>();
        private final Map<String, RexNode> byName = new HashMap<>();

        private Builder(TableDefinition table, LogicalPlanner planner) {
            this.table = table;
            this.planner = planner;
        }

        private TableExpressions build() {
            known.addAll(table.physicalColumns());
            known.addAll(table.metadataColumns());
            for (ColumnDefinition column : known) {
                RexNode ref = new RexInputRef(
                        expressions.size(), TypeMapping.toRelDataType(column.type(), planner.typeFactory()));
                expressions.add(ref);
                byName.put(key(column), ref);
            }
            for (ColumnDefinition column : table.columns()) {
                if (column instanceof ColumnDefinition.Computed computed) {
                    RexNode inlined = inline(convert(computed.expression(), table.name(), known, planner));
                    known.add(computed);
                    expressions.add(inlined);
                    byName.put(key(column), inlined);
                }
            }
            WatermarkDefinition watermark = table.watermark();
            List<RexNode> columns = table.columns().stream()
                    .map(column -> byName.get(key(column)))
                    .toList();
            return new TableExpressions(
                    columns,
                    watermark == null ? null : inline(convert(watermark.expression(), table.name(), known, planner)));
        }

        private static String key(ColumnDefinition column) {
            return column.name().toLowerCase(Locale.ROOT);
        }

        private RexNode inline(RexNode expression) {
            return expression.accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    return expressions.get(ref.getIndex());
                }
            });
        }
    }
}
