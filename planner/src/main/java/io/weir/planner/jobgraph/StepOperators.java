package io.weir.planner.jobgraph;

import io.weir.planner.physical.StreamRel;
import io.weir.runtime.jobgraph.OperatorSpec;
import java.util.List;

/** Gives the operators of a step. */
@FunctionalInterface
interface StepOperators {
    /** In the order in which rows pass them; at least one. Called once for each step, inputs first. */
    List<OperatorSpec> of(StreamRel step);
}
