/**
 * Filters, projections and other compiled expressions as the operators see them: small interfaces on whole batches. The
 * planner generates the classes behind them; operators only call. An evaluator belongs to one subtask and is called by
 * one thread at a time.
 */
@NullMarked
package io.weir.runtime.operator.calc;

import org.jspecify.annotations.NullMarked;
