/**
 * Flink as it is measured: an in-process cluster with the settings of the public Nexmark repository, Weir's generator
 * of events behind a Flink source, and a sink that counts and hashes rows as Weir's does. Door: {@code FlinkRun}, the
 * main class of a child process.
 */
@NullMarked
package io.weir.benchmarks.flink;

import org.jspecify.annotations.NullMarked;
