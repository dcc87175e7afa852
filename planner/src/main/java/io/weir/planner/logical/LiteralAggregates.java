package io.weir.planner.logical;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.tools.RelBuilder;

/** Takes out LITERAL_AGG, by which sub-queries mark their groups: a constant needs no aggregate. */
final class LiteralAggregates extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private LiteralAggregates(RelBuilder builder) {
        this.builder = builder;
    }

    static RelNode remove(RelNode rel, RelBuilder builder) {
        return rel.accept(new LiteralAggregates(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode rel = super.visit(other);
        if (!(rel instanceof Aggregate aggregate)
                || aggregate.getAggCallList().stream().noneMatch(LiteralAggregates::isLiteral)) {
            return rel;
        }
        List<AggregateCall> calls = aggregate.getAggCallList().stream()
                .filter(call -> !isLiteral(call))
                .toList();
        RelNode others = LogicalAggregate.create(
                aggregate.getInput(), aggregate.getHints(), aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
        List<RexNode> projects = new ArrayList<>();
        int next = 0;
        for (; next < aggregate.getGroupCount(); next++) {
            projects.add(RexInputRef.of(next, others.getRowType()));
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            projects.add(isLiteral(call) ? call.rexList.get(0) : RexInputRef.of(next++, others.getRowType()));
        }
        RelNode result = builder.push(others)
                .project(projects, aggregate.getRowType().getFieldNames(), true)
                .build();
        return RelOptUtil.createCastRel(result, aggregate.getRowType(), false);
    }

    private static boolean isLiteral(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.LITERAL_AGG;
    }
}
