/**
 * Queries that clients read: from the sink at the end of a job, through a bounded queue, to whoever fetches. Doors:
 * {@link io.weir.server.query.RowCursor}, {@link io.weir.server.query.QueryRegistry}. Rows are added by a worker, which
 * never waits; they are fetched by one thread of the endpoint at a time, which does.
 */
@NullMarked
package io.weir.server.query;

import org.jspecify.annotations.NullMarked;
