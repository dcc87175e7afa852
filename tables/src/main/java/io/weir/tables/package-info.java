/**
 * The tables that Weir keeps itself, and the contents of materialized views.
 *
 * <p>Doors: {@link io.weir.tables.TableStore} (durable rows, their change log, transactions),
 * {@link io.weir.tables.ReadPin} (a consistent reading of any number of tables and views),
 * {@link io.weir.tables.TableSource} and {@link io.weir.tables.TableSink} (what jobs see),
 * {@link io.weir.tables.EpochClock} (moves materialized views forward together). Everything may block on the local
 * disk, and runs on the caller's thread unless its comment says otherwise.
 */
@NullMarked
package io.weir.tables;

import org.jspecify.annotations.NullMarked;
