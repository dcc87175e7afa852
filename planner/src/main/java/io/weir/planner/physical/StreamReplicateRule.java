package io.weir.planner.physical;

import io.weir.planner.logical.Replicate;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** The end of EXCEPT ALL and INTERSECT ALL. */
final class StreamReplicateRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        return node instanceof Replicate replicate
                ? new StreamReplicate(planner.convert(replicate.getInput()), replicate.getRowType())
                : null;
    }
}
