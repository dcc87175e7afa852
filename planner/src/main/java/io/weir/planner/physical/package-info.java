/**
 * The plan as a dataflow: one class per kind of step, each beside the rule that makes it from a logical node. Which
 * step it is follows from what is known of its inputs (changelog, keys, event time), so the conversion goes from the
 * sources up and there is nothing to choose by cost. Doors: {@link io.weir.planner.physical.StreamPlanner} and
 * {@link io.weir.planner.physical.StreamRel}.
 */
@NullMarked
package io.weir.planner.physical;

import org.jspecify.annotations.NullMarked;
