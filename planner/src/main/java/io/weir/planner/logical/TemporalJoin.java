package io.weir.planner.logical;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.BiRel;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * {@code left JOIN right FOR SYSTEM_TIME AS OF left.time ON condition}: each left row with the right rows as they were
 * at its time.
 */
public final class TemporalJoin extends BiRel {
    /** In the place of a column: PROCTIME() itself. */
    public static final int PROCESSING_TIME = -1;

    /** In the place of a column: something else that is no column of the left side. */
    public static final int OTHER_TIME = -2;

    private final JoinRelType joinType;
    private final RexNode condition;
    private final int timeColumn;

    /**
     * @param joinType INNER or LEFT
     * @param condition over left columns, then right columns
     * @param timeColumn of the left side, {@link #PROCESSING_TIME} or {@link #OTHER_TIME}
     */
    TemporalJoin(RelNode left, RelNode right, JoinRelType joinType, RexNode condition, int timeColumn) {
        super(left.getCluster(), left.getTraitSet(), left, right);
        this.joinType = requireNonNull(joinType, "joinType is null");
        this.condition = requireNonNull(condition, "condition is null");
        this.timeColumn = timeColumn;
    }

    public JoinRelType joinType() {
        return joinType;
    }

    public RexNode condition() {
        return condition;
    }

    public int timeColumn() {
        return timeColumn;
    }

    @Override
    protected RelDataType deriveRowType() {
        return SqlValidatorUtil.deriveJoinRowType(
                left.getRowType(), right.getRowType(), joinType, getCluster().getTypeFactory(), null, List.of());
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new TemporalJoin(inputs.get(0), inputs.get(1), joinType, condition, timeColumn);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("joinType", joinType.lowerName)
                .item("condition", condition)
                .item("time", timeColumn);
    }
}
