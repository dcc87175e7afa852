/**
 * What engines are fed with beyond the events of Nexmark as such: bids at a fixed rate, each with the time at which it
 * was to be emitted ({@code PacedConnector}, {@code Schedule}). Written against Weir's source interface and nothing else of
 * Weir, so that a peer can wrap it; rows with as many keys as wanted ({@code KeysConnector}). Runs on the worker of the source subtask.
 */
@NullMarked
package io.weir.benchmarks.load;

import org.jspecify.annotations.NullMarked;
