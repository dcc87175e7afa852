package io.weir.runtime.testing;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointManifest.OperatorSnapshot;
import io.weir.spi.storage.CheckpointManifest.SubtaskSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.FileContent;
import io.weir.spi.storage.FileTarget;
import io.weir.spi.storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;

/** Checkpoint storage that outlives its users but not the test. Thread-safe. */
public final class MemoryCheckpointStorage implements CheckpointStorage {
    private final String location;
    private final MemoryStorageProvider provider;
    private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
    private final TreeMap<Long, CheckpointManifest> manifests = new TreeMap<>();
    private long attempt;
    private long nextFile;

    /** Storage that knows no other folder. */
    public MemoryCheckpointStorage(String location) {
        this(location, new MemoryStorageProvider());
    }

    MemoryCheckpointStorage(String location, MemoryStorageProvider provider) {
        this.location = location;
        this.provider = provider;
    }

    @Override
    public synchronized StoredFile writeExclusive(long checkpointId, String nameHint, FileContent content) {
        return write("chk-" + checkpointId + "/" + nameHint, content);
    }

    @Override
    public synchronized StoredFile writeShared(String nameHint, FileContent content) {
        return write("shared/" + nameHint, content);
    }

    private StoredFile write(String name, FileContent content) {
        try (InputStream in = content.open()) {
            byte[] bytes = in.readAllBytes();
            nextFile++;
            String path = name + "-" + nextFile;
            files.put(path, bytes);
            return new StoredFile(path, bytes.length, checksum(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void readTo(StoredFile file, FileTarget target) {
        try (OutputStream out = target.open()) {
            out.write(read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] read(StoredFile file) {
        MemoryCheckpointStorage elsewhere = provider.folderOf(file.path());
        byte[] bytes = elsewhere == null
                ? files.get(file.path())
                : elsewhere.files.get(file.path().substring(elsewhere.location.length() + 1));
        if (bytes == null) {
            throw new WeirException(ErrorCode.STORAGE_CORRUPT, "file \"" + file.path() + "\" is missing");
        }
        if (bytes.length != file.sizeBytes() || checksum(bytes) != file.checksum()) {
            throw new WeirException(ErrorCode.STORAGE_CORRUPT, "file \"" + file.path() + "\" has another checksum");
        }
        return bytes;
    }

    @Override
    public synchronized void publish(CheckpointManifest manifest, long publisher) {
        if (publisher < attempt) {
            throw new WeirException(
                    ErrorCode.CHECKPOINT_FAILURE, "attempt " + publisher + " was fenced off by attempt " + attempt);
        }
        if (manifests.containsKey(manifest.checkpointId())) {
            throw new IllegalStateException("checkpoint " + manifest.checkpointId() + " exists already");
        }
        manifests.put(manifest.checkpointId(), manifest);
    }

    @Override
    public synchronized List<Long> list() {
        return List.copyOf(manifests.keySet());
    }

    @Override
    public synchronized Optional<CheckpointManifest> load(long checkpointId) {
        return Optional.ofNullable(manifests.get(checkpointId));
    }

    @Override
    public CheckpointManifest loadFrom(String path) {
        CheckpointManifest found = provider.loadFrom(path);
        String folder = provider.folderOf(path + "/").location;
        return new CheckpointManifest(
                found.jobId(),
                found.checkpointId(),
                found.kind(),
                found.unaligned(),
                found.triggerTimeMillis(),
                found.operators().stream()
                        .map(operator -> inFolder(operator, folder))
                        .toList(),
                found.properties());
    }

    private static OperatorSnapshot inFolder(OperatorSnapshot operator, String folder) {
        return new OperatorSnapshot(
                operator.operatorId(),
                operator.name(),
                operator.maxParallelism(),
                operator.subtasks().stream()
                        .map(subtask -> new SubtaskSnapshot(
                                subtask.subtaskIndex(),
                                subtask.finished(),
                                subtask.state(),
                                subtask.keyed() == null ? null : inFolder(subtask.keyed(), folder),
                                subtask.inFlight().stream()
                                        .map(file -> inFolder(file, folder))
                                        .toList()))
                        .toList());
    }

    private static KeyedSnapshot inFolder(KeyedSnapshot keyed, String folder) {
        Map<String, StoredFile> whole = new TreeMap<>();
        keyed.files().forEach((name, file) -> whole.put(name, inFolder(file, folder)));
        return new KeyedSnapshot(keyed.format(), keyed.firstKeyGroup(), keyed.lastKeyGroup(), whole, keyed.newBytes());
    }

    private static StoredFile inFolder(StoredFile file, String folder) {
        return new StoredFile(folder + "/" + file.path(), file.sizeBytes(), file.checksum());
    }

    @Override
    public synchronized void delete(long checkpointId) {
        manifests.remove(checkpointId);
        files.keySet().removeIf(path -> path.startsWith("chk-" + checkpointId + "/"));
    }

    @Override
    public synchronized void sweep(List<StoredFile> inUse, List<StoredFile> candidates) {
        Set<String> needed = new HashSet<>();
        inUse.forEach(file -> needed.add(file.path()));
        manifests.values().forEach(manifest -> manifest.files().forEach(file -> needed.add(file.path())));
        for (StoredFile candidate : candidates) {
            if (!needed.contains(candidate.path())) {
                files.remove(candidate.path());
            }
        }
    }

    @Override
    public synchronized long fence() {
        attempt++;
        return attempt;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public void close() {
        // It is the test's.
    }

    /** Paths of all files. */
    public synchronized List<String> paths() {
        return new ArrayList<>(files.keySet());
    }

    /** Flips a bit of a file. */
    public synchronized void corrupt(String path) {
        byte[] bytes = files.get(path).clone();
        bytes[bytes.length / 2] ^= 1;
        files.put(path, bytes);
    }
}
