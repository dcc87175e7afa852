package io.weir.runtime.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.state.BagsFixture;
import io.weir.runtime.state.BagsSpec;
import io.weir.runtime.state.FreezeRequest.Form;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedBags;
import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.KeyedStateBackend;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.LongKeys;
import io.weir.runtime.state.RowsSpec;
import io.weir.runtime.state.StateFixture;
import io.weir.runtime.state.TableSpec;
import io.weir.runtime.state.TightMemory;
import io.weir.runtime.testing.MemoryCheckpointStorage;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateBackendsTest {
    private static final TableSpec COUNTS = new TableSpec("counts", LongKeys.TYPES, false, 1, false, 0);
    private static final TableSpec PANES = new TableSpec("panes", LongKeys.TYPES, true, 1, false, 0);
    private static final BagsSpec BAGS = new BagsSpec("bags", LongKeys.TYPES, 0);
    private static final RowsSpec ROWS = new RowsSpec("rows", LongKeys.TYPES, 1, 0);

    @TempDir
    private Path folder;

    private RocksDbEnvironment environment;
    private StateFixture fixture;

    @BeforeEach
    void open() {
        environment = new RocksDbEnvironment(folder.resolve("state"), 16 << 20);
        // 1 MB for caches, so that most of the state is not in one; RocksDB from the first byte.
        fixture = new StateFixture(new StateBackends(TightMemory.withCache(1 << 20), environment, 0));
    }

    @AfterEach
    void close() {
        assertThat(fixture.failures).isEmpty();
        environment.close();
    }

    private static KeyedTable counts(KeyedStateBackend backend) {
        return backend.keyedState().table(COUNTS);
    }

    @Test
    void aSnapshotUploadsOnlyWhatIsNew() {
        KeyedStateBackend backend = fixture.start("rocksdb");
        KeyedTable counts = counts(backend);
        fixture.put(counts, 0, 100_000, 1);
        KeyedSnapshot first = fixture.checkpoint(backend);
        fixture.put(counts, 0, 10, 2);
        KeyedSnapshot second = fixture.checkpoint(backend);
        assertThat(first.newBytes()).isEqualTo(first.fullBytes()).isGreaterThan(500_000);
        assertThat(second.fullBytes()).isGreaterThan(500_000);
        assertThat(second.newBytes()).isLessThan(50_000);

        KeyedSnapshot savepoint = fixture.savepoint(backend, Form.NATIVE);
        assertThat(savepoint.newBytes()).isEqualTo(savepoint.fullBytes());
        assertThat(savepoint.files().values()).noneMatch(file -> file.path().startsWith("shared/"));
        fixture.close(backend);
    }

    @Test
    void filesOfAnAbortedCheckpointAreNotReferredTo() {
        KeyedStateBackend backend = fixture.start("rocksdb");
        KeyedTable counts = counts(backend);
        fixture.put(counts, 0, 10_000, 1);
        KeyedSnapshot aborted = fixture.snapshot(backend, fixture.storage, Form.NATIVE, true);
        backend.checkpointAborted(1);
        KeyedSnapshot next = fixture.checkpoint(backend);
        assertThat(paths(next)).doesNotContainAnyElementsOf(paths(aborted));
        fixture.close(backend);
    }

    @Test
    void filesOfASavepointElsewhereAreNotReferredTo() {
        KeyedStateBackend backend = fixture.start("rocksdb");
        fixture.put(counts(backend), 0, 10_000, 1);
        MemoryCheckpointStorage elsewhere = new MemoryCheckpointStorage("memory:elsewhere");
        KeyedSnapshot first = fixture.checkpoint(backend);
        KeyedSnapshot there = fixture.snapshot(backend, elsewhere, Form.NATIVE, true);
        assertThat(there.newBytes()).isEqualTo(there.fullBytes()).isGreaterThanOrEqualTo(first.fullBytes() / 2);
        fixture.close(backend);
    }

    private static Set<String> paths(KeyedSnapshot snapshot) {
        Set<String> paths = new HashSet<>();
        for (StoredFile file : snapshot.files().values()) {
            paths.add(file.path());
        }
        return paths;
    }

    /** FLINK-11094. */
    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void restoredAndUntouchedStateIsSavedAgainAndAgain(String type) {
        KeyedStateBackend backend = fixture.start(type);
        fixture.put(counts(backend), 0, 30_000, 3);
        KeyedSnapshot snapshot = fixture.checkpoint(backend);
        fixture.close(backend);

        KeyedStateBackend untouched = fixture.start(type, snapshot);
        KeyedTable unused = counts(untouched);
        fixture.checkpoint(untouched);
        KeyedSnapshot again = fixture.checkpoint(untouched);
        assertThat(again.newBytes()).isLessThan(1000);
        fixture.close(untouched);

        KeyedStateBackend restored = fixture.start(type, again);
        assertThat(fixture.sum(counts(restored), 0, 30_000)).isEqualTo(90_000);
        fixture.close(restored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void keysStayWithTheirGroupsFromOneToThreeToTwoSubtasks(String type) {
        List<KeyedSnapshot> snapshots = List.of();
        for (int parallelism : new int[] {1, 3, 2}) {
            List<KeyedStateBackend> backends = new ArrayList<>();
            List<KeyedSnapshot> next = new ArrayList<>();
            int found = 0;
            for (int subtask = 0; subtask < parallelism; subtask++) {
                KeyedStateBackend backend = fixture.start(type, subtask, parallelism, snapshots);
                backends.add(backend);
                KeyedTable counts = counts(backend);
                if (snapshots.isEmpty()) {
                    fixture.put(counts, 0, 20_000, 1);
                }
                found += fixture.count(counts);
                next.add(fixture.checkpoint(backend));
            }
            assertThat(found).as("entries of %s subtasks", parallelism).isEqualTo(20_000);
            backends.forEach(fixture::close);
            snapshots = next;
        }
    }

    @Test
    void aCanonicalSavepointChangesTheBackend() {
        KeyedStateBackend backend = fixture.start("rocksdb");
        fixture.put(counts(backend), 0, 20_000, 5);
        KeyedSnapshot savepoint = fixture.savepoint(backend, Form.CANONICAL);
        fixture.close(backend);
        for (String type : List.of("hashmap", "rocksdb")) {
            KeyedStateBackend restored = fixture.start(type, savepoint);
            assertThat(fixture.sum(counts(restored), 0, 20_000)).isEqualTo(100_000);
            KeyedSnapshot next = fixture.checkpoint(restored);
            assertThat(paths(next)).doesNotContainAnyElementsOf(paths(savepoint));
            fixture.close(restored);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void aDamagedFileIsNamed(String type) {
        KeyedStateBackend backend = fixture.start(type);
        fixture.put(counts(backend), 0, 10_000, 1);
        KeyedSnapshot snapshot = fixture.checkpoint(backend);
        fixture.close(backend);
        String damaged = snapshot.files().values().iterator().next().path();
        fixture.storage.corrupt(damaged);
        assertThatThrownBy(() -> fixture.start(type, snapshot))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT))
                .hasMessageContaining(damaged);
        assertThat(localFiles()).isEmpty();
    }

    @Test
    void stateOfAnotherLayoutIsRefused() {
        KeyedStateBackend backend = fixture.start("rocksdb");
        fixture.put(counts(backend), 0, 10, 1);
        KeyedSnapshot snapshot = fixture.checkpoint(backend);
        fixture.close(backend);
        KeyedStateBackend restored = fixture.start("rocksdb", snapshot);
        TableSpec other = new TableSpec("counts", LongKeys.TYPES, false, 2, false, 0);
        assertThatThrownBy(() -> restored.keyedState().table(other))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INCOMPATIBLE_STATE))
                .hasMessageContaining("(BIGINT) entries of 1 numbers")
                .hasMessageContaining("entries of 2 numbers");
        fixture.close(restored);
    }

    @Test
    void whatWasOnDiskBeforeTheStartIsGone() throws Exception {
        Path old = Files.createDirectories(folder.resolve("state/job/operator-0-1/db"));
        Files.writeString(old.resolve("000001.sst"), "left by a process that was killed");
        environment.close();
        environment = new RocksDbEnvironment(folder.resolve("state"), 16 << 20);
        assertThat(localFiles()).isEmpty();
    }

    @Test
    void theStateFolderMayBeALinkToAnotherDisk() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Files.createDirectory(disk.resolve("lost+found"));
        Files.writeString(disk.resolve("000001.sst"), "left by a process that was killed");
        Path link = Files.createSymbolicLink(folder.resolve("link"), disk);
        new RocksDbEnvironment(link, 16 << 20).close();
        assertThat(localFiles()).isEmpty();
        assertThat(link).isSymbolicLink();
        assertThat(disk.resolve("lost+found")).exists();
    }

    /** Seen as a native error in the middle of a write: the options it used had been freed. */
    @Test
    void whatIsSharedOutlivesStoresThatAreStillClosing() {
        KeyedStateBackend backend = fixture.start("rocksdb");
        KeyedTable counts = counts(backend);
        fixture.put(counts, 0, 1000, 1);
        fixture.checkpoint(backend);
        KeyedStateBackend other = fixture.start("hashmap");
        fixture.put(counts, 0, 100_000, 2);
        for (int i = 0; i < 200; i++) {
            backend.advance();
        }
        backend.close();
        environment.close();
        assertThat(folder.resolve("state")).as("in use").isNotEmptyDirectory();
        fixture.settle();
        assertThat(folder.resolve("state")).as("freed by the last user").isEmptyDirectory();
        fixture.close(other);
        assertThatThrownBy(environment::retain)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_SHUTTING_DOWN));
    }

    private List<Path> localFiles() {
        try (var files = Files.walk(folder).filter(Files::isRegularFile)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void manyNamespacesComeInOrder(String type) {
        KeyedStateBackend backend = fixture.start(type);
        KeyedTable panes = backend.keyedState().table(PANES);
        KeyBatch keys = new KeyBatch();
        int[] entries = new int[1000];
        long[] namespaces = new long[1000];
        int total = 60_000;
        for (int first = 0; first < total; first += 1000) {
            for (int i = 0; i < 1000; i++) {
                namespaces[i] = (first + i) * 7919L % total - total / 2;
            }
            LongKeys.fill(keys, namespaces, 1000);
            panes.resolve(keys, namespaces, true, entries);
            for (int i = 0; i < 1000; i++) {
                panes.touch(entries[i]);
            }
            backend.advance();
            fixture.settle();
        }
        KeyedSnapshot snapshot = fixture.checkpoint(backend);
        fixture.close(backend);
        KeyedStateBackend restored = fixture.start(type, snapshot);
        KeyedTable again = restored.keyedState().table(PANES);
        long expected = -total / 2;
        while (again.leastNamespace() < Long.MAX_VALUE) {
            assertThat(again.leastNamespace()).isEqualTo(expected);
            KeyedTable.Scan due = again.scan(Long.MIN_VALUE, expected + 4_999);
            for (int count = due.next(entries, 700); count > 0; count = due.next(entries, 700)) {
                for (int i = 0; i < count; i++) {
                    if (again.namespace(entries[i]) != expected) {
                        assertThat(again.namespace(entries[i])).isEqualTo(expected);
                    }
                    expected++;
                    again.remove(entries[i]);
                }
            }
            restored.advance();
            fixture.settle();
        }
        assertThat(expected).isEqualTo(total / 2);
        fixture.close(restored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void aKeyWithAMillionRowsIsChangedInPlace(String type) {
        KeyedStateBackend backend = fixture.start(type);
        KeyedRows rows = backend.keyedState().rows(ROWS);
        KeyBatch keys = new KeyBatch();
        int[] handles = new int[1];
        LongKeys.fill(keys, new long[] {42}, 1);
        int total = 1_000_000;
        byte[] order = new byte[8];
        KeyedRows.Cursor cursor = rows.cursor();
        for (int i = 0; i < total; i++) {
            if (i % 4096 == 0) {
                rows.load(keys, handles);
                backend.advance();
                fixture.settle();
            }
            writeOrder(i * 7919L % total, order);
            if (cursor.seek(handles[0], order, 0, 8)) {
                assertThat(i).as("found before it was inserted").isNegative();
            }
            cursor.insert(order, 0, 4);
        }
        KeyedSnapshot snapshot = fixture.checkpoint(backend);
        rows.load(keys, handles);
        writeOrder(500_000, order);
        assertThat(cursor.seek(handles[0], order, 0, 8)).isTrue();
        cursor.setNumber(0, 99);
        KeyedSnapshot next = fixture.checkpoint(backend);
        assertThat(next.fullBytes()).isGreaterThan(4_000_000);
        if (type.equals("hashmap")) {
            // RocksDB compacts in the background: what it has rewritten since is new as well, more or less of it.
            assertThat(next.newBytes()).isLessThan(100_000);
        }
        fixture.close(backend);

        KeyedStateBackend restored = fixture.start(type, snapshot);
        KeyedRows again = restored.keyedState().rows(ROWS);
        again.load(keys, handles);
        assertThat(again.size(handles[0])).isEqualTo(total);
        KeyedRows.Cursor walk = again.cursor();
        int count = 0;
        for (boolean more = walk.first(handles[0]); more; more = walk.next()) {
            writeOrder(count++, order);
            if (walk.number(0) != 0 || !Arrays.equals(walk.keyData(), walk.keyStart(), walk.keyEnd(), order, 0, 8)) {
                assertThat(count).as("row %s is another one", count - 1).isNegative();
            }
        }
        assertThat(count).isEqualTo(total);
        again.clear(handles[0]);
        fixture.checkpoint(restored);
        again.load(keys, handles);
        assertThat(again.size(handles[0])).isZero();
        fixture.close(restored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hashmap", "rocksdb"})
    void whatABagWritesAgainIsItsLastRows(String type) {
        KeyedStateBackend backend = fixture.start(type);
        KeyedBags bags = backend.keyedState().bags(BAGS);
        KeyBatch keys = new KeyBatch();
        int[] handles = new int[1];
        LongKeys.fill(keys, new long[] {42}, 1);
        bags.load(keys, handles);
        for (int i = 0; i < 300_000; i++) {
            bags.add(handles, BagsFixture.numbers(i));
        }
        KeyedSnapshot snapshot = fixture.checkpoint(backend);
        bags.load(keys, handles);
        bags.add(handles, BagsFixture.numbers(1));
        KeyedSnapshot next = fixture.checkpoint(backend);
        assertThat(next.fullBytes()).isGreaterThan(1_000_000);
        if (type.equals("hashmap")) {
            assertThat(next.newBytes()).isLessThan(50_000);
        }
        fixture.close(backend);

        KeyedStateBackend restored = fixture.start(type, snapshot);
        KeyedBags again = restored.keyedState().bags(BAGS);
        again.find(keys, handles);
        assertThat(BagsFixture.count(again, handles[0])).isEqualTo(300_000);
        fixture.close(restored);
    }

    @Test
    void equalRowsOfABagAreCounted() {
        KeyedStateBackend backend = fixture.start("hashmap");
        KeyedBags bags = backend.keyedState().bags(BAGS);
        KeyBatch keys = new KeyBatch();
        int[] handles = new int[1];
        LongKeys.fill(keys, new long[] {42}, 1);
        bags.load(keys, handles);
        for (int i = 0; i < 300_000; i++) {
            bags.add(handles, BagsFixture.numbers(i % 100));
        }
        assertThat(BagsFixture.count(bags, handles[0])).isEqualTo(300_000);
        assertThat(fixture.checkpoint(backend).fullBytes()).isLessThan(10_000);
        fixture.close(backend);
    }

    private static void writeOrder(long number, byte[] order) {
        for (int i = 0; i < 8; i++) {
            order[i] = (byte) (number >>> (8 * (7 - i)));
        }
    }

    @Test
    void closingAndOpeningLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 30; i++) {
            openAndClose();
        }
        long filesBefore = openFiles();
        long bytesBefore = residentBytes();
        for (int i = 0; i < 170; i++) {
            openAndClose();
        }
        assertThat(openFiles()).isLessThanOrEqualTo(filesBefore + 5);
        assertThat(residentBytes() - bytesBefore).isLessThan(64L << 20);
        assertThat(localFiles()).isEmpty();
    }

    private void openAndClose() {
        KeyedStateBackend backend = fixture.start("rocksdb");
        KeyedTable counts = counts(backend);
        fixture.put(counts, 0, 1000, 1);
        KeyedSnapshot first = fixture.checkpoint(backend);
        KeyedTable.Scan unfinished = counts.scan(0, 0);
        assertThat(unfinished.next(new int[10], 10)).isPositive();
        KeyedSnapshot canonical = fixture.savepoint(backend, Form.CANONICAL);
        fixture.close(backend);
        KeyedStateBackend restored = fixture.start("rocksdb", first);
        fixture.close(restored);
        KeyedStateBackend loaded = fixture.start("rocksdb", canonical);
        fixture.close(loaded);
        fixture.storage.sweep(List.of(), new ArrayList<>(first.files().values()));
        fixture.storage.sweep(List.of(), new ArrayList<>(canonical.files().values()));
    }

    private static long openFiles() throws Exception {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static long residentBytes() throws Exception {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }
}
