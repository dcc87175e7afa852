package io.weir.planner.physical;

import io.weir.runtime.operator.join.JoinType;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.jspecify.annotations.Nullable;

/** Joins on any condition. What is no equality of columns is checked pair by pair. */
final class StreamJoinRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        JoinType type = node instanceof Join join ? type(join.getJoinType()) : null;
        if (type == null) {
            return null;
        }
        Join join = (Join) node;
        StreamRel left = planner.convert(join.getLeft());
        StreamRel right = planner.convert(join.getRight());
        JoinCondition condition = JoinCondition.of(join.getCondition(), left, right);
        return new StreamJoin(
                left,
                right,
                type,
                condition.keys(),
                JoinCondition.residual(condition.rest(), planner.rexBuilder()),
                join.getRowType(),
                planner.rexBuilder());
    }

    /** @return null for kinds of join that only exist while a plan is optimised */
    static @Nullable JoinType type(JoinRelType type) {
        return switch (type) {
            case INNER -> JoinType.INNER;
            case LEFT -> JoinType.LEFT;
            case RIGHT -> JoinType.RIGHT;
            case FULL -> JoinType.FULL;
            case SEMI -> JoinType.SEMI;
            case ANTI -> JoinType.ANTI;
            default -> null;
        };
    }
}
