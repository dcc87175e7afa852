/**
 * The whole of Weir against real parts, each in a process of its own that can be killed: server, Kafka broker, HDFS.
 * Expected results come from DuckDB over the same files.
 */
package io.weir.sqltests.endtoend;
