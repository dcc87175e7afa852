package io.weir.runtime.state.rocksdb;

import io.weir.runtime.state.RecordCursor;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Records of a RocksDB instance as they were when it was opened. */
final class RocksDbCursor implements RecordCursor {
    private final Path folder;
    private final @Nullable Slice end;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private boolean isBegun;
    private byte[] key = {};
    private byte[] value = {};

    RocksDbCursor(RocksDB database, Path folder, byte[] from, byte @Nullable [] to) {
        this.folder = folder;
        end = to == null ? null : new Slice(to);
        options = new ReadOptions();
        if (end != null) {
            options.setIterateUpperBound(end);
        }
        iterator = database.newIterator(options);
        iterator.seek(from);
    }

    @Override
    public boolean next() {
        if (isBegun) {
            iterator.next();
        }
        isBegun = true;
        if (!iterator.isValid()) {
            try {
                // A read error also ends the iteration; taken for the end it would lose state.
                iterator.status();
            } catch (RocksDBException e) {
                throw RocksDbErrors.translate("reading keyed state", folder, e);
            }
            return false;
        }
        key = iterator.key();
        value = iterator.value();
        return true;
    }

    @Override
    public byte[] keyData() {
        return key;
    }

    @Override
    public int keyStart() {
        return 0;
    }

    @Override
    public int keyEnd() {
        return key.length;
    }

    @Override
    public boolean isDeletion() {
        return false;
    }

    @Override
    public byte[] valueData() {
        return value;
    }

    @Override
    public int valueStart() {
        return 0;
    }

    @Override
    public int valueEnd() {
        return value.length;
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        if (end != null) {
            end.close();
        }
    }
}
