package io.weir.tables;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/** Reads the log of a relation behind a transaction, as of a snapshot, chunk by chunk. Not thread-safe. */
final class LogScan implements AutoCloseable {
    private final TableDatabase database;
    private final Relation relation;
    private final byte[] prefix;
    private final RocksIterator rows;
    private final Runnable free;
    private boolean started;
    private final byte[] from;
    private long sequence;
    private int chunk;
    private List<LogChunk.Entry> entries = List.of();

    /** @param chunk how many chunks of the transaction {@code behind + 1} are left out */
    LogScan(TableDatabase database, Relation relation, ReadOptions options, long behind, int chunk) {
        this.database = database;
        this.relation = relation;
        this.prefix = relation.prefix();
        this.from = relation.logKey(behind + 1, chunk);
        rows = database.use("read", open -> open.newIterator(relation.log(), options));
        free = rows::close;
        database.pinned(free);
    }

    /** The next chunk; null at the end. {@link #sequence} and {@link #chunk} are about it then. */
    @Nullable List<LogChunk.Entry> next() {
        boolean isThere = database.use("read", open -> {
            if (started) {
                rows.next();
            } else {
                rows.seek(from);
                started = true;
            }
            rows.status();
            return rows.isValid() && read(rows.key());
        });
        return isThere ? entries : null;
    }

    private boolean read(byte[] key) {
        if (!Bytes.startsWith(key, prefix)) {
            return false;
        }
        sequence = Bytes.longAt(key, Integer.BYTES);
        chunk = Bytes.intAt(key, Integer.BYTES + Long.BYTES);
        entries = LogChunk.read(rows.value());
        return true;
    }

    long sequence() {
        return sequence;
    }

    int chunk() {
        return chunk;
    }

    @Override
    public void close() {
        database.release(() -> {
            database.unpinned(free);
            free.run();
        });
    }

    @Override
    public String toString() {
        return "log of " + relation;
    }
}
