package io.weir.spi.storage;

import java.io.IOException;
import java.io.OutputStream;

/** Where the bytes of a stored file go. */
@FunctionalInterface
public interface FileTarget {
    OutputStream open() throws IOException;
}
