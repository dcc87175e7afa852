package io.weir.benchmarks.latency;

import io.weir.benchmarks.run.Resources;
import java.util.List;

/** A query over bids that carries the times of its events to its result; the same text for every engine. */
record LatencyQuery(String name, String text) {
    private static final List<String> NAMES = List.of("q0", "q1", "count");

    static List<String> names() {
        return NAMES;
    }

    /** @throws IllegalArgumentException if there is none */
    static LatencyQuery of(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "query '" + name + "' does not exist; there are " + String.join(", ", NAMES));
        }
        return new LatencyQuery(
                name, Resources.text("/latency/bid.sql") + "\n" + Resources.text("/latency/" + name + ".sql"));
    }

    /** Tables, then one INSERT. Options as they stand between the parentheses of WITH. */
    String script(String sourceOptions, String sinkOptions) {
        return text.replace("${SOURCE}", sourceOptions).replace("${SINK}", sinkOptions);
    }
}
