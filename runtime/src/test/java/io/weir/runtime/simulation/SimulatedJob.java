package io.weir.runtime.simulation;

import static io.weir.runtime.simulation.SimulatedOperators.BIGINT;

import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.exchange.ExchangeMemory;
import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.jobgraph.Vertex;
import io.weir.runtime.operator.sink.SinkSpec;
import io.weir.runtime.operator.source.BadRecordPolicy;
import io.weir.runtime.operator.source.SourceSpec;
import io.weir.runtime.operator.source.WatermarkSpec;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.state.HashMapStateBackends;
import io.weir.runtime.state.KeyedStateBackendFactory;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.LocalJobRunner;
import io.weir.runtime.task.RestartStrategy;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.task.RuntimeEnvironment;
import io.weir.runtime.task.SavepointRequest;
import io.weir.runtime.testing.ManualClock;
import io.weir.runtime.testing.MemoryCheckpointStorage;
import io.weir.runtime.testing.MemoryStorageProvider;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.data.Column;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * One seed: a random graph over random rows with random options, run through failures, crashes and rescales until its
 * input has ended; what the sinks have committed must then be the answer, each row once.
 *
 * <pre>
 *   source a (chained: split, sometimes) --hash--> numbering or window count --hash or forward--> sink
 *   source b --------------------------- hash--> (second input of numbering)
 *                     side output 1 ----------rebalance--> sink of odd rows
 * </pre>
 */
final class SimulatedJob {
    static final int MAX_PARALLELISM = 16;
    private static final Partitioning.Hash BY_KEY = new Partitioning.Hash(List.of(0), List.of(BIGINT));
    private static final List<Partitioning> TO_SINK =
            List.of(BY_KEY, new Partitioning.Forward(), new Partitioning.Rebalance(), new Partitioning.Single());
    private static final long MAX_STEPS = 400_000;
    /**
     * When nothing fails any more, a job is done within this time: less than a checkpoint's timeout, so that none that
     * hangs is helped by it.
     */
    private static final long LIVENESS_MILLIS = 30_000;

    private final long seed;
    private final Random random;
    private final ManualClock clock = new ManualClock();
    private final MemoryStorageProvider durable = new MemoryStorageProvider();
    private final Faults faults;
    private final SimulatedLog log;
    private final SimulatedLog sideLog;
    private final boolean windowed;
    private final boolean twoInputs;
    private final boolean withSplit;
    private final boolean chained;
    /** Whether the second input goes to all subtasks, which take what belongs to them. */
    private final boolean broadcast;

    private final boolean atLeastOnce;
    /** Whether keyed state is the engine's own, on the heap, rather than a model. */
    private final boolean realState;

    private final Partitioning toSink;
    private final long[][][] left;
    private final long[][][] right;
    private RuntimeException missingFile;
    private long traceHash = 1;
    private int crashes;
    private int restarts;
    private int savepoints;
    private long completedCheckpoints;
    private long unalignedCheckpoints;

    SimulatedJob(long seed) {
        this.seed = seed;
        random = new Random(seed);
        faults = new Faults(new Random(seed + 1), random.nextInt(4) == 0 ? 0 : 5 + random.nextInt(20));
        windowed = random.nextBoolean();
        atLeastOnce = !windowed && random.nextInt(8) == 0;
        twoInputs = !windowed && random.nextBoolean();
        withSplit = random.nextBoolean();
        chained = random.nextBoolean();
        toSink = TO_SINK.get(random.nextInt(TO_SINK.size()));
        realState = !windowed && random.nextBoolean();
        broadcast = !realState && random.nextInt(3) == 0;
        // A key's rows come in order where all of them take the same way.
        boolean ordered = !atLeastOnce && (chained || !(toSink instanceof Partitioning.Rebalance));
        log = new SimulatedLog(List.of(BIGINT, BIGINT, BIGINT), !ordered ? 0 : windowed ? 1 : 2, faults);
        sideLog = new SimulatedLog(List.of(BIGINT, BIGINT), 0, faults);
        left = partitions();
        right = partitions();
    }

    private long[][][] partitions() {
        long[][][] partitions = new long[1 + random.nextInt(4)][][];
        for (int partition = 0; partition < partitions.length; partition++) {
            long[][] rows = new long[random.nextInt(200)][];
            long time = 0;
            for (int row = 0; row < rows.length; row++) {
                time += 1 + random.nextInt(20);
                rows[row] = new long[] {random.nextInt(10), time};
            }
            partitions[partition] = rows;
        }
        return partitions;
    }

