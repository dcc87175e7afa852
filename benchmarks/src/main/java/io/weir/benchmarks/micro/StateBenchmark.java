package io.weir.benchmarks.micro;

import static java.util.Objects.requireNonNull;

import io.weir.benchmarks.load.KeysConnector;
import io.weir.benchmarks.run.Folders;
import io.weir.runtime.adapter.SystemClock;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.TableSpec;
import io.weir.runtime.state.rocksdb.RocksDbEnvironment;
import io.weir.runtime.state.rocksdb.StateBackends;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Finds the entry of a random key and adds one to it, per key: all in the cache, or most of them in RocksDB. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StateBenchmark {
    private static final int BATCHES = 512;
    private static final long KEYS = 1_000_000;
    private static final long MEGABYTE = 1 << 20;
    private static final int[] KEY_COLUMN = {0};

    /** Of the cache; a million entries take some 50 MB. */
    @Param({"512", "16"})
    long cacheMegabytes;

    private final SystemClock clock = new SystemClock();
    private final KeyCodec codec = new KeyCodec(List.of(DataType.of(TypeKind.BIGINT)));
    private final KeyBatch keys = new KeyBatch();
    private final int[] entries = new int[Events.BATCH_ROWS];
    private List<Batch> batches = List.of();
    private int next;
    private @Nullable Path folder;
    private @Nullable RocksDbEnvironment rocksDb;
    private @Nullable KeyedTable table;

    @Setup
    public void fill() throws IOException {
        batches = Events.batches(
                new KeysConnector()
                        .source(
                                Events.table(
                                        "keyed",
                                        new Schema(List.of(new Field("k", DataType.of(TypeKind.BIGINT)))),
                                        Map.of(
                                                "rows", Long.toString(Long.MAX_VALUE / 4),
                                                "keys", Long.toString(KEYS),
                                                "number-of-splits", "1")),
                                Optional.empty())
                        .orElseThrow(),
                BATCHES);
        folder = Files.createTempDirectory("weir-micro-");
        rocksDb = new RocksDbEnvironment(folder, 256 * MEGABYTE);
        MicroContext context = new MicroContext(
                "state",
                clock,
                new StateBackends(new StateMemory(cacheMegabytes * MEGABYTE), rocksDb),
                StateBackends.ROCKSDB);
        table = context.keyedState()
                .table(new TableSpec("counts", List.of(DataType.of(TypeKind.BIGINT)), false, 2, false, 0));
        for (int i = 0; i < BATCHES; i++) {
            addOneToEach();
        }
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        if (rocksDb != null) {
            rocksDb.close();
        }
        if (folder != null) {
            Folders.delete(folder);
        }
    }

    @Benchmark
    @OperationsPerInvocation(Events.BATCH_ROWS)
    public long addOneToEach() {
        KeyedTable counts = requireNonNull(table, "not set up");
        Batch batch = batches.get(next++ % BATCHES);
        codec.encode(batch, KEY_COLUMN, keys);
        counts.resolve(keys, null, true, entries);
        long sum = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            int entry = entries[row];
            counts.touch(entry);
            sum += ++counts.page(entry)[counts.offset(entry)];
        }
        return sum;
    }
}
