package io.weir.storage.hdfs;

import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.FileContent;
import io.weir.spi.storage.FileTarget;
import io.weir.spi.storage.StorageOptions;
import io.weir.spi.storage.StoredFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a copy of each file on local disk, made while the file is written, and reads it first: a restart on the same machine then need not fetch its state from far away.
 *
 * <p>The copy is worth nothing but time. It is checked when it is read, and where it is missing or damaged storage is asked; a local disk that is full or broken fails no checkpoint. What the
 * latest checkpoint does not refer to, and was not written since the one before, is deleted.
 */
final class LocalBackup extends ForwardingStorage {
    private static final Logger LOG = LoggerFactory.getLogger(LocalBackup.class);
    private static final int COPY_BYTES = 128 * 1024;

    private final Path folder;
    private final Supplier<StorageOptions> options;
    /** Relative paths written since the last checkpoint was published, and since the one before. */
    private volatile Set<String> young = ConcurrentHashMap.newKeySet();

    private volatile Set<String> younger = ConcurrentHashMap.newKeySet();

    /** @param folder of this job's copies; need not exist */
    LocalBackup(CheckpointStorage behind, Path folder, Supplier<StorageOptions> options) {
        super(behind);
        this.folder = folder;
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
        Path temporary = folder.resolve("tmp-" + UUID.randomUUID());
        Copy copy = new Copy(temporary);
        try {
            StoredFile stored = write.write(() -> copy.of(content.open()));
            keep(copy, stored);
            return stored;
        } finally {
            copy.discard();
        }
    }

    private void keep(Copy copy, StoredFile stored) {
        Path target = folder.resolve(stored.path());
        if (copy.isBroken || stored.path().contains(":") || !target.normalize().startsWith(folder)) {
            return;
        }
        younger.add(stored.path());
        try {
            Files.createDirectories(target.getParent());
            Files.move(copy.file, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("local backup not kept file={}", target, e);
        }
    }

    /** The bytes of one file, on their way past; what fails here is not told to whoever reads them. */
    private static final class Copy {
        private final Path file;
        private boolean isBroken = true;

        private Copy(Path file) {
            this.file = file;
        }

        /** Begins anew: a content may be opened again. */
        private InputStream of(InputStream in) {
            try {
                Files.createDirectories(file.getParent());
                OutputStream out = Files.newOutputStream(file);
                isBroken = false;
                return new Tee(in, out);
            } catch (IOException e) {
                broken(e);
                return in;
            }
        }

        private void broken(IOException e) {
            if (!isBroken) {
                LOG.warn("local backup not written file={}", file, e);
            }
            isBroken = true;
        }

        private void discard() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.debug("temporary file not deleted file={}", file, e);
            }
        }

        /** Copies what is read through it. */
        private final class Tee extends FilterInputStream {
            private final OutputStream out;

            private Tee(InputStream in, OutputStream out) {
                super(in);
                this.out = out;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                if (count > 0 && !isBroken) {
                    try {
                        out.write(buffer, offset, count);
                    } catch (IOException e) {
                        broken(e);
                    }
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                super.close();
                try {
                    out.close();
                } catch (IOException e) {
                    broken(e);
                }
            }
        }
    }

    @Override
    public void readTo(StoredFile file, FileTarget target) {
        Path copy = file.isInline() || file.path().contains(":") ? null : folder.resolve(file.path());
        if (copy == null || !copy.normalize().startsWith(folder) || !isSound(copy, file)) {
            behind.readTo(file, target);
            return;
        }
        try (OutputStream out = target.open()) {
            Files.copy(copy, out);
        } catch (IOException e) {
            throw new UncheckedIOException("local backup " + copy + " cannot be read", e);
        }
    }

    private static boolean isSound(Path copy, StoredFile file) {
        try {
            if (!Files.isRegularFile(copy) || Files.size(copy) != file.sizeBytes()) {
                return false;
            }
            CRC32C checksum = new CRC32C();
            try (InputStream in = Files.newInputStream(copy)) {
                byte[] buffer = new byte[COPY_BYTES];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    checksum.update(buffer, 0, count);
                }
            }
            if ((int) checksum.getValue() == file.checksum()) {
                return true;
            }
            LOG.warn("local backup is damaged, storage is read instead file={}", copy);
        } catch (IOException e) {
            LOG.warn("local backup cannot be read, storage is read instead file={}", copy, e);
        }
        return false;
    }

    @Override
    public void publish(CheckpointManifest manifest, long attempt) {
        behind.publish(manifest, attempt);
        Set<String> needed = new HashSet<>(young);
        young = younger;
        younger = ConcurrentHashMap.newKeySet();
        needed.addAll(young);
        manifest.files().forEach(file -> needed.add(file.path()));
        deleteAllBut(needed);
    }

    @Override
    public void delete(long checkpointId) {
        behind.delete(checkpointId);
        if (list().isEmpty()) {
            deleteAllBut(Set.of()); // the job and its checkpoints go
        }
    }

    private void deleteAllBut(Set<String> needed) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String relative = folder.relativize(file).toString().replace('\\', '/');
                    if (!relative.startsWith("tmp-") && !needed.contains(relative)) {
                        Files.deleteIfExists(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("local backup not cleaned folder={}", folder, e);
        }
    }
}
