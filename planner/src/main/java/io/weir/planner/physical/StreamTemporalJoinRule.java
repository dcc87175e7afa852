package io.weir.planner.physical;

import io.weir.planner.logical.TemporalJoin;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Joins with FOR SYSTEM_TIME AS OF: event time by versions, processing time by look-ups. */
final class StreamTemporalJoinRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof TemporalJoin join)) {
            return null;
        }
        StreamRel left = planner.convert(join.getLeft());
        if (join.timeColumn() == TemporalJoin.PROCESSING_TIME
                || TimeAttributes.isProcessingTime(left, join.timeColumn())) {
            return LookupJoins.convert(join, left, planner);
        }
        if (join.timeColumn() < 0) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "FOR SYSTEM_TIME AS OF wants a column of the left table here")
                    .withHint("Name its event time: FOR SYSTEM_TIME AS OF orders.ts.");
        }
        if (!left.traits().isInsertOnly()) {
            throw new WeirException(
                            ErrorCode.UNSUPPORTED_FEATURE,
                            "the left side of FOR SYSTEM_TIME AS OF must not change, and rows of this one can be withdrawn")
                    .withHint("An ordinary join follows changes of both sides.");
        }
        StreamRel right = versions(planner.convert(join.getRight()), planner);
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

    /**
     * Upserts as they come: each begins a version, also where a normalized changelog would only show the last of a
     * batch.
     */
    private static StreamRel versions(StreamRel right, StreamPlanner planner) {
        if (right instanceof StreamNormalize normalize) {
            return normalize.input();
        }
        if (right instanceof StreamCalc calc
                && calc.condition() == null
                && calc.input() instanceof StreamNormalize normalize) {
            return planner.share(
                    StreamCalc.of(normalize.input(), calc.projects(), null, calc.rowType(), planner.rexBuilder()));
        }
        return right;
    }

    private static WeirException refused(String primary) {
        return new WeirException(ErrorCode.VALIDATION_ERROR, primary)
                .withHint(
                        "A versioned table has a primary key, a watermark, and a connector or format that yields changes.");
    }
}
