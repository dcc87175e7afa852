package io.weir.storage.hdfs;

import static io.weir.storage.hdfs.Manifests.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.CheckpointStorageProvider;
import io.weir.spi.storage.FileContent;
import io.weir.spi.storage.FileTarget;
import io.weir.spi.storage.StorageOptions;
import io.weir.spi.storage.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checkpoint storage promises, on whatever file system a subclass brings. */
abstract class CheckpointStorageContract {
    /** A new, empty directory. */
    abstract String directory();

    abstract FileSystem files() throws IOException;

    private final CheckpointStorageProvider provider = new HdfsCheckpointStorageProvider(java.util.Map.of(), null);

    private static StoredFile write(CheckpointStorage storage, String text) {
        return storage.writeShared("000012.sst", () -> new ByteArrayInputStream(bytes(text)));
    }

    @Test
    void aFileIsReadAsWritten() {
        CheckpointStorage storage = provider.open(directory(), "job-1");
        StoredFile file = write(storage, "some state");
        assertThat(file.sizeBytes()).isEqualTo(10);
        assertThat(storage.read(file)).isEqualTo(bytes("some state"));
    }

    @Test
    void filesWithTheSameNameStayApart() {
        CheckpointStorage storage = provider.open(directory(), "job-1");
        StoredFile first = write(storage, "one");
        StoredFile second = write(storage, "two");
        assertThat(storage.read(first)).isEqualTo(bytes("one"));
        assertThat(storage.read(second)).isEqualTo(bytes("two"));
    }

    @Test
    void aCheckpointExistsFromItsPublicationOn() {
        CheckpointStorage storage = provider.open(directory(), "job-1");
        long attempt = storage.fence();
        StoredFile file = storage.writeExclusive(7, "state", () -> new ByteArrayInputStream(bytes("x")));
        assertThat(storage.list()).isEmpty();
        assertThat(storage.load(7)).isEmpty();

        CheckpointManifest manifest = Manifests.withFile(7, file);
        storage.publish(manifest, attempt);

        assertThat(storage.list()).containsExactly(7L);
        assertThat(storage.load(7).orElseThrow()).usingRecursiveComparison().isEqualTo(manifest);
        storage.delete(7);
        storage.delete(7);
        assertThat(storage.list()).isEmpty();
    }

    @Test
    void checkpointsAreListedInAscendingOrder() {
        CheckpointStorage storage = provider.open(directory(), "job-1");
        long attempt = storage.fence();
        StoredFile file = write(storage, "x");
        for (long id : new long[] {9, 10, 2}) {
            storage.publish(Manifests.withFile(id, file), attempt);
        }
        assertThat(storage.list()).containsExactly(2L, 9L, 10L);
    }

    @Test
    void anEarlierAttemptCanPublishNoMore() {
        String directory = directory();
        CheckpointStorage before = provider.open(directory, "job-1");
        long old = before.fence();
        CheckpointStorage after = provider.open(directory, "job-1");
        long current = after.fence();
        assertThat(current).isGreaterThan(old);
        StoredFile file = write(before, "x");
        assertThatThrownBy(() -> before.publish(Manifests.withFile(1, file), old))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("has been replaced by attempt " + current);
        after.publish(Manifests.withFile(1, file), current);
    }

    @Test
    void aCheckpointIsNeverOverwritten() {
        CheckpointStorage storage = provider.open(directory(), "job-1");
        long attempt = storage.fence();
        CheckpointManifest manifest = Manifests.withFile(1, write(storage, "x"));
        storage.publish(manifest, attempt);
        assertThatThrownBy(() -> storage.publish(manifest, attempt)).hasMessageContaining("exists already");
    }

