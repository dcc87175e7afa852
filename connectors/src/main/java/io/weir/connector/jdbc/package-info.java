/**
 * Tables of other databases, reached over JDBC: rows are found by key, for joins {@code FOR SYSTEM_TIME AS OF}
 * processing time. Drivers are those on the class path. {@link io.weir.connector.jdbc.JdbcConnector} is the door;
 * look-ups run on I/O threads.
 */
@NullMarked
package io.weir.connector.jdbc;

import org.jspecify.annotations.NullMarked;
