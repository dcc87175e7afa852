package io.weir.benchmarks.kafka;

import io.weir.benchmarks.run.EngineSettings;

/**
 * What an engine is asked to do: run the query from few events, to warm up; then from many, measured.
 *
 * @param query such as {@code q4}
 * @param bootstrapServers of the broker
 * @param warmUp topics of the run before
 * @param measured topics of the measured run
 */
public record KafkaRequest(
        String query, String bootstrapServers, Topics warmUp, Topics measured, EngineSettings settings) {
    /**
     * @param input what the names of the topics of events begin with
     * @param output the topic of results
     */
    public record Topics(String input, String output) {}
}
