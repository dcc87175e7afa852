package io.weir.tables;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Writes what one transaction, or one epoch of a view, did to one relation into its log, in chunks. */
final class LogWriter {
    private final Relation relation;
    private final long sequence;
    private final WriteBatch batch;
    private final ByteArrayBuilder chunk = new ByteArrayBuilder(256);
    private int rows;
    private int chunks;

    LogWriter(Relation relation, long sequence, WriteBatch batch) {
        this.relation = relation;
        this.sequence = sequence;
        this.batch = batch;
    }

    /** The change at one key: what stands there before and after, as stored. */
    void add(byte[] key, byte @Nullable [] before, byte @Nullable [] after) throws RocksDBException {
        byte[] rowBefore = before == null ? null : relation.rowOf(key, before);
        byte[] rowAfter = after == null ? null : relation.rowOf(key, after);
        List<LogChunk.Entry> entries =
                LogChunk.entries(relation, rowBefore, rowAfter, relation.countOf(before), relation.countOf(after));
        if (rows > 0 && rows + entries.size() > LogChunk.MAX_ROWS) {
            end();
        }
        for (LogChunk.Entry entry : entries) {
            LogChunk.write(entry.kind(), entry.row(), chunk);
            rows++;
        }
    }

    void end() throws RocksDBException {
        if (rows > 0) {
            batch.put(relation.log(), relation.logKey(sequence, chunks++), chunk.build());
            chunk.clear();
            rows = 0;
        }
    }
}
