package io.weir.spi.storage;

import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of a file to be stored come from; may be opened again for a retry. */
@FunctionalInterface
public interface FileContent {
    InputStream open() throws IOException;
}