    @Test
    void damageIsNamed() throws IOException {
        String directory = directory();
        CheckpointStorage storage = provider.open(directory, "job-1");
        StoredFile file = write(storage, "some state");
        Path path = new Path(new Path(storage.location()), file.path());
        try (var out = files().create(path, true)) {
            out.write(bytes("some stare"));
        }
        assertThatThrownBy(() -> storage.read(file))
                .hasMessageContaining("checkpoint file " + path + " is damaged: its checksum is");
        try (var out = files().create(path, true)) {
            out.write(bytes("some"));
        }
        assertThatThrownBy(() -> storage.read(file)).hasMessageContaining("it has 4 bytes, 10 were written");
        files().delete(path, false);
        assertThatThrownBy(() -> storage.read(file)).hasMessageContaining("checkpoint file " + path + " is missing");
    }

    @Test
    void aFailedWriteLeavesTheCauseVisible() {
        CheckpointStorage storage = provider.open(directory(), "job-1");
        assertThatThrownBy(() -> storage.writeShared("x", () -> {
                    throw new IOException("No space left on device");
                }))
                .hasMessageContaining("checkpoint storage is full");
    }

    @Test
    void sharedFilesGoWhenNoCheckpointNeedsThem() {
        CheckpointStorage storage = provider.open(directory(), "job-1");
        long attempt = storage.fence();
        StoredFile kept = write(storage, "kept");
        StoredFile dropped = write(storage, "dropped");
        StoredFile beingWritten = write(storage, "in use");
        storage.publish(Manifests.withFile(2, kept), attempt);

        storage.sweep(List.of(beingWritten), List.of(kept, dropped, beingWritten));

        assertThat(storage.read(kept)).isEqualTo(bytes("kept"));
        assertThat(storage.read(beingWritten)).isEqualTo(bytes("in use"));
        assertThatThrownBy(() -> storage.read(dropped)).hasMessageContaining("is missing");
    }

    @Test
    void whatEarlierAttemptsLeftBehindIsSwept() throws IOException {
        String directory = directory();
        CheckpointStorage before = provider.open(directory, "job-1");
        long old = before.fence();
        StoredFile kept = write(before, "kept");
        before.publish(Manifests.withFile(1, kept), old);
        StoredFile orphan = write(before, "orphan");
        before.writeExclusive(2, "state", () -> new ByteArrayInputStream(bytes("never published")));
        makeOlder(new Path(before.location()));

        CheckpointStorage after = provider.open(directory, "job-1");
        long attempt = after.fence();
        StoredFile fresh = write(after, "being uploaded");
        after.sweep(List.of(), List.of());

        assertThat(after.read(kept)).isEqualTo(bytes("kept"));
        assertThat(after.read(fresh)).isEqualTo(bytes("being uploaded"));
        assertThatThrownBy(() -> after.read(orphan)).hasMessageContaining("is missing");
        assertThat(files().exists(new Path(after.location(), "chk-2"))).isFalse();
        assertThat(after.list()).containsExactly(1L);
        assertThat(attempt).isGreaterThan(old);
    }

    private void makeOlder(Path folder) throws IOException {
        for (FileStatus status : files().listStatus(folder)) {
            if (status.isDirectory()) {
                makeOlder(status.getPath());
            }
            files().setTimes(status.getPath(), status.getModificationTime() - 60_000, -1);
        }
    }

    @Test
    void aSavepointCanBeMovedAndRead() throws IOException {
        String directory = directory();
        CheckpointStorage savepoint = provider.openSavepoint(directory, "s1");
        StoredFile file = write(savepoint, "saved");
        savepoint.publish(Manifests.withFile(5, file), 1);
        Path moved = new Path(directory, "elsewhere");
        assertThat(files().rename(new Path(savepoint.location()), moved)).isTrue();

        CheckpointStorage job = provider.open(directory, "job-2");
        CheckpointManifest manifest = job.loadFrom(moved.toString());
        StoredFile found = manifest.files().get(0);
        assertThat(job.read(found)).isEqualTo(bytes("saved"));
        provider.deleteSavepoint(moved.toString());
        provider.deleteSavepoint(moved.toString());
        assertThat(files().exists(moved)).isFalse();
    }

