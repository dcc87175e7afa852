package io.weir.planner.physical;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** GROUP BY and DISTINCT without windows. */
final class StreamGroupAggregateRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof Aggregate aggregate) || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return null;
        }
        StreamRel input = planner.convert(aggregate.getInput());
        List<io.weir.runtime.operator.aggregate.AggregateCall> calls =
                AggregateCalls.of(aggregate.getAggCallList(), input);
        Narrowing narrow = Narrowing.of(input, used(aggregate), planner);
        return new StreamGroupAggregate(
                narrow.step(),
                narrow.targets(aggregate.getGroupSet().asList()),
                calls.stream()
                        .map(call -> AggregateCalls.moved(call, narrow::target))
                        .toList(),
                aggregate.getRowType());
    }

    private static ImmutableBitSet used(Aggregate aggregate) {
        ImmutableBitSet.Builder used = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
        for (AggregateCall call : aggregate.getAggCallList()) {
            used.addAll(call.getArgList());
            call.getCollation().getKeys().forEach(used::set);
            if (call.filterArg >= 0) {
                used.set(call.filterArg);
            }
        }
        return used.build();
    }
}
