package io.weir.connector.filesystem;

import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Shows files by renaming them. Idempotent: a file that is there under its final name has been committed. */
final class FileCommitter implements SinkCommitter {
    private final Path directory;
    private final SinkContext context;

    FileCommitter(Path directory, SinkContext context) {
        this.directory = directory;
        this.context = context;
    }

    @Override
    public void recover(List<byte[]> committables) {
        commitAll(committables);
        removeUnfinished();
    }

    @Override
    public void commit(long checkpointId, List<byte[]> committables) {
        commitAll(committables);
    }

    private void commitAll(List<byte[]> committables) {
        for (byte[] committable : committables) {
            commit(PartFile.of(committable));
        }
        if (!committables.isEmpty()) {
            Directories.sync(directory);
        }
    }

    private void commit(PartFile file) {
        Path hidden = directory.resolve(PartFiles.inProgress(file.name()));
        Path shown = directory.resolve(file.name());
        try {
            if (show(file, hidden, shown)) {
                return;
            }
            if (!Files.exists(shown)) {
                throw new WeirException(
                                ErrorCode.DATA_LOST_UPSTREAM,
                                "file \"" + shown + "\" of " + file.length() + " bytes is to be committed and is gone")
                        .withDetail("Neither it nor its hidden form is there.")
                        .withHint("If it had been committed and was taken away since, put an empty file in its place.");
            }
        } catch (IOException e) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE,
                    "committing file \"" + shown + "\" failed: " + Directories.reason(e),
                    e);
        }
    }

    /**
     * @return false if there is no hidden file. It may go at any moment: a job that begins from the savepoint of one
     *     that runs on commits the same files as that one.
     */
    private static boolean show(PartFile file, Path hidden, Path shown) throws IOException {
        try {
            checkLength(file, hidden);
            Files.move(hidden, shown, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void checkLength(PartFile file, Path hidden) throws IOException {
        long length = Files.size(hidden);
        if (length != file.length()) {
            throw new WeirException(
                    ErrorCode.DATA_LOST_UPSTREAM,
                    "file \"" + hidden + "\" is to be committed with " + file.length() + " bytes and has " + length);
        }
    }

    private void removeUnfinished() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".part-*")) {
            for (Path file : files) {
                Path name = file.getFileName();
                if (name != null && PartFiles.isUnfinished(name.toString(), context)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE,
                    "removing unfinished files from \"" + directory + "\" failed: " + Directories.reason(e),
                    e);
        }
    }

    @Override
    public void end() {
        removeUnfinished();
    }
}
