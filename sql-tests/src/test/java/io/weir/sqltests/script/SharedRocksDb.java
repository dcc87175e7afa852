package io.weir.sqltests.script;

import io.weir.runtime.state.StateMemory;
import io.weir.runtime.state.rocksdb.RocksDbEnvironment;
import io.weir.runtime.state.rocksdb.StateBackends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * RocksDB for all scripts of a test run: its block cache is worth sharing. In a folder below the module's build folder.
 */
final class SharedRocksDb {
    private static final long MEMORY_BYTES = 64L << 20;
    private static final StateBackends BACKENDS = create();

    private SharedRocksDb() {}

    static StateBackends backends() {
        return BACKENDS;
    }

    private static StateBackends create() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "rocksdb");
            // Nothing stays on the heap: scripts are small, and what is tested is RocksDB.
            return new StateBackends(new StateMemory(256L << 20), new RocksDbEnvironment(folder, MEMORY_BYTES), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
