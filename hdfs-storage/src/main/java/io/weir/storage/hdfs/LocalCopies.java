package io.weir.storage.hdfs;

import io.weir.spi.storage.FileTarget;
import io.weir.spi.storage.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copies of one job's files, below a folder, under their paths in storage. */
record LocalCopies(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCopies.class);
    private static final int COPY_BYTES = 128 * 1024;
    private static final String TEMPORARY = "tmp-";
    private static final char PART = '#';

    LocalCopy begin() {
        return new LocalCopy(folder.resolve(TEMPORARY + UUID.randomUUID()));
    }

    /** The path of the file of which this one may be a part. */
    static String wholePath(StoredFile file) {
        int part = file.path().lastIndexOf(PART);
        return part < 0 ? file.path() : file.path().substring(0, part);
    }

    static boolean isPart(StoredFile file) {
        return !file.isInline() && file.path().lastIndexOf(PART) >= 0;
    }

    private static long offset(StoredFile file) {
        return isPart(file) ? Long.parseLong(file.path().substring(file.path().lastIndexOf(PART) + 1)) : 0;
    }

    /** Where the copy of a file is, or would be; null for files of other jobs, and those that a manifest holds. */
    @Nullable Path place(StoredFile file) {
        if (file.isInline() || file.path().contains(":")) {
            return null;
        }
        Path place = folder.resolve(wholePath(file)).normalize();
        return place.startsWith(folder) ? place : null;
    }

    /** @return false if there is no copy, or it is not what was written */
    boolean read(StoredFile file, FileTarget target) {
        Path copy = place(file);
        if (copy == null || !Files.isRegularFile(copy) || !isSound(copy, file)) {
            return false;
        }
        Path link = isPart(file) ? null : target.immutableFile();
        if (link != null && LocalCopy.tryLink(link, copy)) {
            return true;
        }
        try (InputStream in = open(copy, file);
                OutputStream out = target.open()) {
            byte[] buffer = new byte[COPY_BYTES];
            long left = file.sizeBytes();
            for (int count = read(in, buffer, left); count > 0; count = read(in, buffer, left)) {
                out.write(buffer, 0, count);
                left -= count;
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("local backup " + copy + " cannot be read", e);
        }
    }

    private static InputStream open(Path copy, StoredFile file) throws IOException {
        InputStream in = Files.newInputStream(copy);
        try {
            in.skipNBytes(offset(file));
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static int read(InputStream in, byte[] buffer, long most) throws IOException {
        return most == 0 ? -1 : in.read(buffer, 0, (int) Math.min(buffer.length, most));
    }

    private static boolean isSound(Path copy, StoredFile file) {
        try {
            if (!isPart(file) && Files.size(copy) != file.sizeBytes()) {
                return false;
            }
            CRC32C checksum = new CRC32C();
            long left = file.sizeBytes();
            try (InputStream in = open(copy, file)) {
                byte[] buffer = new byte[COPY_BYTES];
                for (int count = read(in, buffer, left); count > 0; count = read(in, buffer, left)) {
                    checksum.update(buffer, 0, count);
                    left -= count;
                }
            }
            if (left == 0 && (int) checksum.getValue() == file.checksum()) {
                return true;
            }
            LOG.warn("local backup is damaged, storage is read instead file={}", copy);
        } catch (IOException e) {
            LOG.warn("local backup cannot be read, storage is read instead file={}", copy, e);
        }
        return false;
    }

    /** @param needed paths in storage; what is being written stays as well */
    void deleteAllBut(Set<String> needed) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String relative = folder.relativize(file).toString().replace('\\', '/');
                    if (!relative.startsWith(TEMPORARY) && !needed.contains(relative)) {
                        Files.deleteIfExists(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("local backup not cleaned folder={}", folder, e);
        }
    }

    /** Deletes everything with the folder, of a job that is gone. */
    void deleteAll() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("local backup not deleted folder={}", folder, e);
        }
    }
}
