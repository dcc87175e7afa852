/**
 * The Nexmark auction benchmark as a source: people, auctions and bids that are functions of their number.
 *
 * <p>Ratios, ids, times and value distributions follow the public generator (github.com/nexmark/nexmark, which follows
 * Apache Beam's). It draws from one unseeded random stream; here every value is drawn by event number and field, so
 * that any column of any event can be made alone, at any parallelism, and again after a restart. Runs on the worker of
 * the source subtask.
 *
 * <p>Doors: {@link io.weir.connector.nexmark.NexmarkConnector}, {@code EventModel}, {@code EventColumns}.
 */
@NullMarked
package io.weir.connector.nexmark;

import org.jspecify.annotations.NullMarked;
