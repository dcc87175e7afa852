package io.weir.benchmarks.kafka;

import io.weir.benchmarks.run.EngineSettings;

/**
 * What an engine is asked to do: run the query from few events, to warm up; then from many, measured.
 *
 * @param query such as {@code q4}
 * @param broker of all topics
 * @param compression of results, as Kafka's {@code compression.type}
 * @param warmUp topics of the run before
 * @param measured topics of the measured run
 */
public record KafkaRequest(
        String query, Broker broker, String compression, Topics warmUp, Topics measured, EngineSettings settings) {
    /**
     * @param bootstrapServers its address
     * @param processId by which its processor time is found
     */
    public record Broker(String bootstrapServers, long processId) {}

    /**
     * @param input what the names of the topics of events begin with
     * @param output the topic of results
     */
    public record Topics(String input, String output) {}
}