    private JobGraph graph() {
        int sources = 1 + random.nextInt(3);
        int keyed = 1 + random.nextInt(4);
        List<Vertex> vertices = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        List<OperatorSpec> chain = new ArrayList<>();
        chain.add(source("source-a", left));
        if (withSplit) {
            chain.add(SimulatedOperators.split("split"));
        }
        vertices.add(new Vertex("a", "a", chain, sources, MAX_PARALLELISM));
        edges.add(Edge.of("a", "keyed", 0, BY_KEY));
        if (twoInputs) {
            vertices.add(
                    new Vertex("b", "b", List.of(source("source-b", right)), 1 + random.nextInt(3), MAX_PARALLELISM));
            edges.add(Edge.of("b", "keyed", 1, broadcast ? new Partitioning.Broadcast() : BY_KEY));
        }
        OperatorSpec operator = windowed
                ? SimulatedOperators.windowCount("keyed", faults)
                : SimulatedOperators.numbering("keyed", broadcast, faults);
        List<OperatorSpec> keyedChain = new ArrayList<>(List.of(operator));
        OperatorSpec sink = sink("sink", log);
        if (chained) {
            keyedChain.add(sink);
        }
        vertices.add(new Vertex("keyed", "keyed", keyedChain, keyed, MAX_PARALLELISM));
        if (!chained) {
            int sinks = toSink instanceof Partitioning.Forward ? keyed : 1 + random.nextInt(3);
            vertices.add(new Vertex("sink", "sink", List.of(sink), sinks, MAX_PARALLELISM));
            edges.add(Edge.of("keyed", "sink", 0, toSink));
        }
        if (withSplit) {
            vertices.add(new Vertex(
                    "odd", "odd", List.of(sink("sink-odd", sideLog)), 1 + random.nextInt(2), MAX_PARALLELISM));
            edges.add(new Edge("a", 1, "odd", 0, new Partitioning.Rebalance()));
        }
        return new JobGraph("job", vertices, edges);
    }

    private SourceSpec source(String operatorId, long[][][] partitions) {
        return new SourceSpec(
                operatorId,
                operatorId,
                new SimulatedSource(operatorId, partitions, random),
                Optional.of(
                        new WatermarkSpec(() -> batch -> dense(batch.compact().column(1)), 0)),
                BadRecordPolicy.FAIL);
    }

    private static Column dense(Column column) {
        return column;
    }

    private static SinkSpec sink(String operatorId, Sink sink) {
        return new SinkSpec(operatorId, operatorId, sink, ChangelogKind.INSERT_ONLY, List.of());
    }

    private ExecutionConfig config() {
        boolean unaligned = !atLeastOnce && random.nextBoolean();
        // Too short for many a checkpoint, so that many are given up half-way.
        int timeout = random.nextInt(3) == 0 ? 1 + random.nextInt(10) : 20 + random.nextInt(2000);
        CheckpointConfig checkpoints = CheckpointConfig.builder()
                .directory("memory:")
                .intervalMillis(2 + random.nextInt(60))
                .minPauseMillis(random.nextInt(10))
                .timeoutMillis(timeout)
                .mode(atLeastOnce ? CheckpointConfig.Mode.AT_LEAST_ONCE : CheckpointConfig.Mode.EXACTLY_ONCE)
                .maxConcurrent(unaligned ? 1 : 1 + random.nextInt(2))
                .tolerableFailures(random.nextInt(timeout < 20 ? 1_000 : 10))
                .unaligned(unaligned)
                .alignedTimeoutMillis(random.nextBoolean() ? 0 : random.nextInt(10))
                .incremental(random.nextBoolean())
                .retained(1 + random.nextInt(3))
                .epochIntervalMillis(random.nextBoolean() ? 0 : 1 + random.nextInt(30))
                .build();
        return ExecutionConfig.of("job")
                .withCheckpoints(checkpoints)
                .withRestart(new RestartStrategy.FixedDelay(1_000_000, random.nextInt(20)))
                .withChannelCapacity(1 + random.nextInt(3));
    }

    private KeyedStateBackendFactory backends() {
        return realState ? new HashMapStateBackends(new StateMemory(16 << 20)) : ModelState::new;
    }

