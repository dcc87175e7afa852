package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.StoreSnapshot;
import io.weir.spi.storage.FileContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A RocksDB checkpoint as it is. SST files never change, and RocksDB never gives a number twice in the life of a
 * database; the manifest is written anew each time. {@code CURRENT} only names the manifest and is made up again by
 * {@link NativeFiles}; options and logs are not needed.
 */
record NativeSnapshot(Path folder) implements StoreSnapshot {
    static final String FORMAT = "rocksdb";
    static final String SST = ".sst";
    static final String MANIFEST = "MANIFEST-";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public void forEachFile(FileSink sink) {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("folder \"" + folder + "\" was not listed", e);
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(SST)) {
                sink.file(name, true, FileContent.ofImmutable(file));
            } else if (name.startsWith(MANIFEST)) {
                sink.file(name, false, () -> Files.newInputStream(file));
            }
        }
    }

    @Override
    public void close() {
        LocalFolders.delete(folder);
        Path parent = folder.getParent();
        if (parent != null) {
            LocalFolders.deleteIfEmpty(parent);
        }
    }
}
