package io.weir.benchmarks.kafka;

/** That topics are filled. */
public record FillReport(double seconds) {}
