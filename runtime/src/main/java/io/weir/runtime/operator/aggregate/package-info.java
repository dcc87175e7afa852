/**
 * Aggregation by key: kernels that keep their accumulators in the slots of a {@link io.weir.runtime.state.KeyedTable}
 * entry and take a whole batch per call.
 *
 * <p>Doors: {@link io.weir.runtime.operator.aggregate.GroupAggregateFactory},
 * {@link io.weir.runtime.operator.aggregate.AggregateFunction},
 * {@link io.weir.runtime.operator.aggregate.AggregateFunctions}. Runs on the subtask's worker.
 */
@NullMarked
package io.weir.runtime.operator.aggregate;

import org.jspecify.annotations.NullMarked;
