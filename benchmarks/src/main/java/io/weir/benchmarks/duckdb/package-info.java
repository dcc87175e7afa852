/**
 * DuckDB as a peer that keeps nothing up to date: the same queries once over tables in memory, as batches. How far a
 * streaming engine is from a vectorised one that has no state to keep. Doors: {@code DuckRun}, the main class of a child
 * process; the queries are in {@code nexmark/duckdb/}.
 */
@NullMarked
package io.weir.benchmarks.duckdb;

import org.jspecify.annotations.NullMarked;
