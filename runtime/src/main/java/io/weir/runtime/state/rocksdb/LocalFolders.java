package io.weir.runtime.state.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Making and removing folders. */
final class LocalFolders {
    private LocalFolders() {}

    static void create(Path folder) {
        try {
            Path unused = Files.createDirectories(folder);
        } catch (IOException e) {
            throw RocksDbErrors.translate("creating a folder", folder, e);
        }
    }

    /**
     * Removes all that is in a folder, and makes it if it is not there. The folder itself stays: it may be where
     * another disk is mounted, or a link to a folder on one; so {@code lost+found} stays too.
     */
    static void clear(Path folder) {
        if (!Files.isDirectory(folder)) {
            create(folder);
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (!child.endsWith("lost+found")) {
                    delete(child);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("folder \"" + folder + "\" was not emptied", e);
        }
    }

    /** Removes a file if it is there. */
    static void deleteFile(Path file) {
        try {
            boolean unused = Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("file \"" + file + "\" was not deleted", e);
        }
    }

    /** Removes a folder with all that is in it, if it is there. Does not follow links. */
    static void delete(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Path unused = Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // Somebody else deletes it as well: fine.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("folder \"" + folder + "\" was not deleted", e);
        }
    }

    /** Removes a folder if nothing is left in it. */
    static void deleteIfEmpty(Path folder) {
        try {
            boolean unused = Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // An upload still needs what is in there; it will come by here when it is done.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("folder \"" + folder + "\" was not deleted", e);
        }
    }
}
