package io.weir.benchmarks.bank;

import io.weir.benchmarks.run.EngineSettings;

/**
 * What the peer is asked to do.
 *
 * @param transfers how many
 * @param rate of them in a second
 * @param isCollecting whether rows are collected before they are worked on (mini-batch)
 */
public record BankRequest(long transfers, long rate, boolean isCollecting, EngineSettings settings) {}
