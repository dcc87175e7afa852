package io.weir.benchmarks.latency;

import io.weir.benchmarks.run.EngineSettings;
import java.util.List;

/**
 * What an engine is asked to do: find out how many events a second it can take, then take shares of that.
 *
 * @param query a name of {@link LatencyQuery}
 * @param warmUpSeconds at the beginning of each run, not measured
 * @param seconds of each run, measured
 * @param shares such as 0.5
 */
public record LatencyRequest(
        String query, int warmUpSeconds, int seconds, List<Double> shares, EngineSettings settings) {
    public LatencyRequest {
        shares = List.copyOf(shares);
    }
}
