/**
 * Window functions (OVER). Door: {@link io.weir.runtime.operator.over.OverAggregateFactory}; it says which of two
 * operators carries it out: one for rows in order of event time, each of which comes out once, and one for everything
 * else, which emits differences. Both compute results with {@link io.weir.runtime.operator.over.OverFunctions}. Runs on
 * the subtask's worker.
 */
@NullMarked
package io.weir.runtime.operator.over;

import org.jspecify.annotations.NullMarked;
