/**
 * How soon a server is there, and how soon it answers: start, first row of a job, a view by key, many jobs. The server is
 * a process as users start it, reached over JDBC. Doors: {@code StartCommand}, {@code ServerProcess};
 * {@code FirstRowConnector}, the sink that tells when a job's first row arrived, runs in the server.
 */
@NullMarked
package io.weir.benchmarks.start;

import org.jspecify.annotations.NullMarked;
