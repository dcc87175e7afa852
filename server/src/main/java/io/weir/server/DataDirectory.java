package io.weir.server;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The folder that belongs to one server at a time. The lock is the operating system's: it ends with the process, however that ends.
 *
 * <p>In it: {@code catalog/}, {@code checkpoints/}, {@code savepoints/}, {@code history/}, {@code local-backup/}, {@code tables/}, {@code state/} (a cache) and {@code tmp/}, both emptied at every start, {@code secret.key},
 * {@code server.lock}.
 */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /** @throws WeirException (DATA_DIRECTORY_IN_USE) that names the process which has it */
    static DataDirectory open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        Path file = path.resolve("server.lock");
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String owner = Files.readString(file).strip();
                channel.close();
                throw new WeirException(
                                ErrorCode.DATA_DIRECTORY_IN_USE,
                                "data directory " + path + " is in use by another server")
                        .withDetail(owner.isEmpty() ? "Its process id is not known." : "It is process " + owner + ".")
                        .withHint("Stop that server, or choose another folder with --data-dir.");
            }
            byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(owner), 0);
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw new WeirException(ErrorCode.STORAGE_UNREACHABLE, "data directory " + path + " cannot be used", e)
                    .withDetail(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by another server in this process
        }
    }

    Path path() {
        return path;
    }

    Path catalog() {
        return path.resolve("catalog");
    }

    Path secretKey() {
        return path.resolve("secret.key");
    }

    Path tables() {
        return path.resolve("tables");
    }

    Path localBackup() {
        return path.resolve("local-backup");
    }

    /** A folder for local backups elsewhere, which no other server uses either. */
    Path localBackupIn(Path localFolder) {
        return localFolder.toAbsolutePath().resolve("weir-backup-" + uniqueName());
    }

    Path state() {
        return path.resolve("state");
    }

    /** A folder for state elsewhere. Its name comes from this folder's path, so that servers which share a disk do not empty each other's. */
    Path stateIn(Path localFolder) {
        return localFolder.toAbsolutePath().resolve("weir-" + uniqueName());
    }

    private UUID uniqueName() {
        return UUID.nameUUIDFromBytes(path.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new WeirException(ErrorCode.STORAGE_UNREACHABLE, "lock of " + path + " cannot be given back", e);
        }
    }
}
