/**
 * Jobs: created by statements, kept in the catalog, started again with the server. Door:
 * {@link io.weir.server.job.JobManager}. Statements call it from any thread and may wait; what the runtime tells of a
 * job is taken over on one thread of its own.
 */
@NullMarked
package io.weir.server.job;

import org.jspecify.annotations.NullMarked;
