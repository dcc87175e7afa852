/**
 * SQL in, job graph out: catalog, validation, optimisation, changelog and key inference, code generation.
 *
 * <p>Door: {@link io.weir.planner.QueryPlanner}, which gives a {@link io.weir.planner.PlannedStatement}. A statement
 * goes through the packages {@code validate}, {@code logical}, {@code physical} and {@code jobgraph} in this order. See
 * docs/internals/planner.md.
 */
@NullMarked
package io.weir.planner;

import org.jspecify.annotations.NullMarked;
