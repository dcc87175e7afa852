package io.weir.runtime.state;

import io.weir.runtime.state.FreezeRequest.Form;
import io.weir.runtime.testing.ManualClock;
import io.weir.runtime.testing.MemoryCheckpointStorage;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Makes backends, and takes and restores snapshots, for tests that tell a story; I/O runs when {@link #settle} is
 * called.
 */
public final class StateFixture {
    public static final int MAX_PARALLELISM = 128;

    public final ManualClock clock = new ManualClock();
    public final MemoryCheckpointStorage storage = new MemoryCheckpointStorage("memory:test");
    public final List<Throwable> failures = new ArrayList<>();
    private final ArrayDeque<Runnable> io = new ArrayDeque<>();
    private final KeyedStateBackendFactory factory;
    private long nextAttempt = 1;
    private long nextCheckpoint = 1;

    public StateFixture(KeyedStateBackendFactory factory) {
        this.factory = factory;
    }

    /** A backend of the only subtask, restored from snapshots if there are any. */
    public KeyedStateBackend start(String type, KeyedSnapshot... restored) {
        return start(type, 0, 1, List.of(restored));
    }

    public KeyedStateBackend start(String type, int subtask, int parallelism, List<KeyedSnapshot> all) {
        KeyGroupRange range = KeyGroups.rangeOf(subtask, MAX_PARALLELISM, parallelism);
        List<KeyedSnapshot> needed = all.stream()
                .filter(part -> part.firstKeyGroup() <= range.last() && part.lastKeyGroup() >= range.first())
                .toList();
        return factory.create(new KeyedStateBackendContext(
                "job",
                "operator/with:odd name",
                subtask,
                nextAttempt++,
                type,
                MAX_PARALLELISM,
                range,
                needed,
                all.isEmpty() ? null : storage,
                clock,
                io::add,
                () -> {},
                failures::add));
    }

    /** Takes a checkpoint, waits for it, and completes it. */
    public KeyedSnapshot checkpoint(KeyedStateBackend backend) {
        long id = nextCheckpoint;
        KeyedSnapshot snapshot = snapshot(backend, storage, Form.NATIVE, true);
        backend.checkpointCompleted(id);
        return snapshot;
    }

    public KeyedSnapshot savepoint(KeyedStateBackend backend, Form form) {
        return snapshot(backend, storage, form, false);
    }

    public KeyedSnapshot snapshot(KeyedStateBackend backend, CheckpointStorage target, Form form, boolean incremental) {
        CompletableFuture<KeyedSnapshot> done = backend.freeze(
                        new FreezeRequest(nextCheckpoint++, target, form, incremental))
                .toCompletableFuture();
        while (!done.isDone()) {
            backend.advance();
            settle();
        }
        return done.join();
    }

    /** Does what waits for an I/O thread. */
    public void settle() {
        for (Runnable task = io.poll(); task != null; task = io.poll()) {
            task.run();
        }
    }

    public void close(KeyedStateBackend backend) {
        backend.close();
        settle();
    }

    /** Sets slot 0 of keys {@code from} to {@code to}, exclusive. */
    public void put(KeyedTable table, long from, long to, long value) {
        KeyBatch keys = new KeyBatch();
        int[] entries = new int[1000];
        for (long first = from; first < to; first += 1000) {
            long[] values = range(first, Math.min(to, first + 1000));
            LongKeys.fill(keys, values, values.length);
            table.resolve(keys, null, true, entries);
            for (int i = 0; i < values.length; i++) {
                table.touch(entries[i]);
                table.page(entries[i])[table.offset(entries[i])] = value;
            }
        }
    }

    /** The sum of slot 0 over those of the keys that are there, or -1 if one is missing. */
    public long sum(KeyedTable table, long from, long to) {
        KeyBatch keys = new KeyBatch();
        int[] entries = new int[1000];
        long sum = 0;
        for (long first = from; first < to; first += 1000) {
            long[] values = range(first, Math.min(to, first + 1000));
            LongKeys.fill(keys, values, values.length);
            table.resolve(keys, null, false, entries);
            for (int i = 0; i < values.length; i++) {
                if (entries[i] == KeyedTable.ABSENT) {
                    return -1;
                }
                sum += table.page(entries[i])[table.offset(entries[i])];
            }
        }
        return sum;
    }

    /** How many entries a pass over the table finds. */
    public int count(KeyedTable table) {
        int[] entries = new int[1000];
        KeyedTable.Scan scan = table.scan(Long.MIN_VALUE, Long.MAX_VALUE);
        int total = 0;
        for (int count = scan.next(entries, entries.length); count > 0; count = scan.next(entries, entries.length)) {
            total += count;
        }
        return total;
    }

    private static long[] range(long from, long to) {
        long[] values = new long[(int) (to - from)];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + i;
        }
        return values;
    }
}
