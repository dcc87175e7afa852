package io.weir.benchmarks.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.engine.WeirRun;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.EngineSettings;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.RunRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckRunTest {
    @TempDir
    Path folder;

    private RunReport run(Class<?> engine, String query) throws Exception {
        Path own = folder.resolve(engine.getSimpleName());
        RunRequest request = new RunRequest(
                query, 20_000, 20_000, 1_000_000, true, new EngineSettings("hashmap", 2, 64 << 20, 0, own.toString()));
        ChildProcess process =
                new ChildProcess(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")), engine.getName());
        return process.run(request, Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q5", "q17", "q20", "q23"})
    void bothLeaveTheSameRows(String query) throws Exception {
        RunReport weir = run(WeirRun.class, query);
        RunReport duck = run(DuckRun.class, query);
        assertThat(duck.checked().netRows()).isPositive();
        assertThat(duck.checked().sameResult(weir.checked())).isTrue();
        assertThat(duck.results().netRows()).isEqualTo(weir.results().netRows());
    }
}
