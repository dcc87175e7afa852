package io.weir.runtime.simulation;

import static io.weir.runtime.simulation.SimulatedOperators.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.exchange.ExchangeMemory;
import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.sink.SinkSpec;
import io.weir.runtime.operator.source.BadRecordPolicy;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.LocalJobRunner;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.task.RuntimeEnvironment;
import io.weir.runtime.testing.ManualClock;
import io.weir.runtime.testing.MemoryStorageProvider;
import io.weir.spi.connector.ChangelogKind;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A subtask that is stuck in a call that does not return, as native code may be. */
final class StuckSubtaskTest {
    private final Random random = new Random(1);
    private final ManualClock clock = new ManualClock();
    private final SimulatedWorld world = new SimulatedWorld(random, clock);
    private final Faults noFaults = new Faults(random, 0);

    private JobExecution start() {
        long[][][] rows = new long[1][10_000][];
        for (int row = 0; row < rows[0].length; row++) {
            rows[0][row] = new long[] {row % 7, row};
        }
        SourceSpec source = new SourceSpec(
                "source",
                "source",
                new SimulatedSource("source", rows, random),
                Optional.empty(),
                BadRecordPolicy.FAIL);
        SinkSpec sink = new SinkSpec(
                "sink",
                "sink",
                new SimulatedLog(List.of(BIGINT, BIGINT), 0, noFaults),
                ChangelogKind.INSERT_ONLY,
                List.of());
        JobGraph graph = new JobGraph(
                "job",
                List.of(new Vertex("a", "a", List.of(source), 1, 16), new Vertex("sink", "sink", List.of(sink), 1, 16)),
                List.of(Edge.of("a", "sink", 0, new Partitioning.Rebalance())));
        RuntimeEnvironment environment = new RuntimeEnvironment(
                world,
                world,
                clock,
                world,
                new MemoryStorageProvider(),
                new ExchangeMemory(10_000),
                ModelState::new,
                bound -> 0);
        ExecutionConfig config = ExecutionConfig.of("job")
                .withCheckpoints(CheckpointConfig.builder()
                        .directory("memory:")
                        .intervalMillis(100)
                        .timeoutMillis(1_000)
                        .tolerableFailures(1)
                        .build());
        JobExecution job = new LocalJobRunner(environment).start(graph, config, RestoreSpec.fresh(), JobListener.NONE);
        assertThat(world.runUntil(() -> job.status() == JobStatus.RUNNING, 10_000))
                .isTrue();
        world.stallLastRegistered();
        return job;
    }

    @Test
    void isNamedByItsCheckpointsAndEndsTheJobWithAReason() {
        JobExecution job = start();
        assertThat(world.runUntil(() -> job.status().isTerminal(), 1_000_000)).isTrue();
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.stats().checkpoints().history())
                .extracting(CheckpointStats::failureCause)
                .contains("checkpoint 1 expired after 1000 ms; 1 of 2 subtasks have not acknowledged it: sink[0]");
        assertThat(job.stats().failures().get(0).cause())
                .hasMessageContaining("the job did not end within 180 s: subtasks sink[0] are stuck");
    }

    @Test
    void doesNotKeepAJobFromBeingCancelled() {
        JobExecution job = start();
        CompletableFuture<JobStatus> unused = job.cancel();
        assertThat(world.runUntil(() -> job.status().isTerminal(), 1_000_000)).isTrue();
        assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    }
}