    private static StorageOptions options(int inline, boolean merges, boolean backup) {
        return new StorageOptions(inline, merges, 1_000, backup);
    }

    @Test
    void smallFilesAreKeptInTheManifest() throws IOException {
        String directory = directory();
        CheckpointStorage storage = provider.open(directory, "job-1", () -> options(10, false, false));
        long attempt = storage.fence();
        StoredFile small = storage.writeExclusive(7, "state", () -> new ByteArrayInputStream(bytes("0123456789")));
        StoredFile shared = write(storage, "tiny");
        StoredFile large = storage.writeExclusive(7, "state", () -> new ByteArrayInputStream(bytes("0123456789a")));
        assertThat(small.isInline()).isTrue();
        assertThat(shared.isInline()).isTrue();
        assertThat(large.isInline()).isFalse();
        storage.publish(Manifests.withFiles(7, small, shared, large), attempt);

        // Who reads needs no options, not even if the job is another.
        CheckpointStorage other = provider.open(directory, "job-2");
        CheckpointManifest found = other.loadFrom(storage.location() + "/chk-7");
        assertThat(found.files().stream().map(other::read).map(String::new))
                .containsExactlyInAnyOrder("0123456789", "tiny", "0123456789a");
        assertThat(files().listStatus(new Path(storage.location(), "chk-7"))).hasSize(2);
    }

