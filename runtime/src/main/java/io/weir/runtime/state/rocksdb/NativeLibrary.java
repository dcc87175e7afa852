package io.weir.runtime.state.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RocksDB's native library. By itself RocksDB unpacks its 17 MB into the system's folder for temporary files and deletes
 * them at an orderly end: each {@code kill -9} would leave them there for ever.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    private NativeLibrary() {}

    /**
     * Loads the library once in a process. It is unpacked into the folder and its name is removed at once: a loaded
     * library needs none. What a kill in between leaves goes when the folder is emptied.
     */
    static synchronized void load(Path folder) {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } catch (IOException | UnsatisfiedLinkError e) {
            // Such as a disk from which nothing may be run.
            LOG.warn("native library not loaded from folder={}, trying the system's temporary folder", folder, e);
        }
        RocksDB.loadLibrary();
        deleteIn(folder);
    }

    private static void deleteIn(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*rocksdbjni*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // Where a loaded library cannot be deleted (Windows) it stays until the folder is emptied.
            LOG.debug("native library not deleted folder={}", folder, e);
        }
    }
}
