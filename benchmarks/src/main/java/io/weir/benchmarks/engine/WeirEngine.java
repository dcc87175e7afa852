package io.weir.benchmarks.engine;

import io.weir.benchmarks.run.RunRequest;
import io.weir.planner.PlannedStatement;
import io.weir.planner.PlannerOptions;
import io.weir.planner.PlanningContext;
import io.weir.planner.QueryPlanner;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.ConnectorRegistry;
import io.weir.planner.catalog.KeptTables;
import io.weir.runtime.adapter.SystemClock;
import io.weir.runtime.adapter.TimerThread;
import io.weir.runtime.adapter.WorkerPool;
import io.weir.runtime.checkpoint.CheckpointConfig;
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
import io.weir.spi.connector.Options;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import io.weir.storage.hdfs.HdfsCheckpointStorageProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.calcite.sql.SqlInsert;

/** Plans scripts of tables and one INSERT, and runs them. */
final class WeirEngine implements AutoCloseable {
    /** Of the heap, as the server has it. */
    private static final double STATE_SHARE = 0.5;

    private static final int IO_THREADS = 16;

    private final RunRequest request;
    private final SystemClock clock = new SystemClock();
    private final WorkerPool workers;
    private final TimerThread timers = new TimerThread(clock);
    private final ExecutorService io;
    private final RocksDbEnvironment rocksDb;
    private final LocalJobRunner runner;

    WeirEngine(RunRequest request) {
        this.request = request;
        workers = new WorkerPool(request.parallelism());
        io = Executors.newFixedThreadPool(IO_THREADS, task -> {
            Thread thread = new Thread(task, "weir-io");
            thread.setDaemon(true);
            return thread;
        });
        rocksDb = new RocksDbEnvironment(Path.of(request.folder(), "state"), request.stateBytes());
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

    PlannedStatement plan(String script) {
        QueryPlanner planner = new QueryPlanner(
                ConnectorRegistry.load(WeirEngine.class.getClassLoader()),
                KeptTables.none(),
                clock,
                SplittableRandom::new);
        PlannerOptions options = PlannerOptions.of(
                new Options(Map.of(PlannerOptions.PARALLELISM.key(), Integer.toString(request.parallelism()))));
        Catalog catalog = Catalog.empty();
        PlannedStatement planned = null;
        for (ParsedStatement statement : new StatementParser().parseScript(script)) {
            PlanningContext context = new PlanningContext(catalog, options, "benchmark");
            if (statement.node() instanceof SqlCreateTable table) {
                catalog = catalog.with(planner.defineTable(table, context));
            } else if (statement.node() instanceof SqlCreateView view) {
                catalog = catalog.with(planner.defineView(view, context));
            } else {
                planned = planner.planInserts(request.query(), List.of((SqlInsert) statement.node()), context);
            }
        }
        if (planned == null) {
            throw new IllegalStateException("script of " + request.query() + " has no INSERT");
        }
        return planned;
    }

    /**
     * Starts a job and waits for its end.
     *
     * @throws IllegalStateException if it does not finish
     */
    void run(PlannedStatement planned, String jobId, JobListener listener) {
        CheckpointConfig checkpoints = CheckpointConfig.builder()
                .intervalMillis(request.checkpointMillis())
                .directory(
                        request.checkpointMillis() == 0
                                ? null
                                : Path.of(request.folder(), "checkpoints")
                                        .toUri()
                                        .toString())
                .build();
        ExecutionConfig config = ExecutionConfig.of(jobId)
                .withStateBackend(request.state())
                .withCheckpoints(checkpoints)
                .withRestart(new RestartStrategy.None());
        JobExecution job = runner.start(planned.graph(), config, RestoreSpec.fresh(), listener);
        JobStatus status = job.termination().join();
        if (status != JobStatus.FINISHED) {
            IllegalStateException failure = new IllegalStateException("job ended as " + status);
            job.stats().failures().forEach(cause -> failure.addSuppressed(cause.cause()));
            throw failure;
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
