package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.CatalogTable;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.expression.TypeMapping;
import io.weir.spi.connector.LookupTable;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/**
 * The right side of a look-up join: a scan, above it perhaps a choice of columns and conditions.
 *
 * @param rowType of the table: its physical columns
 * @param columns which physical column each column of the right side is
 * @param filters over the physical columns
 */
record LookupSide(
        TableDefinition definition,
        LookupTable table,
        RelDataType rowType,
        List<Integer> columns,
        List<RexNode> filters) {
    static LookupSide of(RelNode node, StreamPlanner planner) {
        if (node instanceof Filter filter) {
            LookupSide below = of(filter.getInput(), planner);
            List<RexNode> filters = new ArrayList<>(below.filters);
            filters.add(filter.getCondition().accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    return below.column(ref.getIndex(), 0);
                }
            }));
            return new LookupSide(below.definition, below.table, below.rowType, below.columns, filters);
        }
        if (node instanceof Project project) {
            LookupSide below = of(project.getInput(), planner);
            List<Integer> columns = new ArrayList<>();
            for (RexNode expression : project.getProjects()) {
                if (!(expression instanceof RexInputRef ref)) {
                    throw refused("a query with expressions");
                }
                columns.add(below.columns.get(ref.getIndex()));
            }
            return new LookupSide(below.definition, below.table, below.rowType, columns, below.filters);
        }
        if (!(node instanceof TableScan scan)) {
            throw refused("a query");
        }
        CatalogTable catalogTable =
                requireNonNull(scan.getTable().unwrap(CatalogTable.class), "scan of an unknown table");
        if (!(catalogTable.object() instanceof TableDefinition definition)) {
            throw refused("\"" + catalogTable.object().name() + "\"");
        }
        LookupTable table =
                planner.tables().lookup(definition).orElseThrow(() -> refused("table \"" + definition.name() + "\""));
        if (definition.physicalColumns().size() != definition.schema().size()) {
            throw refused("table \"" + definition.name() + "\" with computed columns or metadata");
        }
        RelDataType rowType = TypeMapping.toRowType(
                definition.schema().names(),
                definition.schema().types(),
                planner.logical().typeFactory());
        return new LookupSide(definition, table, rowType, StreamRel.range(0, rowType.getFieldCount()), List.of());
    }

    private static WeirException refused(String what) {
        return new WeirException(
                        ErrorCode.UNSUPPORTED_FEATURE,
                        "FOR SYSTEM_TIME AS OF processing time wants a table that can be looked up, and " + what
                                + " cannot")
                .withHint(
                        "Tables of the connectors 'jdbc' and 'filesystem' can. Tables and views that Weir keeps go into an ordinary join, which follows their changes.");
    }

    RexNode column(int index, int leftWidth) {
        int column = columns.get(index);
        return new RexInputRef(
                leftWidth + column, rowType.getFieldList().get(column).getType());
    }

    /** What it leaves out, over left columns, then its own. */
    List<RexNode> conditions(int leftWidth) {
        return filters.stream().map(filter -> RexUtil.shift(filter, leftWidth)).toList();
    }
}
