package io.weir.planner.logical;

import io.weir.planner.expression.TimestampDiff;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable.ViewExpander;
import org.apache.calcite.prepare.Prepare.CatalogReader;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/** Calcite's converter of syntax trees, within a {@link ConversionBudget}. */
final class BoundedConverter extends SqlToRelConverter {
    private final ConversionBudget budget;

    BoundedConverter(
            ViewExpander views,
            SqlValidator validator,
            CatalogReader reader,
            RelOptCluster cluster,
            Config config,
            ConversionBudget budget) {
        super(views, validator, reader, cluster, BoundedConverter::convertlet, config);
        this.budget = budget;
    }

    private static @Nullable SqlRexConvertlet convertlet(SqlCall call) {
        return call.getOperator() instanceof TimestampDiff
                ? TimestampDiff::convert
                : StandardConvertletTable.INSTANCE.get(call);
    }

    @Override
    protected RelRoot convertQueryRecursive(SqlNode query, boolean top, @Nullable RelDataType targetRowType) {
        budget.takeOne();
        return super.convertQueryRecursive(query, top, targetRowType);
    }
}
