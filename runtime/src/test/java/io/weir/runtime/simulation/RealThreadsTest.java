package io.weir.runtime.simulation;

import static io.weir.runtime.simulation.SimulatedOperators.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.adapter.SystemClock;
import io.weir.runtime.adapter.TimerThread;
import io.weir.runtime.adapter.WorkerPool;
import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.checkpoint.SnapshotState;
import io.weir.runtime.element.Watermark;
import io.weir.runtime.exchange.ExchangeMemory;
import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.sink.SinkSpec;
import io.weir.runtime.operator.source.BadRecordPolicy;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.operator.source.WatermarkSpec;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.LocalJobRunner;
import io.weir.runtime.task.RestartStrategy;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.task.RuntimeEnvironment;
import io.weir.runtime.task.SavepointRequest;
import io.weir.runtime.testing.MemoryCheckpointStorage;
import io.weir.runtime.testing.MemoryStorageProvider;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runtime on real workers, timers and I/O threads: what one seeded thread cannot show. */
@Timeout(60)
final class RealThreadsTest {
    private static final int PARALLELISM = 4;
    private static final int MAX_PARALLELISM = 16;

    private final WorkerPool workers = new WorkerPool(3);
    private final SystemClock clock = new SystemClock();
    private final TimerThread timers = new TimerThread(clock);
    private final ExecutorService io = Executors.newFixedThreadPool(4);
    private final MemoryStorageProvider storage = new MemoryStorageProvider();
    private final Faults noFaults = new Faults(new Random(1), 0);
    private final SimulatedLog log = new SimulatedLog(List.of(BIGINT, BIGINT, BIGINT), 0, noFaults);
    private final ExchangeMemory exchangeMemory = new ExchangeMemory(10_000);
    private final RuntimeEnvironment environment = new RuntimeEnvironment(
            workers,
            timers,
            clock,
            io,
            storage,
            exchangeMemory,
            ModelState::new,
            bound -> ThreadLocalRandom.current().nextLong(bound));

    @AfterEach
    void close() {
        workers.close();
        timers.close();
        io.shutdownNow();
    }

    private JobGraph graph(long[][][] partitions, Faults faults, int parallelism, boolean windowed) {
        SourceSpec source = new SourceSpec(
                "source",
                "source",
                new SimulatedSource("source", partitions, new Random(7)),
                Optional.of(new WatermarkSpec(() -> batch -> batch.compact().column(1), 0)),
                BadRecordPolicy.FAIL);
        var keyed = windowed
                ? SimulatedOperators.windowCount("keyed", faults)
                : SimulatedOperators.numbering("keyed", false, faults);
        SinkSpec sink = new SinkSpec("sink", "sink", log, ChangelogKind.INSERT_ONLY, List.of());
        Partitioning byKey = new Partitioning.Hash(List.of(0), List.of(BIGINT));
        return new JobGraph(
                "job",
                List.of(
                        new Vertex("a", "a", List.of(source), 2, MAX_PARALLELISM),
                        new Vertex("keyed", "keyed", List.of(keyed), parallelism, MAX_PARALLELISM),
                        new Vertex("sink", "sink", List.of(sink), 2, MAX_PARALLELISM)),
                List.of(Edge.of("a", "keyed", 0, byKey), Edge.of("keyed", "sink", 0, new Partitioning.Rebalance())));
    }

    private static long[][][] rows(int partitions, int perPartition) {
        Random random = new Random(3);
        long[][][] rows = new long[partitions][perPartition][];
        for (long[][] partition : rows) {
            for (int row = 0; row < perPartition; row++) {
                partition[row] = new long[] {random.nextInt(50), row + 1};
            }
        }
        return rows;
    }

    private static Map<String, Long> numbered(long[][][] partitions) {
        Map<Long, Long> counts = new HashMap<>();
        Map<String, Long> expected = new HashMap<>();
        for (long[][] partition : partitions) {
            for (long[] row : partition) {
                long n = counts.merge(row[0], 1L, Long::sum);
                expected.put("+I " + row[0] + " 0 " + n, 1L);
            }
        }
        return expected;
    }

    private void assertCommitted(long[][][] rows) {
        Map<String, Long> expected = numbered(rows);
        Map<String, Long> committed = SimulatedOperators.multiset(log.committed());
        assertThat(expected.keySet().stream().filter(row -> committed.getOrDefault(row, 0L) != 1))
                .isEmpty();
        assertThat(committed).hasSameSizeAs(expected);
        assertThat(exchangeMemory.takenBytes())
                .as("bytes in channels of jobs that have ended")
                .isZero();
    }

    private static ExecutionConfig config(boolean unaligned, String directory) {
        return ExecutionConfig.of("job")
                .withChannelCapacity(2)
                .withCheckpoints(CheckpointConfig.builder()
                        .intervalMillis(5)
                        .minPauseMillis(0)
                        .unaligned(unaligned)
                        .epochIntervalMillis(3)
                        .directory(directory)
                        .build());
    }

