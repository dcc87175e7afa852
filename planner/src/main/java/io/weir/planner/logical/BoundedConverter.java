package io.weir.planner.logical;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable.ViewExpander;
import org.apache.calcite.prepare.Prepare.CatalogReader;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
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
        super(views, validator, reader, cluster, StandardConvertletTable.INSTANCE, config);
        this.budget = budget;
    }

    @Override
    protected RelRoot convertQueryRecursive(SqlNode query, boolean top, @Nullable RelDataType targetRowType) {
        budget.takeOne();
        return super.convertQueryRecursive(query, top, targetRowType);
    }
}
