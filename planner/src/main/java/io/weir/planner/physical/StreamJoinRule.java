package io.weir.planner.physical;

import io.weir.planner.physical.StreamJoin.JoinKeys;
import io.weir.runtime.operator.join.JoinType;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;

/** Joins on any condition. What is no equality of columns is checked pair by pair. */
final class StreamJoinRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof Join join)) {
            return null;
        }
        JoinType type = switch (join.getJoinType()) {
            case INNER -> JoinType.INNER;
            case LEFT -> JoinType.LEFT;
            case RIGHT -> JoinType.RIGHT;
            case FULL -> JoinType.FULL;
            case SEMI -> JoinType.SEMI;
            case ANTI -> JoinType.ANTI;
            default -> null;
        };
        if (type == null) {
            return null;
        }
        StreamRel left = planner.convert(join.getLeft());
        StreamRel right = planner.convert(join.getRight());
        JoinInfo info = join.analyzeCondition();
        RexBuilder rexBuilder = planner.rexBuilder();
        List<RexNode> rest = new ArrayList<>(info.nonEquiConditions);
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        int width = join.getLeft().getRowType().getFieldCount();
        for (int i = 0; i < info.leftKeys.size(); i++) {
            int leftKey = info.leftKeys.get(i);
            int rightKey = info.rightKeys.get(i);
            DataType keyType = common(left.type(leftKey), right.type(rightKey));
            if (keyType == null) {
                rest.add(equality(leftKey, rightKey + width, join, rexBuilder));
            } else {
                leftKeys.add(leftKey);
                rightKeys.add(rightKey);
                types.add(keyType);
            }
        }
        RexNode residual = rest.isEmpty() ? null : RexUtil.composeConjunction(rexBuilder, rest);
        return new StreamJoin(
                left,
                right,
                type,
                new JoinKeys(leftKeys, rightKeys, types),
                residual == null || residual.isAlwaysTrue() ? null : residual,
                join.getRowType(),
                rexBuilder);
    }

    private static RexNode equality(int left, int right, Join join, RexBuilder rexBuilder) {
        RelDataTypeFactory.Builder pair = rexBuilder.getTypeFactory().builder();
        pair.addAll(join.getLeft().getRowType().getFieldList());
        pair.addAll(join.getRight().getRowType().getFieldList());
        RelDataType rowType = pair.uniquify().build();
        return rexBuilder.makeCall(
                org.apache.calcite.sql.fun.SqlStdOperatorTable.EQUALS,
                RexInputRef.of(left, rowType),
                RexInputRef.of(right, rowType));
    }

    /** The type in which both columns have the same bytes exactly if they are equal; null if there is none, and equality must be computed. */
    static @Nullable DataType common(DataType left, DataType right) {
        if (left.kind() != right.kind()) {
            return null;
        }
        return switch (left.kind()) {
            case DECIMAL ->
                left.scale() == right.scale() && left.form() == right.form() ? left.withNullable(true) : null;
            case CHAR, BINARY -> left.precision() == right.precision() ? left.withNullable(true) : null;
            case ARRAY, MAP, ROW ->
                left.withNullable(true).equals(right.withNullable(true)) ? left.withNullable(true) : null;
            default -> left.withNullable(left.nullable() || right.nullable());
        };
    }
}
