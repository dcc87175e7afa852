package io.weir.planner.logical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Mark joins, which give each left row and whether the right side has a row for it, as outer joins:
 *
 * <pre>
 * MarkJoin(l, r, l.d IS NOT DISTINCT FROM r.d AND l.x = r.y)   ->
 *   l LEFT JOIN (SELECT DISTINCT d, y, TRUE AS found FROM r) ON both
 *     LEFT JOIN (SELECT d, COUNT(*) AS n, COUNT(y) AS known FROM r GROUP BY d) ON the first
 *   mark: found IS NOT NULL, or else NULL if l.x is and n > 0, or if known &lt; n, or else FALSE
 * </pre>
 *
 * <p>The second join is wanted only if a comparison can be NULL. Two such comparisons, and such as are no equality, stay.
 */
final class MarkJoins extends RelHomogeneousShuttle {
    private final RelBuilder builder;
    private final RexBuilder rexBuilder;

    private MarkJoins(RelBuilder builder) {
        this.builder = builder;
        this.rexBuilder = builder.getRexBuilder();
    }

    static RelNode expand(RelNode rel, RelBuilder builder) {
        return rel.accept(new MarkJoins(builder));
    }

    /** An equality of an expression of the left side with one of the right side, over the columns of each. */
    private record Pair(SqlOperator operator, RexNode left, RexNode right, boolean canBeNull) {}

    @Override
    public RelNode visit(RelNode other) {
        RelNode rel = super.visit(other);
        if (!(rel instanceof Join join) || join.getJoinType() != JoinRelType.LEFT_MARK) {
            return rel;
        }
        List<Pair> sure = new ArrayList<>();
        List<Pair> asked = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
            Pair pair = pair(condition, join.getLeft().getRowType().getFieldCount());
            if (pair == null) {
                return rel;
            }
            (pair.canBeNull() ? asked : sure).add(pair);
        }
        return asked.size() > 1 ? rel : expanded(join, sure, asked);
    }

    private static @Nullable Pair pair(RexNode condition, int leftCount) {
        if (!(condition instanceof RexCall call)
                || !(call.isA(SqlKind.EQUALS) || call.isA(SqlKind.IS_NOT_DISTINCT_FROM))) {
            return null;
        }
        RexNode first = call.getOperands().get(0);
        RexNode second = call.getOperands().get(1);
        ImmutableBitSet left = ImmutableBitSet.range(leftCount);
        boolean isInOrder = left.contains(RelOptUtil.InputFinder.bits(first))
                && !left.intersects(RelOptUtil.InputFinder.bits(second));
        boolean isSwapped = left.contains(RelOptUtil.InputFinder.bits(second))
                && !left.intersects(RelOptUtil.InputFinder.bits(first));
        if (!isInOrder && !isSwapped) {
            return null;
        }
        boolean canBeNull = call.getType().isNullable();
        return isInOrder
                ? new Pair(call.getOperator(), first, shifted(second, -leftCount), canBeNull)
                : new Pair(call.getOperator(), second, shifted(first, -leftCount), canBeNull);
    }

    private static RexNode shifted(RexNode node, int offset) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                return new RexInputRef(column.getIndex() + offset, column.getType());
            }
        });
    }

    private RelNode expanded(Join join, List<Pair> sure, List<Pair> asked) {
        List<Pair> all = new ArrayList<>(sure);
        all.addAll(asked);
        RelNode left = join.getLeft();
        List<RexNode> found = new ArrayList<>();
        all.forEach(pair -> found.add(pair.right()));
        found.add(rexBuilder.makeLiteral(true));
        builder.push(left).push(join.getRight()).project(found, List.of(), true).distinct();
        builder.join(JoinRelType.LEFT, condition(all));
        int width = left.getRowType().getFieldCount();
        RexNode mark = builder.isNotNull(builder.field(width + all.size()));
        if (!asked.isEmpty()) {
            List<RexNode> counted = new ArrayList<>();
            all.forEach(pair -> counted.add(pair.right()));
            builder.push(join.getRight()).project(counted, List.of(), true);
            builder.aggregate(
                    builder.groupKey(ImmutableBitSet.range(sure.size())),
                    builder.countStar("n"),
                    builder.count(false, "known", builder.field(sure.size())));
            int first = width + all.size() + 1;
            builder.join(JoinRelType.LEFT, condition(sure));
            RexNode rows = builder.field(first + sure.size());
            RexNode known = builder.field(first + sure.size() + 1);
            RexNode isEmpty = builder.or(builder.isNull(rows), builder.equals(rows, builder.literal(0)));
            RexNode isUnknown = builder.or(
                    builder.isNull(asked.get(0).left()), builder.call(SqlStdOperatorTable.LESS_THAN, known, rows));
            mark = builder.call(
                    SqlStdOperatorTable.CASE,
                    mark,
                    builder.literal(true),
                    isEmpty,
                    builder.literal(false),
                    isUnknown,
                    rexBuilder.makeNullLiteral(builder.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN)),
                    builder.literal(false));
        }
        List<RexNode> fields = new ArrayList<>(builder.fields().subList(0, width));
        fields.add(mark);
        builder.project(fields, join.getRowType().getFieldNames(), true);
        return RelOptUtil.createCastRel(builder.build(), join.getRowType(), true);
    }

    /** The two inputs on the builder's stack, the right one beginning with the columns compared. */
    private RexNode condition(List<Pair> pairs) {
        List<RexNode> conditions = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            conditions.add(builder.call(pair.operator(), pair.left(), builder.field(2, 1, i)));
        }
        return builder.and(conditions);
    }
}
