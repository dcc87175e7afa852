package io.weir.benchmarks.latency;

/**
 * What one engine gave for one query.
 *
 * @param engine {@code weir} or {@code flink}
 */
record LatencyFigures(String query, String engine, LatencyReport report) {}
