package io.weir.planner.physical;

import io.weir.planner.physical.StreamJoin.JoinKeys;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * A join condition taken apart.
 *
 * @param keys the equalities of columns
 * @param rest everything else, over left columns, then right columns
 */
record JoinCondition(JoinKeys keys, List<RexNode> rest) {
    JoinCondition {
        rest = List.copyOf(rest);
    }

    static JoinCondition of(RexNode condition, StreamRel left, StreamRel right) {
        int width = left.rowType().getFieldCount();
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        List<RexNode> rest = new ArrayList<>();
        for (RexNode term : RelOptUtil.conjunctions(condition)) {
            int[] pair = pair(term, width);
            DataType type = pair == null ? null : common(left.type(pair[0]), right.type(pair[1]));
            if (pair == null || type == null) {
                rest.add(term);
            } else {
                leftKeys.add(pair[0]);
                rightKeys.add(pair[1]);
                types.add(type);
            }
        }
        return new JoinCondition(new JoinKeys(leftKeys, rightKeys, types), rest);
    }

    private static int @Nullable [] pair(RexNode term, int width) {
        if (!(term instanceof RexCall call)
                || !isEquality(call)
                || !(call.getOperands().get(0) instanceof RexInputRef first)
                || !(call.getOperands().get(1) instanceof RexInputRef second)) {
            return null;
        }
        int low = Math.min(first.getIndex(), second.getIndex());
        int high = Math.max(first.getIndex(), second.getIndex());
        return low < width && high >= width ? new int[] {low, high - width} : null;
    }

    /** IS NOT DISTINCT FROM differs from equality only where both sides are NULL. */
    private static boolean isEquality(RexCall call) {
        return call.getKind() == SqlKind.EQUALS
                || (call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM
                        && call.getOperands().stream()
                                .anyMatch(operand -> !operand.getType().isNullable()));
    }

    /**
     * The type in which both columns have the same bytes exactly if they are equal; null if there is none, and equality
     * must be computed.
     */
    private static @Nullable DataType common(DataType left, DataType right) {
        if (left.kind() != right.kind()) {
            return null;
        }
        boolean nullable = left.nullable() || right.nullable();
        return switch (left.kind()) {
            case DECIMAL ->
                left.scale() == right.scale() && left.form() == right.form() ? left.withNullable(nullable) : null;
            case CHAR, BINARY -> left.precision() == right.precision() ? left.withNullable(nullable) : null;
            case ARRAY, MAP, ROW ->
                left.withNullable(true).equals(right.withNullable(true)) ? left.withNullable(nullable) : null;
            default -> left.withNullable(nullable);
        };
    }

    /** What is left to be checked pair by pair; null if nothing. */
    static @Nullable RexNode residual(List<RexNode> rest, RexBuilder rexBuilder) {
        RexNode residual = rest.isEmpty() ? null : RexUtil.composeConjunction(rexBuilder, rest);
        return residual == null || residual.isAlwaysTrue() ? null : residual;
    }
}
