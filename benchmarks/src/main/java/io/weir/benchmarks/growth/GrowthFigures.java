package io.weir.benchmarks.growth;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.weir.benchmarks.run.ScriptReport;
import org.jspecify.annotations.Nullable;

/**
 * What one case gave.
 *
 * @param peer null without one, or if it failed
 */
record GrowthFigures(
        GrowthCase given, ScriptReport weir, @Nullable ScriptReport peer) {
    @JsonProperty
    public double weirRowsPerSecond() {
        return weir.rowsPerSecond();
    }

    /** NaN without a peer. */
    @JsonProperty
    public double peerRowsPerSecond() {
        return peer == null ? Double.NaN : peer.rowsPerSecond();
    }

    @JsonProperty
    public double ratio() {
        return weirRowsPerSecond() / peerRowsPerSecond();
    }
}