    @Test
    void mergedFilesAreReadAsWritten() throws Exception {
        String directory = directory();
        CheckpointStorage storage = provider.open(directory, "job-1", () -> options(0, true, false));
        long attempt = storage.fence();
        int count = 64;
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Future<StoredFile>> writing = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                String text = "state of subtask " + i;
                writing.add(threads.submit(
                        () -> storage.writeExclusive(7, "state", () -> new ByteArrayInputStream(bytes(text)))));
            }
        } finally {
            threads.shutdown();
        }
        List<StoredFile> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            written.add(writing.get(i).get());
            assertThat(storage.read(written.get(i))).isEqualTo(bytes("state of subtask " + i));
        }
        storage.publish(Manifests.withFiles(7, written.toArray(StoredFile[]::new)), attempt);
        CheckpointStorage other = provider.open(directory, "job-2");
        CheckpointManifest found = other.loadFrom(storage.location() + "/chk-7");
        assertThat(found.files().stream().map(other::read).map(String::new)).contains("state of subtask 63");
        storage.delete(7);
        assertThat(files().exists(new Path(storage.location(), "chk-7"))).isFalse();
    }

    @Test
    void damageToAPartIsNamed() throws IOException {
        CheckpointStorage storage = provider.open(directory(), "job-1");
        StoredFile whole = write(storage, "one two");
        StoredFile part = new StoredFile(whole.path() + "#4", 3, StoredFile.checksumOf(bytes("two")));
        assertThat(storage.read(part)).isEqualTo(bytes("two"));
        StoredFile beyond = new StoredFile(whole.path() + "#100", 3, part.checksum());
        assertThatThrownBy(() -> storage.read(beyond)).hasMessageContaining("is damaged");
        StoredFile other = new StoredFile(whole.path() + "#1", 3, part.checksum());
        assertThatThrownBy(() -> storage.read(other)).hasMessageContaining("is damaged: its checksum is");
    }

    @Test
    void aLocalBackupIsReadFirstAndStorageWhereItIsDamaged(@TempDir java.nio.file.Path backups) throws IOException {
        CheckpointStorageProvider withBackups =
                new HdfsCheckpointStorageProvider(java.util.Map.of(), null, List.of(backups));
        String directory = directory();
        CheckpointStorage storage = withBackups.open(directory, "job-1", () -> options(0, false, true));
        long attempt = storage.fence();
        StoredFile file = write(storage, "some state");
        storage.publish(Manifests.withFile(1, file), attempt);
        java.nio.file.Path copy = backups.resolve("job-1").resolve(file.path());
        assertThat(copy).hasContent("some state");

        Path remote = new Path(new Path(storage.location()), file.path());
        Path away = remote.suffix("-away");
        files().rename(remote, away);
        CheckpointStorage again = withBackups.open(directory, "job-1", () -> options(0, false, true));
        assertThat(again.read(file)).isEqualTo(bytes("some state"));

        files().rename(away, remote);
        java.nio.file.Files.writeString(copy, "some stare");
        assertThat(again.read(file)).isEqualTo(bytes("some state"));
        java.nio.file.Files.delete(copy);
        assertThat(again.read(file)).isEqualTo(bytes("some state"));
    }

    @Test
    void aLocalBackupHoldsNoMoreThanTheLatestCheckpointNeeds(@TempDir java.nio.file.Path backups) throws IOException {
        CheckpointStorage storage = new HdfsCheckpointStorageProvider(java.util.Map.of(), null, List.of(backups))
                .open(directory(), "job-1", () -> options(0, false, true));
        long attempt = storage.fence();
        StoredFile kept = write(storage, "kept");
        for (long id = 1; id <= 5; id++) {
            long checkpoint = id;
            StoredFile own = storage.writeExclusive(
                    id, "state", () -> new ByteArrayInputStream(bytes("of checkpoint " + checkpoint)));
            storage.publish(Manifests.withFiles(id, kept, own), attempt);
        }
        assertThat(copies(backups)).isEqualTo(3); // one that is shared, and those of two checkpoints
        for (long id = 1; id <= 5; id++) {
            storage.delete(id);
        }
        assertThat(copies(backups)).isZero();
    }

    @Test
    void partsOfMergedFilesAreReadFromTheLocalBackup(@TempDir java.nio.file.Path backups) throws Exception {
        CheckpointStorageProvider withBackups =
                new HdfsCheckpointStorageProvider(java.util.Map.of(), null, List.of(backups));
        String directory = directory();
        CheckpointStorage storage = withBackups.open(directory, "job-1", () -> options(0, false, true));
        long attempt = storage.fence();
        // As the merger makes them, whoever writes at the same time.
        StoredFile whole = storage.writeExclusive(1, "merged", () -> new ByteArrayInputStream(bytes("first second")));
        StoredFile part = new StoredFile(whole.path() + "#6", 6, StoredFile.checksumOf(bytes("second")));
        for (long id = 1; id <= 3; id++) {
            storage.publish(Manifests.withFiles(id, part), attempt);
        }
        Path remote = new Path(new Path(storage.location()), whole.path());
        files().delete(remote, false);
        assertThat(storage.read(part)).isEqualTo(bytes("second"));
        java.nio.file.Files.writeString(backups.resolve("job-1").resolve(whole.path()), "first secund");
        assertThatThrownBy(() -> storage.read(part)).hasMessageContaining("is missing");
    }

    @Test
    void aFileThatNeverChangesIsLinkedIntoTheLocalBackupAndOutOfIt(
            @TempDir java.nio.file.Path backups, @TempDir java.nio.file.Path state) throws IOException {
        CheckpointStorage storage = new HdfsCheckpointStorageProvider(java.util.Map.of(), null, List.of(backups))
                .open(directory(), "job-1", () -> options(0, false, true));
        java.nio.file.Path own = java.nio.file.Files.writeString(state.resolve("000001.sst"), "records");
        StoredFile file = storage.writeShared("000001.sst", FileContent.ofImmutable(own));
        assertThat(java.nio.file.Files.isSameFile(own, backups.resolve("job-1").resolve(file.path())))
                .isTrue();
        java.nio.file.Path restored = state.resolve("restored.sst");
        storage.readTo(file, immutable(restored));
        assertThat(java.nio.file.Files.isSameFile(own, restored)).isTrue();
    }

    private static FileTarget immutable(java.nio.file.Path file) {
        return new FileTarget() {
            @Override
            public OutputStream open() throws IOException {
                return java.nio.file.Files.newOutputStream(file);
            }

            @Override
            public java.nio.file.Path immutableFile() {
                return file;
            }
        };
    }

    @Test
    void whatHadToBeFetchedIsInTheLocalBackupAfterwards(
            @TempDir java.nio.file.Path backups, @TempDir java.nio.file.Path state) throws IOException {
        String directory = directory();
        CheckpointStorage storage = provider.open(directory, "job-1");
        StoredFile file = write(storage, "some state");
        StoredFile other = write(storage, "other state");
        CheckpointStorage backedUp = new HdfsCheckpointStorageProvider(java.util.Map.of(), null, List.of(backups))
                .open(directory, "job-1", () -> options(0, false, true));
        backedUp.readTo(file, immutable(state.resolve("file")));
        assertThat(backedUp.read(other)).isEqualTo(bytes("other state"));
        files().delete(new Path(new Path(storage.location()), file.path()), false);
        files().delete(new Path(new Path(storage.location()), other.path()), false);
        assertThat(backedUp.read(file)).isEqualTo(bytes("some state"));
        assertThat(backedUp.read(other)).isEqualTo(bytes("other state"));
        assertThat(copies(backups)).isEqualTo(2); // and nothing temporary
    }

    @Test
    void localBackupsOfJobsThatAreGoneAreDeleted(@TempDir java.nio.file.Path backups) throws IOException {
        CheckpointStorageProvider withBackups =
                new HdfsCheckpointStorageProvider(java.util.Map.of(), null, List.of(backups));
        String directory = directory();
        write(withBackups.open(directory, "job-1", () -> options(0, false, true)), "some state");
        StoredFile kept = write(withBackups.open(directory, "job-2", () -> options(0, false, true)), "other state");
        withBackups.retainLocalCopies(java.util.Set.of("job-2"));
        assertThat(backups.resolve("job-1")).doesNotExist();
        assertThat(backups.resolve("job-2").resolve(kept.path())).hasContent("other state");
    }

    private static long copies(java.nio.file.Path folder) throws IOException {
        try (var all = java.nio.file.Files.walk(folder)) {
            return all.filter(java.nio.file.Files::isRegularFile).count();
        }
    }

    @Test
    void aLocalDiskThatFailsCostsNoCheckpoint(@TempDir java.nio.file.Path folder) throws IOException {
        java.nio.file.Path noFolder = java.nio.file.Files.writeString(folder.resolve("file"), "in the way");
        CheckpointStorage storage = new HdfsCheckpointStorageProvider(java.util.Map.of(), null, List.of(noFolder))
                .open(directory(), "job-1", () -> options(0, false, true));
        long attempt = storage.fence();
        StoredFile file = write(storage, "some state");
        storage.publish(Manifests.withFile(1, file), attempt);
        assertThat(storage.read(file)).isEqualTo(bytes("some state"));
    }

    @Test
    void aFolderThatIsNoCheckpointIsNamed() {
        String directory = directory();
        CheckpointStorage job = provider.open(directory, "job-2");
        assertThatThrownBy(() -> job.loadFrom(directory + "/nothing"))
                .hasMessageContaining("'" + directory + "/nothing' is no checkpoint and no savepoint");
    }

    @Test
    void aRetainedCheckpointOfAnotherJobCanBeRead() {
        String directory = directory();
        CheckpointStorage storage = provider.open(directory, "job-1");
        long attempt = storage.fence();
        storage.publish(Manifests.withFile(3, write(storage, "state")), attempt);
        CheckpointStorage other = provider.open(directory, "job-2");
        CheckpointManifest manifest = other.loadFrom(storage.location() + "/chk-3");
        assertThat(other.read(manifest.files().get(0))).isEqualTo(bytes("state"));
    }
}
