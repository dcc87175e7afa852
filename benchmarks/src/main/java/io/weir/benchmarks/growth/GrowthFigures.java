package io.weir.benchmarks.growth;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.weir.benchmarks.run.RunReport;
import org.jspecify.annotations.Nullable;

/**
 * What one case gave.
 *
 * @param peer null without one, or if it failed
 */
record GrowthFigures(
        GrowthCase given, RunReport weir, @Nullable RunReport peer) {
    @JsonProperty
    public double weirRowsPerSecond() {
        return given.rows() / weir.seconds();
    }

    /** NaN without a peer. */
    @JsonProperty
    public double peerRowsPerSecond() {
        return peer == null ? Double.NaN : given.rows() / peer.seconds();
    }

    @JsonProperty
    public double ratio() {
        return weirRowsPerSecond() / peerRowsPerSecond();
    }
}
