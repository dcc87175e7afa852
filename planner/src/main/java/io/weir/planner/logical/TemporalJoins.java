package io.weir.planner.logical;

import io.weir.planner.expression.WeirOperatorTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;

/**
 * Recognises joins with {@code FOR SYSTEM_TIME AS OF}, before decorrelation takes their form apart.
 *
 * <pre>
 * Correlate($c)                        TemporalJoin(l.key = r.key, time = l.ts)
 *   Left                         ->      Left
 *   Filter($c.key = key)                 Right
 *     Snapshot(period = $c.ts)
 *       Right
 * </pre>
 */
final class TemporalJoins extends RelHomogeneousShuttle {
    private TemporalJoins() {}

    static RelNode recognise(RelNode rel) {
        return rel.accept(new TemporalJoins());
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode rel = super.visit(other);
        if (rel instanceof Join join && join.getRight() instanceof Snapshot snapshot) {
            return ofConstantTime(join, snapshot);
        }
        if (!(rel instanceof Correlate correlate)
                || (correlate.getJoinType() != JoinRelType.INNER && correlate.getJoinType() != JoinRelType.LEFT)) {
            return rel;
        }
        List<RexNode> conditions = new ArrayList<>();
        RelNode right = correlate.getRight();
        while (right instanceof Filter filter) {
            conditions.add(filter.getCondition());
            right = filter.getInput();
        }
        if (!(right instanceof Snapshot snapshot)) {
            return rel;
        }
        RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
        RexShuttle pairs = new PairColumns(correlate.getLeft(), correlate.getCorrelationId());
        RexNode condition = RexUtil.composeConjunction(rexBuilder, conditions).accept(pairs);
        RexNode period = RexUtil.removeCast(snapshot.getPeriod()).accept(pairs);
        int timeColumn = period instanceof RexInputRef ref ? ref.getIndex() : constantTime(period);
        return new TemporalJoin(
                correlate.getLeft(), snapshot.getInput(), correlate.getJoinType(), condition, timeColumn);
    }

    /** A time that does not depend on the left side, such as PROCTIME() itself: then the join is no correlation. */
    private static RelNode ofConstantTime(Join join, Snapshot snapshot) {
        boolean isPossible = join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT;
        if (!isPossible) {
            return join;
        }
        return new TemporalJoin(
                join.getLeft(),
                snapshot.getInput(),
                join.getJoinType(),
                join.getCondition(),
                constantTime(snapshot.getPeriod()));
    }

    private static int constantTime(RexNode period) {
        return RexUtil.removeCast(period) instanceof RexCall call
                        && call.getOperator().equals(WeirOperatorTable.PROCTIME)
                ? TemporalJoin.PROCESSING_TIME
                : TemporalJoin.OTHER_TIME;
    }

    /** Columns of the left side by their index, those of the right side behind them. */
    static final class PairColumns extends RexShuttle {
        private final RelNode left;
        private final CorrelationId correlation;

        PairColumns(RelNode left, CorrelationId correlation) {
            this.left = left;
            this.correlation = correlation;
        }

        @Override
        public RexNode visitInputRef(RexInputRef ref) {
            return new RexInputRef(ref.getIndex() + left.getRowType().getFieldCount(), ref.getType());
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            boolean isLeft =
                    access.getReferenceExpr() instanceof RexCorrelVariable variable && variable.id.equals(correlation);
            return isLeft
                    ? RexInputRef.of(access.getField().getIndex(), left.getRowType())
                    : super.visitFieldAccess(access);
        }
    }
}
