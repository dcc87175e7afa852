package io.weir.runtime.state.rocksdb;

import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Ends a database whose flushes or compactions fail. By itself RocksDB has writers wait until a full disk has room
 * again, and then they were seen to wait for ever; a job that fails starts again from its last checkpoint. Called on
 * RocksDB's threads.
 */
final class BackgroundErrors extends AbstractEventListener {
    private volatile @Nullable Status first;
    private volatile @Nullable RocksDB database;

    BackgroundErrors() {
        super(EnabledEventCallback.ON_BACKGROUND_ERROR);
    }

    /** From here on the database is ended by an error. */
    void watch(RocksDB opened) {
        database = opened;
        if (first != null) {
            opened.cancelAllBackgroundWork(false);
        }
    }

    @Override
    public void onBackgroundError(BackgroundErrorReason reason, Status error) {
        if (first == null) {
            first = error;
        }
        RocksDB watched = database;
        if (watched != null) {
            watched.cancelAllBackgroundWork(false);
        }
    }

    /** What was behind an error: the database may only say that it was ended. */
    RocksDBException cause(RocksDBException error) {
        Status background = first;
        if (background == null) {
            return error;
        }
        RocksDBException cause = new RocksDBException(background);
        cause.addSuppressed(error);
        return cause;
    }
}
