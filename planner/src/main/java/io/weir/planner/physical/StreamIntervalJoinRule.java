package io.weir.planner.physical;

import io.weir.planner.physical.StreamIntervalJoin.TimeBounds;
import io.weir.runtime.operator.join.JoinType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.jspecify.annotations.Nullable;

/**
 * A join whose condition bounds the difference of the two event times on both sides, such as
 * {@code a.ts BETWEEN b.ts - INTERVAL '1' HOUR AND b.ts}. Both inputs must be streams of inserts; otherwise it is a
 * join like any other.
 */
final class StreamIntervalJoinRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        JoinType type = node instanceof Join join ? StreamJoinRule.type(join.getJoinType()) : null;
        if (type == null || type == JoinType.SEMI || type == JoinType.ANTI) {
            return null;
        }
        Join join = (Join) node;
        StreamRel left = planner.convert(join.getLeft());
        StreamRel right = planner.convert(join.getRight());
        if (!left.traits().isInsertOnly() || !right.traits().isInsertOnly()) {
            return null;
        }
        JoinCondition condition = JoinCondition.of(join.getCondition(), left, right);
        Collected collected = new Collected(left, right);
        List<RexNode> rest = new ArrayList<>();
        for (RexNode term : condition.rest()) {
            if (!collected.add(term)) {
                rest.add(term);
            }
        }
        collected.addEqualTimes(condition);
        TimeBounds bounds = collected.bounds();
        if (bounds == null) {
            return null;
        }
        return new StreamIntervalJoin(
                left,
                right,
                type,
                condition.keys(),
                bounds,
                JoinCondition.residual(rest, planner.rexBuilder()),
                join.getRowType(),
                planner.rexBuilder());
    }

    /** A column plus a constant number of microseconds. */
    private record Shifted(int column, long micros) {}

    /** The bounds found so far, all for the same pair of columns. */
    private static final class Collected {
        private final StreamRel left;
        private final StreamRel right;
        private int leftTime = -1;
        private int rightTime = -1;
        private long lower = Long.MIN_VALUE;
        private long upper = Long.MAX_VALUE;

        private Collected(StreamRel left, StreamRel right) {
            this.left = left;
            this.right = right;
        }

        @Nullable TimeBounds bounds() {
            boolean isBounded = lower != Long.MIN_VALUE && upper != Long.MAX_VALUE && lower <= upper;
            return isBounded ? new TimeBounds(leftTime, rightTime, lower, upper) : null;
        }

        /** An equality of both event times is a key, and bounds them as well. */
        void addEqualTimes(JoinCondition condition) {
            for (int i = 0; i < condition.keys().left().size(); i++) {
                int leftKey = condition.keys().left().get(i);
                int rightKey = condition.keys().right().get(i);
                boolean areTimes = left.traits().rowtime().get(leftKey)
                        && right.traits().rowtime().get(rightKey);
                if (areTimes && isPair(leftKey, rightKey)) {
                    lower = Math.max(lower, 0);
                    upper = Math.min(upper, 0);
                }
            }
        }

        /** @return whether the term is a bound, and so said by the join itself */
        boolean add(RexNode term) {
            if (!(term instanceof RexCall call) || call.getOperands().size() != 2) {
                return false;
            }
            Shifted first = shifted(call.getOperands().get(0));
            Shifted second = shifted(call.getOperands().get(1));
            int width = left.rowType().getFieldCount();
            if (first == null || second == null || (first.column < width) == (second.column < width)) {
                return false;
            }
            boolean isLeftFirst = first.column < width;
            Shifted leftSide = isLeftFirst ? first : second;
            Shifted rightSide = isLeftFirst ? second : first;
            SqlKind kind = isLeftFirst ? call.getKind() : call.getKind().reverse();
            int rightColumn = rightSide.column - width;
            boolean areTimes = left.traits().rowtime().get(leftSide.column)
                    && right.traits().rowtime().get(rightColumn);
            if (!areTimes || !isBound(kind) || !isPair(leftSide.column, rightColumn)) {
                return false;
            }
            // left + a <op> right + b   is   left - right <op> b - a
            long difference = rightSide.micros - leftSide.micros;
            switch (kind) {
                case GREATER_THAN -> lower = Math.max(lower, difference + 1);
                case GREATER_THAN_OR_EQUAL -> lower = Math.max(lower, difference);
                case LESS_THAN -> upper = Math.min(upper, difference - 1);
                case LESS_THAN_OR_EQUAL -> upper = Math.min(upper, difference);
                default -> {
                    lower = Math.max(lower, difference);
                    upper = Math.min(upper, difference);
                }
            }
            return true;
        }

        private static boolean isBound(SqlKind kind) {
            return kind == SqlKind.EQUALS
                    || kind == SqlKind.GREATER_THAN
                    || kind == SqlKind.GREATER_THAN_OR_EQUAL
                    || kind == SqlKind.LESS_THAN
                    || kind == SqlKind.LESS_THAN_OR_EQUAL;
        }

        private boolean isPair(int leftColumn, int rightColumn) {
            if (leftTime < 0) {
                leftTime = leftColumn;
                rightTime = rightColumn;
            }
            return leftTime == leftColumn && rightTime == rightColumn;
        }

        private @Nullable Shifted shifted(RexNode node) {
            if (node instanceof RexInputRef ref) {
                return new Shifted(ref.getIndex(), 0);
            }
            int source = StreamCalc.sourceColumn(node);
            if (source >= 0) {
                return new Shifted(source, 0);
            }
            if (!(node instanceof RexCall call)
                    || call.getOperands().size() != 2
                    || !(call.getOperands().get(1) instanceof RexLiteral literal)
                    || literal.getType().getSqlTypeName().getFamily() != SqlTypeFamily.INTERVAL_DAY_TIME) {
                return null;
            }
            Shifted base = shifted(call.getOperands().get(0));
            BigDecimal millis = literal.getValueAs(BigDecimal.class);
            if (base == null || millis == null) {
                return null;
            }
            long micros = millis.movePointRight(3).longValueExact();
            return switch (call.getOperator().getName()) {
                case "+" -> new Shifted(base.column, base.micros + micros);
                case "-" -> new Shifted(base.column, base.micros - micros);
                default -> null;
            };
        }
    }
}
