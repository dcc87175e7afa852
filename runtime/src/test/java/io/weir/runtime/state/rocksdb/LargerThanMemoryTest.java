package io.weir.runtime.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.LongKeys;
import io.weir.runtime.state.StateFixture;
import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of a million keys, visited in an order that no cache can guess, in caches that hold a fifth of them. */
class LargerThanMemoryTest {
    private static final TableSpec COUNTS = new TableSpec("counts", LongKeys.TYPES, false, 1, false, 0);
    private static final int KEYS = 1_000_000;
    private static final int BATCH = 4000;
    /** Without a common divisor with the number of keys: each is met once in a round. */
    private static final long STEP = 736_879;

    private static final long CACHE_BYTES = 8 << 20;

    @TempDir
    Path folder;

    private final StateMemory memory = new StateMemory(CACHE_BYTES);
    private final KeyBatch keys = new KeyBatch();
    private final long[] values = new long[BATCH];
    private final int[] entries = new int[BATCH];
    private RocksDbEnvironment environment;
    private StateFixture fixture;
    private long next;
    private long mostBytes;

    @BeforeEach
    void open() {
        environment = new RocksDbEnvironment(folder.resolve("state"), 16 << 20);
        fixture = new StateFixture(new StateBackends(memory, environment));
    }

    @AfterEach
    void close() {
        environment.close();
    }

    private void count(KeyedStateBackend backend, KeyedTable table, int rows) {
        for (int done = 0; done < rows; done += BATCH) {
            for (int i = 0; i < BATCH; i++) {
                values[i] = next++ * STEP % KEYS;
            }
            LongKeys.fill(keys, values, BATCH);
            table.resolve(keys, null, true, entries);
            for (int i = 0; i < BATCH; i++) {
                table.touch(entries[i]);
                table.page(entries[i])[table.offset(entries[i])]++;
            }
            backend.advance();
            mostBytes = Math.max(mostBytes, memory.usedBytes());
            if (backend.isWriteBehindFull() || done % (16 * BATCH) == 0) {
                fixture.settle();
            }
        }
    }

    @Test
    void countsWhatDoesNotFitAndGoesOnFromASnapshot() {
        KeyedStateBackend backend = fixture.start("rocksdb");
        KeyedTable table = backend.keyedState().table(COUNTS);
        count(backend, table, KEYS);
        KeyedSnapshot first = fixture.checkpoint(backend);
        count(backend, table, KEYS / 2);
        KeyedSnapshot second = fixture.checkpoint(backend);
        assertThat(first.newBytes()).isEqualTo(first.fullBytes());
        assertThat(second.files().keySet())
                .as("files of the first one")
                .containsAnyElementsOf(first.files().keySet());
        // What comes after the last snapshot is lost, and counted again.
        long atSnapshot = next;
        count(backend, table, KEYS / 10);
        fixture.close(backend);
        next = atSnapshot;

        KeyedStateBackend restored = fixture.start("rocksdb", second);
        KeyedTable again = restored.keyedState().table(COUNTS);
        count(restored, again, KEYS / 2);
        assertThat(fixture.count(again)).isEqualTo(KEYS);
        assertThat(fixture.sum(again, 0, KEYS)).isEqualTo(2L * KEYS);
        assertThat(mostBytes).as("bytes of caches").isLessThan(CACHE_BYTES * 3 / 2);
        assertThat(fixture.failures).isEmpty();
        fixture.close(restored);
    }

    @Test
    void aTableThatCameFirstGivesMemoryBackToOneThatComesLate() {
        KeyedStateBackend large = fixture.start("rocksdb");
        KeyedTable largeTable = large.keyedState().table(COUNTS);
        count(large, largeTable, KEYS / 2);
        fixture.settle();
        KeyedStateBackend late = fixture.start("hashmap");
        KeyedTable lateTable = late.keyedState().table(COUNTS);
        long before = memory.usedBytes();
        for (int i = 0; i < 100; i++) {
            count(large, largeTable, BATCH);
            fixture.put(lateTable, i * 1000L, (i + 1) * 1000L, 1);
            late.advance();
            fixture.settle();
        }
        assertThat(before).as("used by the first one").isGreaterThan(CACHE_BYTES * 8 / 10);
        assertThat(late.stateBytes()).as("of the late one").isGreaterThan(CACHE_BYTES / 4);
        assertThat(fixture.sum(lateTable, 0, 100_000)).isEqualTo(100_000);
        assertThat(mostBytes).isLessThan(CACHE_BYTES * 3 / 2);
        fixture.close(large);
        fixture.close(late);
    }
}
