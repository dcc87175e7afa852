package io.weir.runtime.state.rocksdb;

import io.weir.spi.storage.FileTarget;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A new file on local disk.
 *
 * @param isImmutable whether RocksDB never writes to it
 */
record LocalFileTarget(Path file, boolean isImmutable) implements FileTarget {
    @Override
    public OutputStream open() {
        return LocalFileOutput.open(file);
    }

    @Override
    public @Nullable Path immutableFile() {
        return isImmutable ? file : null;
    }
}
