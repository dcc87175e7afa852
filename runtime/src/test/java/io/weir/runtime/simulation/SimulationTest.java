package io.weir.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.testing.Shown;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Thousands of seeds; {@code -Dsimulation.seeds=50000} for more, {@code -Dsimulation.first=n} to begin elsewhere. */
final class SimulationTest {
    private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);
    private static final long FIRST = Long.getLong("simulation.first", 1);

    @Test
    void everySeedCommitsTheAnswerOnce(TestReporter reporter) {
        long crashes = 0;
        long restarts = 0;
        long faults = 0;
        long checkpoints = 0;
        long withInFlight = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            SimulatedJob job = new SimulatedJob(seed);
            try {
                job.run();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + " fails: " + e.getMessage(), e);
            }
            crashes += job.crashes();
            restarts += job.restarts();
            faults += job.faultsInjected();
            checkpoints += job.completedCheckpoints();
            withInFlight += job.unalignedCheckpoints();
        }
        Shown.show(
                reporter,
                "simulation",
                Map.of(
                        "seeds", Long.toString(SEEDS),
                        "crashes", Long.toString(crashes),
                        "restarts", Long.toString(restarts),
                        "faults", Long.toString(faults),
                        "checkpoints", Long.toString(checkpoints),
                        "withInFlightRows", Long.toString(withInFlight)));
        assertThat(crashes).isPositive();
        assertThat(restarts).isPositive();
        assertThat(faults).isPositive();
        assertThat(withInFlight).isPositive();
    }

    @Test
    void theSameSeedIsTheSameRun() {
        SimulatedJob first = new SimulatedJob(42);
        SimulatedJob second = new SimulatedJob(42);
        first.run();
        second.run();
        assertThat(second.traceHash()).isEqualTo(first.traceHash());
        assertThat(second.summary()).isEqualTo(first.summary());
    }
}
