/**
 * From a validated query to a relational plan that is free of sub-queries, simplified, and reads no column in vain.
 * Calcite's rules, chosen so that each is right for a stream; no costs, for a stream has no statistics. Door:
 * {@link io.weir.planner.logical.LogicalPlanner}.
 */
@NullMarked
package io.weir.planner.logical;

import org.jspecify.annotations.NullMarked;
