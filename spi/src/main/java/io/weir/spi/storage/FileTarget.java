package io.weir.spi.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the bytes of a stored file go. */
@FunctionalInterface
public interface FileTarget {
    OutputStream open() throws IOException;

    /**
     * The file on local disk that {@link #open} would make, if nobody will ever write to it: it may be made as a hard
     * link instead.
     */
    default @Nullable Path immutableFile() {
        return null;
    }
}
