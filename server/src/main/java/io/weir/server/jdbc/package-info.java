/**
 * The server's side of JDBC: Avatica's protocol, with the conventions of docs/internals/jdbc-driver.md. Doors:
 * {@link io.weir.server.jdbc.WeirMeta}, which knows connections, statements and results, and
 * {@link io.weir.server.jdbc.Endpoint}, which speaks HTTP. Threads are those of the HTTP server; statements are read,
 * planned and executed on threads with large stacks, {@link io.weir.server.jdbc.StatementThreads}.
 */
@NullMarked
package io.weir.server.jdbc;

import org.jspecify.annotations.NullMarked;
