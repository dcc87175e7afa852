package io.weir.planner.physical;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/**
 * The ranks that a condition lets through.
 *
 * @param from at least 1
 * @param to at least {@code from}
 * @param rest what the condition says besides; null if nothing
 */
record RankRange(long from, long to, @Nullable RexNode rest) {
    /** @return null if the condition sets no upper bound to the rank column, or leaves gaps */
    static @Nullable RankRange of(RexNode condition, int rank, RexBuilder rexBuilder) {
        long from = 1;
        long to = Long.MAX_VALUE;
        List<RexNode> rest = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(condition)) {
            long[] bounds = bounds(term, rank);
            if (bounds == null) {
                rest.add(term);
            } else {
                from = Math.max(from, bounds[0]);
                to = Math.min(to, bounds[1]);
            }
        }
        if (to == Long.MAX_VALUE || to < from) {
            return null;
        }
        return new RankRange(from, to, rest.isEmpty() ? null : RexUtil.composeConjunction(rexBuilder, rest));
    }

    private static long @Nullable [] bounds(RexNode term, int rank) {
        if (!(term instanceof RexCall call) || call.getOperands().size() != 2) {
            return null;
        }
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        if (isRank(right, rank) && left instanceof RexLiteral literal) {
            return bounds(call.getKind().reverse(), literal);
        }
        return isRank(left, rank) && right instanceof RexLiteral literal ? bounds(call.getKind(), literal) : null;
    }

    private static boolean isRank(RexNode node, int rank) {
        return StreamCalc.sourceColumn(RexUtil.removeCast(node)) == rank;
    }

    private static long @Nullable [] bounds(SqlKind kind, RexLiteral literal) {
        if (kind == SqlKind.SEARCH) {
            return ofSearch(literal);
        }
        BigDecimal value = literal.isNull() ? null : literal.getValueAs(BigDecimal.class);
        if (value == null) {
            return null;
        }
        long floor = value.setScale(0, RoundingMode.FLOOR).longValue();
        long ceiling = value.setScale(0, RoundingMode.CEILING).longValue();
        return switch (kind) {
            case LESS_THAN -> new long[] {1, ceiling - 1};
            case LESS_THAN_OR_EQUAL -> new long[] {1, floor};
            case GREATER_THAN -> new long[] {floor + 1, Long.MAX_VALUE};
            case GREATER_THAN_OR_EQUAL -> new long[] {ceiling, Long.MAX_VALUE};
            case EQUALS -> floor == ceiling ? new long[] {floor, floor} : null;
            default -> null;
        };
    }

    private static long @Nullable [] ofSearch(RexLiteral literal) {
        Sarg<?> sarg = literal.getValueAs(Sarg.class);
        if (sarg == null) {
            return null;
        }
        RangeSet<?> ranges = sarg.rangeSet;
        if (ranges.asRanges().size() != 1) {
            return null;
        }
        Range<?> range = ranges.span();
        long from = 1;
        long to = Long.MAX_VALUE;
        if (range.hasLowerBound()) {
            BigDecimal lower = (BigDecimal) range.lowerEndpoint();
            boolean isOpen = range.lowerBoundType() == BoundType.OPEN;
            from = isOpen
                    ? lower.setScale(0, RoundingMode.FLOOR).longValue() + 1
                    : lower.setScale(0, RoundingMode.CEILING).longValue();
        }
        if (range.hasUpperBound()) {
            BigDecimal upper = (BigDecimal) range.upperEndpoint();
            boolean isOpen = range.upperBoundType() == BoundType.OPEN;
            to = isOpen
                    ? upper.setScale(0, RoundingMode.CEILING).longValue() - 1
                    : upper.setScale(0, RoundingMode.FLOOR).longValue();
        }
        return new long[] {from, to};
    }
}
