package io.weir.planner.logical;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;

/** Each row as often as its last column says, without that column. What EXCEPT ALL and INTERSECT ALL end in. */
public final class Replicate extends SingleRel {
    private Replicate(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
        super(cluster, traits, input);
    }

    static Replicate create(RelNode input) {
        return new Replicate(input.getCluster(), input.getTraitSet(), input);
    }

    /** The index of the count, BIGINT. */
    public int countColumn() {
        return getInput().getRowType().getFieldCount() - 1;
    }

    @Override
    protected RelDataType deriveRowType() {
        return getCluster()
                .getTypeFactory()
                .createStructType(getInput().getRowType().getFieldList().subList(0, countColumn()));
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new Replicate(getCluster(), traits, inputs.get(0));
    }
}
