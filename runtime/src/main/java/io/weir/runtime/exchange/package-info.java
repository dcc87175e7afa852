/**
 * Moves stream elements from subtask to subtask: channels, the gates that join them at the receiver, partitioners and
 * edges that spread rows at the sender. Doors: {@link io.weir.runtime.exchange.Channel},
 * {@link io.weir.runtime.exchange.InputGate}, {@link io.weir.runtime.exchange.OutputEdge}. Each object says which
 * subtask's worker may touch it.
 */
@NullMarked
package io.weir.runtime.exchange;

import org.jspecify.annotations.NullMarked;
