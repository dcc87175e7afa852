package io.weir.benchmarks.kafka;

import io.weir.benchmarks.engine.KafkaFillRun;
import io.weir.benchmarks.run.EngineOptions;
import io.weir.benchmarks.run.JavaOptions;
import io.weir.connector.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Fills topics with events, once for all queries and engines. */
final class EventTopics {
    static final List<String> TYPES = List.of("person", "auction", "bid");
    /** Enough for both subtasks of a source to be busy to the end. */
    static final int PARTITIONS = 4;

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private EventTopics() {}

    /** @param prefix of the topics */
    static void fill(
            KafkaBroker broker, String prefix, long events, long eventsPerSecond, EngineOptions engine, Path folder)
            throws IOException, InterruptedException {
        TYPES.forEach(type -> broker.createTopic(prefix + "-" + type, PARTITIONS));
        FillRequest request =
                new FillRequest(broker.bootstrapServers(), prefix, events, eventsPerSecond, engine.settings(0, folder));
        JavaOptions.weir(engine.heapMegabytes(), KafkaFillRun.class, List.of())
                .run(request, folder, FillReport.class, LIMIT);
    }
}