    private CheckpointStorageProvider provider() {
        return new CheckpointStorageProvider() {
            @Override
            public CheckpointStorage open(String directory, String jobId) {
                return new FaultyStorage(durable.open(directory, jobId), faults);
            }

            @Override
            public CheckpointStorage openSavepoint(String directory, String savepointId) {
                return new FaultyStorage(durable.openSavepoint(directory, savepointId), faults);
            }

            @Override
            public void deleteSavepoint(String location) {
                durable.deleteSavepoint(location);
            }

            @Override
            public void validate(String directory) {
                // Memory is always there.
            }
        };
    }

    /** @throws AssertionError that names the seed and what is wrong */
    void run() {
        int processes = 1 + random.nextInt(6);
        RestoreSpec restore = RestoreSpec.latest();
        for (int process = 0; process < processes; process++) {
            boolean last = process == processes - 1;
            if (last) {
                faults.end();
            }
            // A crash drops everything that is not durable: the world, with all that was to happen in it.
            SimulatedWorld world = new SimulatedWorld(random, clock);
            ExchangeMemory exchangeMemory = new ExchangeMemory(1 + random.nextInt(2_000));
            RuntimeEnvironment environment = new RuntimeEnvironment(
                    world,
                    world,
                    clock,
                    world,
                    provider(),
                    exchangeMemory,
                    backends(),
                    bound -> random.nextLong(bound));
            JobGraph graph = graph();
            ExecutionConfig config = config();
            JobExecution job = new LocalJobRunner(environment).start(graph, config, restore, new FileChecker());
            if (random.nextInt(3) == 0) {
                // As early as can be: what was restored has not been worked on.
                CompletableFuture<CheckpointStats> unused = job.triggerCheckpoint();
            }
            restore = RestoreSpec.latest();
            boolean stopping = !last && random.nextInt(4) == 0;
            long steps = last ? MAX_STEPS : 100 + random.nextInt(2_000);
            if (last) {
                world.runUntil(() -> job.status().isTerminal(), 1_000 + random.nextInt(2_000));
                // From here on nothing may fail any more: whatever was given up before, the job has to come to its end.
                job.reconfigure(config.checkpoints().toBuilder()
                        .timeoutMillis(60_000)
                        .tolerableFailures(10)
                        .build());
            }
            if (!last && random.nextInt(3) == 0) {
                world.runUntil(() -> job.status().isTerminal(), steps / 2);
                savepoints++;
                CompletableFuture<CheckpointStats> unused = job.triggerSavepoint(
                        new SavepointRequest("savepoints:", "s" + savepoints, FreezeRequest.Form.NATIVE));
            }
            long deadline = clock.currentTimeMillis() + LIVENESS_MILLIS;
            world.runUntil(() -> job.status().isTerminal() || (last && clock.currentTimeMillis() > deadline), steps);
            boolean ended = job.status().isTerminal();
            if (!ended && stopping) {
                String path = stop(world, job);
                if (path != null) {
                    restore = RestoreSpec.ofPath(path);
                    ended = job.status() != JobStatus.STOPPED;
                }
            }
            if (!ended && !last && !stopping && random.nextInt(3) == 0) {
                CompletableFuture<JobStatus> end = job.cancel();
                world.runUntil(end::isDone, 20_000);
                ended = end.isDone() && end.join() != JobStatus.CANCELLED;
            }
            traceHash = traceHash * 31 + world.traceHash();
            restarts += (int) job.stats().restarts();
            completedCheckpoints += job.stats().checkpoints().completed();
            unalignedCheckpoints += job.stats().checkpoints().history().stream()
                    .filter(each -> each.persistedInFlightBytes() > 0)
                    .count();
            checkFiles();
            if (missingFile != null) {
                throw missingFile;
            }
            if (job.status() == JobStatus.FINISHED) {
                checkAnswer();
                return;
            }
            if (ended) {
                throw new AssertionError("seed " + seed + ": job is " + job.status() + " because of "
                        + job.stats().failures());
            }
            if (last) {
                throw new AssertionError(
                        "seed " + seed + ": job has not finished after " + world.steps() + " steps, it is "
                                + job.status() + ", failures " + job.stats().failures() + ", checkpoints "
                                + job.stats().checkpoints() + ", subtasks "
                                + job.stats().subtasks());
            }
            if (job.status() != JobStatus.STOPPED && job.status() != JobStatus.CANCELLED) {
                crashes++;
            }
        }
    }

