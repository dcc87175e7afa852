package io.weir.planner.logical;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * GROUPING SETS, ROLLUP and CUBE as the union of one aggregate for each set. GROUPING becomes a constant in each.
 *
 * <pre>
 * Aggregate(sets (a), (b); SUM(n))   ->   Union(all)
 *                                           Project(a, NULL, sum)   over Aggregate(a; SUM(n))
 *                                           Project(NULL, b, sum)   over Aggregate(b; SUM(n))
 * </pre>
 *
 * Each aggregate is one that can stand alone, so DISTINCT, windows and the empty set (a row even if there is no input)
 * are right without more ado.
 */
final class GroupingSets extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private GroupingSets(RelBuilder builder) {
        this.builder = builder;
    }

    static RelNode expand(RelNode rel, RelBuilder builder) {
        return rel.accept(new GroupingSets(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode rel = super.visit(other);
        if (!(rel instanceof Aggregate aggregate)) {
            return rel;
        }
        boolean hasGrouping = aggregate.getAggCallList().stream().anyMatch(GroupingSets::isGrouping);
        if (aggregate.getGroupType() == Aggregate.Group.SIMPLE && !hasGrouping) {
            return rel;
        }
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            builder.push(single(aggregate, set));
        }
        return builder.union(true, aggregate.getGroupSets().size()).build();
    }

    private static boolean isGrouping(AggregateCall call) {
        SqlKind kind = call.getAggregation().getKind();
        return kind == SqlKind.GROUPING || kind == SqlKind.GROUPING_ID;
    }

    private RelNode single(Aggregate aggregate, ImmutableBitSet set) {
        List<AggregateCall> calls = aggregate.getAggCallList().stream()
                .filter(call -> !isGrouping(call))
                .map(call -> call.adaptTo(
                        aggregate.getInput(),
                        call.getArgList(),
                        call.filterArg,
                        aggregate.getGroupCount(),
                        set.cardinality()))
                .toList();
        RelNode grouped = LogicalAggregate.create(aggregate.getInput(), aggregate.getHints(), set, List.of(set), calls);
        RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
        List<RexNode> projects = new ArrayList<>();
        int output = 0;
        for (int group : aggregate.getGroupSet()) {
            RelDataType type = typeOf(aggregate, output++);
            RexNode value = set.get(group)
                    ? rexBuilder.makeAbstractCast(type, RexInputRef.of(set.indexOf(group), grouped.getRowType()), false)
                    : rexBuilder.makeNullLiteral(type);
            projects.add(value);
        }
        int next = set.cardinality();
        for (AggregateCall call : aggregate.getAggCallList()) {
            RelDataType type = typeOf(aggregate, output++);
            projects.add(
                    isGrouping(call)
                            ? rexBuilder.makeExactLiteral(BigDecimal.valueOf(grouping(call, set)), type)
                            : rexBuilder.ensureType(type, RexInputRef.of(next++, grouped.getRowType()), true));
        }
        return builder.push(grouped)
                .project(projects, aggregate.getRowType().getFieldNames(), true)
                .build();
    }

    private static RelDataType typeOf(Aggregate aggregate, int column) {
        return aggregate.getRowType().getFieldList().get(column).getType();
    }

    /** A bit for each argument, the first one highest: 1 if it is not grouped by. */
    private static long grouping(AggregateCall call, ImmutableBitSet set) {
        long bits = 0;
        for (int argument : call.getArgList()) {
            bits = (bits << 1) | (set.get(argument) ? 0 : 1);
        }
        return bits;
    }
}
