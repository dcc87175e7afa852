/**
 * From the steps of a dataflow to the vertices and edges that run. Doors:
 * {@link io.weir.planner.jobgraph.JobGraphBuilder}, which says what each step becomes;
 * {@link io.weir.planner.jobgraph.PlanText}, which shows a plan to people.
 */
@NullMarked
package io.weir.planner.jobgraph;

import org.jspecify.annotations.NullMarked;
