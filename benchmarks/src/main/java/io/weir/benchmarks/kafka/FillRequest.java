package io.weir.benchmarks.kafka;

import io.weir.benchmarks.run.EngineSettings;

/**
 * What a process is asked to do: write the events of all types into topics.
 *
 * @param prefix of the topics, before the type
 * @param events of all types
 * @param eventsPerSecond of event time
 */
public record FillRequest(
        String bootstrapServers, String prefix, long events, long eventsPerSecond, EngineSettings settings) {
    /** The script for one type. */
    public String script(String type) {
        return KafkaScript.fill(
                type,
                "'connector' = 'nexmark', 'events.num' = '" + events + "', 'first-event.rate' = '" + eventsPerSecond
                        + "', 'number-of-splits' = '" + settings.parallelism() + "'",
                bootstrapServers,
                prefix + "-" + type);
    }
}
