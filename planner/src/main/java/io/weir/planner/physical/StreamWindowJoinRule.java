package io.weir.planner.physical;

import io.weir.planner.physical.StreamTraits.WindowColumns;
import io.weir.runtime.operator.join.JoinType;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** A join of two windowed streams of inserts on the window and other columns. */
final class StreamWindowJoinRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        JoinType type = node instanceof Join join ? StreamJoinRule.type(join.getJoinType()) : null;
        if (type == null) {
            return null;
        }
        Join join = (Join) node;
        StreamRel left = planner.convert(join.getLeft());
        StreamRel right = planner.convert(join.getRight());
        WindowColumns leftWindow = left.traits().window();
        WindowColumns rightWindow = right.traits().window();
        boolean areInserts = left.traits().isInsertOnly() && right.traits().isInsertOnly();
        if (leftWindow == null || rightWindow == null || !areInserts) {
            return null;
        }
        JoinCondition condition = JoinCondition.of(join.getCondition(), left, right);
        List<Integer> leftKeys = condition.keys().left();
        List<Integer> rightKeys = condition.keys().right();
        boolean isSameWindow = leftWindow.isDeterminedBy(ImmutableBitSet.of(leftKeys))
                && rightWindow.isDeterminedBy(ImmutableBitSet.of(rightKeys))
                && isPaired(leftKeys, rightKeys, leftWindow.end(), rightWindow.end());
        if (!isSameWindow) {
            return null;
        }
        return new StreamWindowJoin(
                left,
                right,
                type,
                condition.keys(),
                leftWindow.end(),
                rightWindow.end(),
                JoinCondition.residual(condition.rest(), planner.rexBuilder()),
                join.getRowType(),
                planner.rexBuilder());
    }

    private static boolean isPaired(List<Integer> leftKeys, List<Integer> rightKeys, int left, int right) {
        int index = leftKeys.indexOf(left);
        return index >= 0 && rightKeys.get(index) == right;
    }
}
