package io.weir.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.EngineSettings;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeirRunTest {
    @TempDir
    Path folder;

    private RunReport run(String query, String state) throws Exception {
        RunRequest request = new RunRequest(
                query,
                20_000,
                10_000,
                1_000_000,
                false,
                new EngineSettings(state, 2, 64 << 20, 100, folder.toString()));
        ChildProcess process = new ChildProcess(
                List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")), WeirRun.class.getName());
        return process.run(request, Duration.ofMinutes(2));
    }

    @Test
    void everyBidIsCounted() throws Exception {
        RunReport report = run("q0", "hashmap");
        assertThat(report.checked().netRows()).isEqualTo(9_200);
        assertThat(report.checked().netHash()).isNotZero();
        assertThat(report.results().netRows()).isEqualTo(18_400);
        assertThat(report.results().netHash()).isZero();
        assertThat(report.seconds()).isPositive();
        assertThat(report.allocatedBytes()).isPositive();
    }

    @Test
    void everyBidFindsItsRowInTheFile() throws Exception {
        assertThat(run("q13", "hashmap").results().netRows()).isEqualTo(18_400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void changelogLeavesOneRowForEachGroup(String state) throws Exception {
        RunReport report = run("q4", state);
        assertThat(report.results().netRows()).isEqualTo(5);
        assertThat(report.results().changes()).isGreaterThan(5);
    }
}