    /** @return where the savepoint is, if the job stopped with one */
    private String stop(SimulatedWorld world, JobExecution job) {
        savepoints++;
        var stopped = job.stop(new SavepointRequest("savepoints:", "s" + savepoints, FreezeRequest.Form.NATIVE), false);
        CompletableFuture<JobStatus> end = job.termination();
        world.runUntil(() -> end.isDone() || stopped.isCompletedExceptionally(), 20_000);
        if (job.status() == JobStatus.STOPPED) {
            // The checkpoint in the job's own storage refers to the savepoint's files.
            return stopped.join().externalPath();
        }
        return null;
    }

    /** After every checkpoint: every file that a checkpoint in storage refers to is there, with its checksum. */
    private final class FileChecker implements JobListener {
        @Override
        public void checkpointEnded(CheckpointStats checkpoint) {
            try {
                checkFiles();
            } catch (RuntimeException e) {
                missingFile = e; // what a listener throws is dropped
            }
        }
    }

    private void checkFiles() {
        for (MemoryCheckpointStorage storage : durable.folders()) {
            for (long id : storage.list()) {
                storage.load(id).orElseThrow().files().forEach(storage::read);
            }
        }
    }

    private void checkAnswer() {
        Map<String, Long> expected = new HashMap<>();
        Map<String, Long> expectedAside = new HashMap<>();
        Map<String, Long> counts = new HashMap<>();
        count(left, 0, counts, expectedAside);
        if (twoInputs) {
            count(right, 1, counts, new HashMap<>());
        }
        counts.forEach((group, count) -> {
            if (windowed) {
                expected.put("+I " + group + " " + count, 1L);
            } else {
                for (long n = 1; n <= count; n++) {
                    expected.put("+I " + group + " " + n, 1L);
                }
            }
        });
        check("sink", expected, log);
        check("sink of odd rows", expectedAside, sideLog);
    }

    private void count(long[][][] partitions, int input, Map<String, Long> counts, Map<String, Long> aside) {
        for (long[][] partition : partitions) {
            for (long[] row : partition) {
                if (withSplit && input == 0 && row[0] % 2 == 1) {
                    aside.merge("+I " + row[0] + " " + row[1], 1L, Long::sum);
                    continue;
                }
                long second = windowed
                        ? (row[1] / SimulatedOperators.WINDOW_MICROS + 1) * SimulatedOperators.WINDOW_MICROS
                        : input;
                counts.merge(row[0] + " " + second, 1L, Long::sum);
            }
        }
    }

    private void check(String name, Map<String, Long> expected, SimulatedLog actual) {
        Map<String, Long> committed = SimulatedOperators.multiset(actual.committed());
        if (atLeastOnce) {
            committed.replaceAll((row, count) -> Math.min(count, expected.getOrDefault(row, 0L)));
            committed.values().removeIf(count -> count == 0);
        }
        if (!committed.equals(expected)) {
            List<String> differences = new ArrayList<>();
            expected.forEach((row, count) -> {
                long found = committed.getOrDefault(row, 0L);
                if (found != count) {
                    differences.add(row + ": " + found + " times instead of " + count);
                }
            });
            committed.forEach((row, count) -> {
                if (!expected.containsKey(row)) {
                    differences.add(row + ": " + count + " times instead of never");
                }
            });
            throw new AssertionError("seed " + seed + ", " + name + ": " + differences);
        }
        if (!actual.open().isEmpty()) {
            throw new AssertionError("seed " + seed + ", " + name + ": transactions left open " + actual.open());
        }
    }

    long traceHash() {
        return traceHash;
    }

    String summary() {
        return "crashes=" + crashes + " restarts=" + restarts + " faults=" + faults.injected() + " savepoints="
                + savepoints + " checkpoints=" + completedCheckpoints + " withInFlight=" + unalignedCheckpoints;
    }

    int crashes() {
        return crashes;
    }

    int faultsInjected() {
        return faults.injected();
    }

    int restarts() {
        return restarts;
    }

    long completedCheckpoints() {
        return completedCheckpoints;
    }

    long unalignedCheckpoints() {
        return unalignedCheckpoints;
    }
}