    private JobExecution start(JobGraph graph, ExecutionConfig config, RestoreSpec restore) {
        return new LocalJobRunner(environment).start(graph, config, restore, JobListener.NONE);
    }

    private static JobStatus end(JobExecution job) throws Exception {
        return job.termination().get(50, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void boundedJobCommitsEveryRowOnce(boolean unaligned) throws Exception {
        long[][][] rows = rows(5, 3_000);
        JobExecution job =
                start(graph(rows, noFaults, PARALLELISM, false), config(unaligned, "memory:"), RestoreSpec.fresh());
        assertThat(end(job)).isEqualTo(JobStatus.FINISHED);
        assertCommitted(rows);
        assertThat(job.stats().checkpoints().completed()).isGreaterThan(1);
        assertThat(job.stats().subtasks()).hasSize(2 + PARALLELISM + 2).allMatch(each -> each.ended());
        assertThat(job.stats().subtasks().get(0).watermarkMicros()).isEqualTo(Watermark.END);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void epochsEndOnlyWhereSomebodyNeedsThem(boolean needed) throws Exception {
        if (!needed) {
            log.ignoreEpochs();
        }
        LongAdder epochs = new LongAdder();
        JobListener counting = new JobListener() {
            @Override
            public void epochCompleted(long epoch) {
                epochs.increment();
            }
        };
        CheckpointConfig rare = CheckpointConfig.builder()
                .intervalMillis(3_600_000)
                .epochIntervalMillis(1)
                .directory("memory:")
                .build();
        JobExecution job = new LocalJobRunner(environment)
                .start(
                        graph(rows(5, 3_000), noFaults, PARALLELISM, false),
                        ExecutionConfig.of("job").withChannelCapacity(2).withCheckpoints(rare),
                        RestoreSpec.fresh(),
                        counting);
        assertThat(end(job)).isEqualTo(JobStatus.FINISHED);
        // The last checkpoint of a bounded job ends an epoch too.
        assertThat(epochs.sum() > 1).isEqualTo(needed);
    }

    @Test
    void jobWithoutStorageCommitsAtItsEnd() throws Exception {
        long[][][] rows = rows(3, 500);
        ExecutionConfig config = ExecutionConfig.of("job");
        JobExecution job = start(graph(rows, noFaults, PARALLELISM, false), config, RestoreSpec.fresh());
        assertThat(end(job)).isEqualTo(JobStatus.FINISHED);
        assertThat(log.committed()).hasSize(1_500);
    }

    @Test
    void failingJobRestartsUntilItIsDone() throws Exception {
        long[][][] rows = rows(5, 2_000);
        Faults faults = new Faults(new Random(5), 50);
        JobExecution job = start(
                graph(rows, faults, PARALLELISM, false),
                restartingAtOnce(config(true, "memory:")),
                RestoreSpec.fresh());
        assertThat(end(job)).isEqualTo(JobStatus.FINISHED);
        assertThat(job.stats().restarts()).isPositive();
        assertThat(job.stats().failures()).isNotEmpty().allMatch(each -> each.cause() instanceof WeirException);
        assertCommitted(rows);
    }

    private static ExecutionConfig restartingAtOnce(ExecutionConfig config) {
        return config.withRestart(new RestartStrategy.FixedDelay(10_000, 1));
    }

    @Test
    void jobStoppedWithASavepointGoesOnWithAnotherParallelism() throws Exception {
        long[][][] rows = rows(5, 5_000);
        JobExecution first = start(graph(rows, noFaults, 2, false), config(false, "memory:"), RestoreSpec.fresh());
        CheckpointStats savepoint = first.stop(savepoint("s1"), false).get(50, TimeUnit.SECONDS);
        assertThat(end(first)).isEqualTo(JobStatus.STOPPED);
        assertThat(savepoint.kind()).isEqualTo(CheckpointStats.Kind.SYNC_SAVEPOINT);
        assertThat(log.open()).isEmpty();
        JobExecution second = start(
                graph(rows, noFaults, 5, false), config(true, "memory:"), RestoreSpec.ofPath(savepoint.externalPath()));
        assertThat(end(second)).isEqualTo(JobStatus.FINISHED);
        assertCommitted(rows);
    }

    private static SavepointRequest savepoint(String name) {
        return new SavepointRequest("savepoints:", name, FreezeRequest.Form.CANONICAL);
    }

    @Test
    void drainFiresAllWindows() throws Exception {
        long[][][] rows = rows(2, 100_000);
        JobExecution job = start(graph(rows, noFaults, 2, true), config(false, "memory:"), RestoreSpec.fresh());
        job.triggerEpoch().get(50, TimeUnit.SECONDS);
        job.stop(savepoint("drained"), true).get(50, TimeUnit.SECONDS);
        assertThat(end(job)).isEqualTo(JobStatus.STOPPED);
        long counted = log.committed().stream()
                .mapToLong(row -> Long.parseLong(row.substring(row.lastIndexOf(' ') + 1)))
                .sum();
        long read = job.stats().subtasks().stream()
                .filter(each -> each.vertexId().equals("a"))
                .mapToLong(each -> each.recordsIn())
                .sum();
        assertThat(counted).isEqualTo(read);
    }

    @Test
    void cancelledJobLeavesItsCheckpointsAndNoOpenTransactions() throws Exception {
        JobExecution job = start(
                graph(rows(4, 100_000), noFaults, PARALLELISM, false), config(true, "memory:"), RestoreSpec.fresh());
        job.triggerCheckpoint().get(50, TimeUnit.SECONDS);
        assertThat(job.cancel().get(50, TimeUnit.SECONDS)).isEqualTo(JobStatus.CANCELLED);
        assertThat(storage.open("memory:", "job").list()).isNotEmpty();
        assertThat(log.open()).isEmpty();
        assertThatThrownBy(() -> job.triggerCheckpoint().get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("not running");
    }

    @Test
    void errorInTheUsersRowsIsFinal() throws Exception {
        long[][][] rows = rows(1, 10);
        JobGraph graph = graph(rows, noFaults, 1, false);
        SourceSpec failing = new SourceSpec(
                "source",
                "source",
                new SimulatedSource("source", rows, new Random(1)),
                Optional.of(new WatermarkSpec(
                        () -> batch -> {
                            throw new WeirException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
                        },
                        0)),
                BadRecordPolicy.FAIL);
        JobGraph broken = new JobGraph(
                "job",
                List.of(
                        new Vertex("a", "a", List.of(failing), 1, MAX_PARALLELISM),
                        graph.vertex("keyed"),
                        graph.vertex("sink")),
                graph.edges());
        JobExecution job = start(broken, config(false, "memory:"), RestoreSpec.fresh());
        assertThat(end(job)).isEqualTo(JobStatus.FAILED);
        assertThat(job.stats().restarts()).isZero();
        assertThat(job.stats().failures().get(0).cause()).hasMessageContaining("division by zero");
        assertThat(job.stats().failures().get(0).where()).isEqualTo("a[0]");
    }

    @Test
    void savepointDoesNotDisturbTheJob() throws Exception {
        long[][][] rows = rows(5, 4_000);
        JobExecution job =
                start(graph(rows, noFaults, PARALLELISM, false), config(true, "memory:"), RestoreSpec.fresh());
        CheckpointStats stats = job.triggerSavepoint(savepoint("live")).get(50, TimeUnit.SECONDS);
        assertThat(stats.status()).isEqualTo(CheckpointStats.Status.COMPLETED);
        assertThat(stats.externalPath()).isEqualTo("savepoints:/savepoint-live");
        assertThat(end(job)).isEqualTo(JobStatus.FINISHED);
        assertCommitted(rows);
    }

    @Test
    void aCorruptCheckpointBehindWhichRowsMayBeCommittedIsNotPassedOver() throws Exception {
        long[][][] rows = rows(4, 50_000);
        ExecutionConfig config = config(false, "memory:");
        JobExecution first = start(
                graph(rows, noFaults, 2, false),
                config.withCheckpoints(
                        config.checkpoints().toBuilder().intervalMillis(0).build()),
                RestoreSpec.fresh());
        MemoryCheckpointStorage job = storage.open("memory:", "job");
        CheckpointManifest newest;
        do {
            CheckpointStats stats = first.triggerCheckpoint().get(50, TimeUnit.SECONDS);
            newest = job.load(stats.checkpointId()).orElseThrow();
        } while (SnapshotState.committables(newest).isEmpty());
        first.cancel().get(50, TimeUnit.SECONDS);
        String file = newest.files().stream()
                .filter(each -> each.sizeBytes() > 0)
                .findFirst()
                .orElseThrow()
                .path();
        job.corrupt(file);
        JobExecution second = start(
                graph(rows, noFaults, 2, false), restartingAtOnce(config(false, "memory:")), RestoreSpec.latest());
        assertThat(end(second)).isEqualTo(JobStatus.FAILED);
        assertThat(second.stats().failures().get(0).cause())
                .hasMessageContaining("checkpoint " + newest.checkpointId())
                .hasMessageContaining("its sinks may have committed")
                .hasMessageContaining("RESTORE FROM");
        assertThat(second.stats().failures().get(1).cause()).hasMessageContaining(file);
    }

    @Test
    void aJobThatAnotherServerHasTakenOverEnds() throws Exception {
        long[][][] rows = rows(4, 30_000);
        JobExecution first =
                start(graph(rows, noFaults, 2, false), restartingAtOnce(config(false, "memory:")), RestoreSpec.fresh());
        first.triggerCheckpoint().get(50, TimeUnit.SECONDS);
        JobExecution second =
                start(graph(rows, noFaults, 3, false), restartingAtOnce(config(true, "memory:")), RestoreSpec.latest());
        assertThat(end(first)).isEqualTo(JobStatus.FAILED);
        assertThat(first.stats().failures().get(0).cause()).hasMessageContaining("taken over");
        assertThat(first.stats().restarts()).isZero();
        assertThat(end(second)).isEqualTo(JobStatus.FINISHED);
        assertCommitted(rows);
    }
}
