package io.weir.planner.physical;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.jspecify.annotations.Nullable;

/** GROUP BY and DISTINCT without windows. */
final class StreamGroupAggregateRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof Aggregate aggregate) || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return null;
        }
        StreamRel input = planner.convert(aggregate.getInput());
        List<Integer> keys = aggregate.getGroupSet().asList();
        return new StreamGroupAggregate(
                input, keys, AggregateCalls.of(aggregate.getAggCallList(), input), aggregate.getRowType());
    }
}
