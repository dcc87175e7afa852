package io.weir.planner.physical;

import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/** Makes one kind of step of one kind of logical node. Stands beside the step. */
interface PhysicalRule {
    /**
     * The step for a node; the node's inputs are converted by {@link StreamPlanner#convert}.
     *
     * @return null if the node is none of this rule's
     */
    @Nullable StreamRel convert(RelNode node, StreamPlanner planner);
}
