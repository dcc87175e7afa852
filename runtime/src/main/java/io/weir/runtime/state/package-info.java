/**
 * Keyed state as operators use it (tables and ordered rows behind a write-back cache) and the byte store below it.
 * Doors: {@link io.weir.runtime.state.KeyedState}, {@link io.weir.runtime.state.KeyedTable},
 * {@link io.weir.runtime.state.KeyedRows}. Used by the worker that runs the subtask; what runs on I/O threads says so.
 */
@NullMarked
package io.weir.runtime.state;

import org.jspecify.annotations.NullMarked;
