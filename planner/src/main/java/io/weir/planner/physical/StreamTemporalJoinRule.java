package io.weir.planner.physical;

import io.weir.planner.logical.TemporalJoin;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Joins with FOR SYSTEM_TIME AS OF an event time. */
final class StreamTemporalJoinRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof TemporalJoin join)) {
            return null;
        }
        if (join.timeColumn() < 0) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "FOR SYSTEM_TIME AS OF wants a column of the left table here")
                    .withHint("Name its event time: FOR SYSTEM_TIME AS OF orders.ts.");
        }
        StreamRel left = planner.convert(join.getLeft());
        StreamRel right = planner.convert(join.getRight());
        List<String> leftNames = left.rowType().getFieldNames();
        if (!left.traits().rowtime().get(join.timeColumn())) {
            throw refused(
                    "column \"" + leftNames.get(join.timeColumn()) + "\" of FOR SYSTEM_TIME AS OF is no event time");
        }
        if (right.traits().rowtime().isEmpty()) {
            throw refused(
                    "the table of FOR SYSTEM_TIME AS OF has no event time, by which its versions could be told apart");
        }
        JoinCondition condition = JoinCondition.of(join.condition(), left, right);
        if (!right.traits().isUnique(ImmutableBitSet.of(condition.keys().right()))
                || condition.keys().right().isEmpty()) {
            throw refused("the table of FOR SYSTEM_TIME AS OF must be joined by its primary key");
        }
        return new StreamTemporalJoin(
                left,
                right,
                join.joinType() == JoinRelType.LEFT,
                condition.keys(),
                join.timeColumn(),
                right.traits().rowtime().nth(0),
                JoinCondition.residual(condition.rest(), planner.rexBuilder()),
                join.getRowType(),
                planner.rexBuilder());
    }

    private static WeirException refused(String primary) {
        return new WeirException(ErrorCode.VALIDATION_ERROR, primary)
                .withHint(
                        "A versioned table has a primary key, a watermark, and a connector or format that yields changes.");
    }
}
