package io.weir.planner.logical;

import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.type.RelDataType;

/**
 * The rows of an {@link Unnesting} while sub-queries become joins: to Calcite's decorrelation, which knows nothing of
 * UNNEST, a step with one input and no correlation.
 */
final class UnnestedRows extends SingleRel {
    private final Correlate correlate;

    UnnestedRows(RelNode left, Correlate correlate) {
        super(left.getCluster(), left.getTraitSet(), left);
        this.correlate = correlate;
    }

    RelNode shown() {
        return correlate.copy(correlate.getTraitSet(), List.of(getInput(), correlate.getRight()));
    }

    @Override
    protected RelDataType deriveRowType() {
        return correlate.getRowType();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new UnnestedRows(inputs.get(0), correlate);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("type", correlate.getJoinType())
                .item("correlation", correlate.getCorrelationId())
                .item("right", RelOptUtil.toString(correlate.getRight()));
    }
}
