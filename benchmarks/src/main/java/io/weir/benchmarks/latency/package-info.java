/**
 * How long an event takes through an engine: bids at fixed rates, each with the time at which it was to be emitted, and a
 * sink that notes how much later its result arrives. Doors: {@code LatencyCommand}; {@code LatencyMeasurement}, which
 * every engine's process runs; {@code LatencyRecorder}, which every engine's sink uses and which knows nothing of Weir.
 */
@NullMarked
package io.weir.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
