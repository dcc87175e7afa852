package io.weir.benchmarks.engine;

import io.weir.benchmarks.run.EngineSettings;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import io.weir.planner.PlannedStatement;
import io.weir.runtime.adapter.SystemClock;
import io.weir.runtime.adapter.TimerThread;
import io.weir.runtime.adapter.WorkerPool;
import io.weir.runtime.checkpoint.CheckpointConfig;
import io.weir.runtime.checkpoint.CheckpointStats;
import io.weir.runtime.exchange.ExchangeMemory;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.rocksdb.RocksDbEnvironment;
import io.weir.runtime.state.rocksdb.StateBackends;
import io.weir.runtime.task.ExecutionConfig;
import io.weir.runtime.task.JobExecution;
import io.weir.runtime.task.JobListener;
import io.weir.runtime.task.JobStatus;
import io.weir.runtime.task.LocalJobRunner;
import io.weir.runtime.task.RestartStrategy;
import io.weir.runtime.task.RestoreSpec;
import io.weir.runtime.task.RuntimeEnvironment;
import io.weir.storage.hdfs.HdfsCheckpointStorageProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** Plans scripts of tables and one INSERT, and runs them. */
public final class WeirEngine implements AutoCloseable {
    /** Of the heap, as the server has it. */
    private static final double STATE_SHARE = 0.5;

    private static final int IO_THREADS = 16;

    private final EngineSettings settings;
    private final SystemClock clock = new SystemClock();
    private final WorkerPool workers;
    private final TimerThread timers = new TimerThread(clock);
    private final ExecutorService io;
    private final RocksDbEnvironment rocksDb;
    private final LocalJobRunner runner;

    public WeirEngine(EngineSettings settings) {
        this.settings = settings;
        workers = new WorkerPool(settings.parallelism());
        io = Executors.newFixedThreadPool(IO_THREADS, task -> {
            Thread thread = new Thread(task, "weir-io");
            thread.setDaemon(true);
            return thread;
        });
        rocksDb = new RocksDbEnvironment(Path.of(settings.folder(), "state"), settings.stateBytes());
        runner = new LocalJobRunner(new RuntimeEnvironment(
                workers,
                timers,
                clock,
                io,
                new HdfsCheckpointStorageProvider(Map.of(), null),
                ExchangeMemory.ofHeap(),
                new StateBackends(new StateMemory((long) (Runtime.getRuntime().maxMemory() * STATE_SHARE)), rocksDb),
                bound -> ThreadLocalRandom.current().nextLong(bound)));
    }

    /** As {@link ScriptPlanner#plan}. */
    public PlannedStatement plan(String name, String script) {
        return new ScriptPlanner(clock, settings.parallelism()).plan(name, script);
    }

    /**
     * Starts a job and waits for its end.
     *
     * @return its completed checkpoints
     * @throws IllegalStateException if it does not finish
     */
    public List<Checkpoint> run(PlannedStatement planned, String jobId) {
        CheckpointConfig checkpoints = CheckpointConfig.builder()
                .intervalMillis(settings.checkpointMillis())
                .directory(settings.checkpointMillis() == 0 ? null : settings.checkpointDirectory())
                .build();
        ExecutionConfig config = ExecutionConfig.of(jobId)
                .withStateBackend(settings.state())
                .withCheckpoints(checkpoints)
                .withRestart(new RestartStrategy.None());
        CheckpointLog log = new CheckpointLog();
        JobExecution job = runner.start(planned.graph(), config, RestoreSpec.fresh(), log);
        JobStatus status = job.termination().join();
        if (status != JobStatus.FINISHED) {
            IllegalStateException failure = new IllegalStateException("job ended as " + status);
            job.stats().failures().forEach(cause -> failure.addSuppressed(cause.cause()));
            throw failure;
        }
        return List.copyOf(log.completed);
    }

    private static final class CheckpointLog implements JobListener {
        private final List<Checkpoint> completed = new CopyOnWriteArrayList<>();

        @Override
        public void checkpointEnded(CheckpointStats checkpoint) {
            if (checkpoint.status() == CheckpointStats.Status.COMPLETED) {
                completed.add(new Checkpoint(checkpoint.durationMillis(), checkpoint.checkpointedBytes()));
            }
        }
    }

    @Override
    public void close() {
        workers.close();
        timers.close();
        io.shutdownNow();
        rocksDb.close();
    }
}
