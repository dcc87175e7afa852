package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.state.FreezeRequest.Form;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyGroups;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedStateBackendContext;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.LongKeys;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.TableSpec;
import io.weir.runtime.testing.MemoryCheckpointStorage;
import io.weir.runtime.time.Clock;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Rough figures of keyed state, by hand: {@code main hashmap|rocksdb <million keys> <cache MB> <seconds>}. One worker
 * counts uniformly distributed keys in batches of 4096, with a checkpoint every five seconds; storage is in memory. On
 * a machine that others use as well, the rate per CPU second of the worker says more.
 */
final class StateBenchmark {
    private static final int BATCH = 4096;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final PrintStream OUT = System.out;

    private StateBenchmark() {}

    private static final class SystemClock implements Clock {
        @Override
        public long currentTimeMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    }

    public static void main(String[] arguments) throws Exception {
        String type = arguments[0];
        int keyCount = (int) (Double.parseDouble(arguments[1]) * 1e6);
        long cacheBytes = Long.parseLong(arguments[2]) << 20;
        int seconds = Integer.parseInt(arguments[3]);
        Path folder = Files.createTempDirectory("state-benchmark");
        ExecutorService io = Executors.newFixedThreadPool(2);
        try (RocksDbEnvironment environment = new RocksDbEnvironment(folder, 256L << 20)) {
            StateBackends backends = new StateBackends(new StateMemory(cacheBytes), environment);
            KeyedStateBackend backend = backends.create(new KeyedStateBackendContext(
                    "benchmark",
                    "count",
                    0,
                    1,
                    type,
                    128,
                    KeyGroups.rangeOf(0, 128, 1),
                    List.of(),
                    null,
                    new SystemClock(),
                    io,
                    () -> {},
                    failure -> failure.printStackTrace(OUT)));
            run(backend, keyCount, seconds);
            backend.close();
        } finally {
            io.shutdownNow();
        }
    }

    private static void run(KeyedStateBackend backend, int keyCount, int seconds) throws InterruptedException {
        KeyedTable table = backend.keyedState().table(new TableSpec("counts", LongKeys.TYPES, false, 3, false, 0));
        MemoryCheckpointStorage storage = new MemoryCheckpointStorage("memory:benchmark");
        SplittableRandom random = new SplittableRandom(1);
        KeyBatch keys = new KeyBatch();
        long[] values = new long[BATCH];
        int[] entries = new int[BATCH];
        CompletableFuture<KeyedSnapshot> snapshot = null;
        long checkpointId = 0;
        long frozenAt = 0;
        for (int second = 1; second <= seconds; second++) {
            long end = System.nanoTime() + 1_000_000_000L;
            long rows = 0;
            long cpu = THREADS.getCurrentThreadCpuTime();
            long longestStep = 0;
            for (long now = System.nanoTime(); now < end; ) {
                if (!backend.isWriteBehindFull()) {
                    for (int i = 0; i < BATCH; i++) {
                        values[i] = random.nextInt(keyCount);
                    }
                    count(table, keys, values, entries);
                    rows += BATCH;
                } else {
                    Thread.onSpinWait();
                }
                backend.advance();
                long after = System.nanoTime();
                longestStep = Math.max(longestStep, after - now);
                now = after;
            }
            OUT.printf(
                    "%3d s  %6.2f M updates  %6.2f M per CPU second  longest step %6.1f ms  state %5d MB%n",
                    second,
                    rows / 1e6,
                    rows * 1e3 / (THREADS.getCurrentThreadCpuTime() - cpu),
                    longestStep / 1e6,
                    backend.stateBytes() >> 20);
            if (snapshot != null && snapshot.isDone()) {
                OUT.printf(
                        "       checkpoint %d: async < %d ms, new %d MB, full %d MB%n",
                        checkpointId,
                        (System.nanoTime() - frozenAt) / 1_000_000,
                        snapshot.join().newBytes() >> 20,
                        snapshot.join().fullBytes() >> 20);
                backend.checkpointCompleted(checkpointId);
                snapshot = null;
            }
            if (second % 5 == 0 && snapshot == null) {
                frozenAt = System.nanoTime();
                snapshot = backend.freeze(new FreezeRequest(++checkpointId, storage, Form.NATIVE, true))
                        .toCompletableFuture();
                OUT.printf("       freeze %.3f ms%n", (System.nanoTime() - frozenAt) / 1e6);
                if (checkpointId > 2) {
                    storage.delete(checkpointId - 2);
                }
            }
        }
    }

    private static void count(KeyedTable table, KeyBatch keys, long[] values, int[] entries) {
        LongKeys.fill(keys, values, BATCH);
        table.resolve(keys, null, true, entries);
        for (int i = 0; i < BATCH; i++) {
            int entry = entries[i];
            table.touch(entry);
            long[] page = table.page(entry);
            int at = table.offset(entry);
            page[at]++;
            page[at + 1] += values[i];
            page[at + 2] = Math.max(page[at + 2], i);
        }
    }
}
