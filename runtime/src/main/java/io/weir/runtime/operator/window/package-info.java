/**
 * Windows in event time: rows assigned to windows, and aggregation by window.
 *
 * <p>A window {@code [start, end)} is complete when the watermark reaches {@code end - 1}: no row before its end
 * follows. Doors: {@link io.weir.runtime.operator.window.WindowSpec},
 * {@link io.weir.runtime.operator.window.WindowTableFunctionFactory},
 * {@link io.weir.runtime.operator.window.WindowAggregateFactory}. Runs on the subtask's worker.
 */
@NullMarked
package io.weir.runtime.operator.window;

import org.jspecify.annotations.NullMarked;
