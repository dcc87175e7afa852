/**
 * Deterministic simulation: the real runtime under one seeded thread, with a clock, I/O, storage and sinks that are
 * simulated and fail. Same seed, same trace.
 */
@NullMarked
package io.weir.runtime.simulation;

import org.jspecify.annotations.NullMarked;
