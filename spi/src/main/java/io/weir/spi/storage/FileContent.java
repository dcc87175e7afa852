package io.weir.spi.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a file to be stored come from; may be opened again for a retry. */
@FunctionalInterface
public interface FileContent {
    InputStream open() throws IOException;

    /** The file on local disk that has these bytes and never changes: a hard link to it is as good as a copy. */
    default @Nullable Path immutableFile() {
        return null;
    }

    /** The bytes of a file on local disk that nobody will ever write to. */
    static FileContent ofImmutable(Path file) {
        return new FileContent() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public Path immutableFile() {
                return file;
            }
        };
    }
}
