package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.CanonicalFiles;
import io.weir.runtime.state.StoreSnapshot;
import java.nio.file.Path;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A RocksDB checkpoint that is read record by record. From a database of its own, so that the store may be closed at
 * any time.
 */
record CanonicalSnapshot(RocksDbEnvironment environment, Path folder) implements StoreSnapshot {
    @Override
    public String format() {
        return CanonicalFiles.FORMAT;
    }

    @Override
    public void forEachFile(FileSink sink) {
        environment.retain();
        try (RocksDB database = RocksDB.openReadOnly(environment.options(), folder.toString())) {
            CanonicalFiles.write(new RocksDbCursor(database, folder, new byte[0], null), sink);
        } catch (RocksDBException e) {
            throw RocksDbErrors.translate("reading a snapshot of keyed state", folder, e);
        } finally {
            environment.release();
        }
    }

    @Override
    public void close() {
        new NativeSnapshot(folder).close();
    }
}
