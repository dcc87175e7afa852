package io.weir.storage.hdfs;

import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.FileContent;
import io.weir.spi.storage.FileTarget;
import io.weir.spi.storage.StorageOptions;
import io.weir.spi.storage.StoredFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Keeps a copy of each file on local disk, made while the file is written, and reads it first: a restart on the same
 * machine then need not fetch its state from far away. Files that never change are linked rather than copied, on their
 * way in and out, where the disk is the same: such a copy takes neither time nor space. What had to be fetched is kept as
 * well, so that the next restart finds it.
 *
 * <p>The copy is worth nothing but time. It is checked when it is read, and where it is missing or damaged storage is
 * asked; a local disk that is full or broken fails no checkpoint. What the latest checkpoint does not refer to, and was
 * not written since the one before, is deleted.
 */
final class LocalBackup extends ForwardingStorage {
    private final LocalCopies copies;
    private final Supplier<StorageOptions> options;
    /** Relative paths written since the last checkpoint was published, and since the one before. */
    private volatile Set<String> young = ConcurrentHashMap.newKeySet();

    private volatile Set<String> younger = ConcurrentHashMap.newKeySet();

    /** @param folder of this job's copies; need not exist */
    LocalBackup(CheckpointStorage behind, Path folder, Supplier<StorageOptions> options) {
        super(behind);
        this.copies = new LocalCopies(folder);
        this.options = options;
    }

    @Override
    public StoredFile writeExclusive(long checkpointId, String nameHint, FileContent content) {
        return write(content, copied -> behind.writeExclusive(checkpointId, nameHint, copied));
    }

    @Override
    public StoredFile writeShared(String nameHint, FileContent content) {
        return write(content, copied -> behind.writeShared(nameHint, copied));
    }

    /** Writes to the storage behind. */
    private interface Write {
        StoredFile write(FileContent content);
    }

    private StoredFile write(FileContent content, Write write) {
        if (!options.get().localBackup()) {
            return write.write(content);
        }
        try (LocalCopy copy = copies.begin()) {
            Path file = content.immutableFile();
            StoredFile stored =
                    file != null && copy.link(file) ? write.write(content) : write.write(() -> copy.of(content.open()));
            keep(copy, stored);
            return stored;
        }
    }

    private void keep(LocalCopy copy, StoredFile stored) {
        Path place = copies.place(stored);
        if (place != null) {
            younger.add(LocalCopies.wholePath(stored));
            copy.keepAs(place);
        }
    }

    @Override
    public void readTo(StoredFile file, FileTarget target) {
        if (!copies.read(file, target)) {
            fetch(file, target);
        }
    }

    private void fetch(StoredFile file, FileTarget target) {
        // Of a file of several parts only the whole is kept, and that is written here or not at all.
        if (!options.get().localBackup() || copies.place(file) == null || LocalCopies.isPart(file)) {
            behind.readTo(file, target);
            return;
        }
        try (LocalCopy copy = copies.begin()) {
            Path made = target.immutableFile();
            if (made == null) {
                behind.readTo(file, () -> copy.of(target.open()));
            } else {
                behind.readTo(file, target);
                copy.link(made);
            }
            keep(copy, file);
        }
    }

    @Override
    public void publish(CheckpointManifest manifest, long attempt) {
        behind.publish(manifest, attempt);
        Set<String> needed = new HashSet<>(young);
        young = younger;
        younger = ConcurrentHashMap.newKeySet();
        needed.addAll(young);
        manifest.files().forEach(file -> needed.add(LocalCopies.wholePath(file)));
        copies.deleteAllBut(needed);
    }

    @Override
    public void delete(long checkpointId) {
        behind.delete(checkpointId);
        if (list().isEmpty()) {
            copies.deleteAllBut(Set.of()); // the job and its checkpoints go
        }
    }
}
