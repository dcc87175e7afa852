package io.weir.server;

import io.weir.runtime.adapter.SystemClock;
import io.weir.runtime.adapter.TimerThread;
import io.weir.runtime.adapter.WorkerPool;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.rocksdb.RocksDbEnvironment;
import io.weir.runtime.state.rocksdb.StateBackends;
import io.weir.runtime.task.JobRunner;
import io.weir.runtime.task.LocalJobRunner;
import io.weir.runtime.task.RuntimeEnvironment;
import io.weir.runtime.time.Clock;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.nio.file.Path;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What jobs run on: worker threads, I/O threads, timers, state backends. One for the server. */
final class Engine implements AutoCloseable {
    private static final int IO_THREADS = 512;
    private final WorkerPool workers;
    private final TimerThread timers;
    private final ThreadPoolExecutor io;
    private final RocksDbEnvironment rocksDb;
    private final JobRunner runner;
    private final Clock clock;

    /** @param stateHeapBytes for keyed state on the heap; {@code rocksDbBytes}: for RocksDB, outside of it */
    Engine(
            int workerCount,
            long stateHeapBytes,
            long rocksDbBytes,
            Path stateFolder,
            CheckpointStorageProvider storage) {
        clock = new SystemClock();
        workers = new WorkerPool(workerCount);
        timers = new TimerThread(clock);
        AtomicInteger number = new AtomicInteger();
        // Blocking calls wait for others, not for the processor: a thread for each, up to a bound at which the caller
        // does the work itself and so slows down.
        io = new ThreadPoolExecutor(
                4,
                IO_THREADS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "weir-io-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
        rocksDb = new RocksDbEnvironment(stateFolder, rocksDbBytes);
        runner = new LocalJobRunner(new RuntimeEnvironment(
                workers,
                timers,
                clock,
                io,
                storage,
                new StateBackends(new StateMemory(stateHeapBytes), rocksDb),
                bound -> ThreadLocalRandom.current().nextLong(bound)));
    }

    JobRunner runner() {
        return runner;
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void close() {
        workers.close();
        timers.close();
        io.shutdown();
        try {
            if (!io.awaitTermination(10, TimeUnit.SECONDS)) {
                io.shutdownNow();
            }
        } catch (InterruptedException e) {
            io.shutdownNow();
            Thread.currentThread().interrupt();
        }
        rocksDb.close();
    }
}
