package io.weir.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.latency.LatencyReport;
import io.weir.benchmarks.latency.LatencyRequest;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeirLatencyRunTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"q1", "count"})
    void everyEventThatWasToBeEmittedIsNoted(String query) throws Exception {
        EngineSettings settings = new EngineSettings("rocksdb", 2, 64 << 20, 200, folder.toString());
        ChildProcess process = new ChildProcess(
                List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")), WeirLatencyRun.class.getName());
        LatencyReport report = process.run(
                new LatencyRequest(query, 1, 1, List.of(0.01), settings),
                folder,
                LatencyReport.class,
                Duration.ofMinutes(2));
        assertThat(report.greatestEventsPerSecond()).isPositive();
        LatencyReport.Load load = report.loads().get(0);
        // A count is noted at the average time of its events, which may fall to the other side of the warm-up's end.
        assertThat((double) load.events())
                .isBetween(load.eventsPerSecond() * 0.95 - 10, load.eventsPerSecond() * 1.05 + 10);
        assertThat(load.millis()).isSorted();
        assertThat(load.millisOf(1.0)).isPositive();
        assertThat(load.checkpoints()).isNotEmpty();
    }
}
