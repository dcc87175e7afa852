package io.weir.server;

import io.weir.runtime.adapter.CallerFirstJobRunner;
import io.weir.runtime.adapter.IoThreads;
import io.weir.runtime.adapter.SystemClock;
import io.weir.runtime.adapter.TimerThread;
import io.weir.runtime.adapter.WorkerPool;
import io.weir.runtime.exchange.ExchangeMemory;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.rocksdb.RocksDbEnvironment;
import io.weir.runtime.state.rocksdb.StateBackends;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.LocalJobRunner;
import io.weir.runtime.task.RuntimeEnvironment;
import io.weir.runtime.time.Clock;
import io.weir.server.query.StatementJobs;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** What jobs run on: worker threads, I/O threads, timers, state backends. One for the server. */
final class Engine implements AutoCloseable {
    private static final int IO_THREADS = 512;
    private final WorkerPool workers;
    private final TimerThread timers;
    private final IoThreads io;
    private final RocksDbEnvironment rocksDb;
    private final JobRunner runner;
    private final StatementJobs statementJobs;
    private final Clock clock;

    /**
     * @param stateHeapBytes for keyed state on the heap
     * @param queryBytes what one query or job may have of it, caches aside
     * @param rocksDbBytes for RocksDB, outside of the heap
     */
    Engine(
            int workerCount,
            long stateHeapBytes,
            long queryBytes,
            long rocksDbBytes,
            Path stateFolder,
            CheckpointStorageProvider storage) {
        clock = new SystemClock();
        workers = new WorkerPool(workerCount);
        timers = new TimerThread(clock);
        io = new IoThreads(IO_THREADS);
        rocksDb = new RocksDbEnvironment(stateFolder, rocksDbBytes);
        RuntimeEnvironment environment = new RuntimeEnvironment(
                workers,
                timers,
                clock,
                io,
                storage,
                ExchangeMemory.ofHeap(),
                new StateBackends(new StateMemory(stateHeapBytes, queryBytes), rocksDb),
                bound -> ThreadLocalRandom.current().nextLong(bound));
        runner = new LocalJobRunner(environment);
        statementJobs = new StatementJobs(runner, new CallerFirstJobRunner(environment));
    }

    JobRunner runner() {
        return runner;
    }

    StatementJobs statementJobs() {
        return statementJobs;
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        workers.close();
        timers.close();
        io.close();
        rocksDb.close();
    }
}
