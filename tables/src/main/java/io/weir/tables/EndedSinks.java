package io.weir.tables;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Remembers how far sinks came whose jobs are over. A job that is created from a savepoint of such a job has to know
 * whether the rows that the savepoint names are in the table: they are no longer staged then. The last
 * {@value #MOST} ended sinks are remembered. Thread-safe.
 */
final class EndedSinks {
    static final int MOST = 10_000;
    private static final String COUNT = "ended-sinks";
    private static final String ENDED = "ended-sink/";

    private final TableDatabase database;
    private final int most;

    EndedSinks(TableDatabase database, int most) {
        this.database = database;
        this.most = most;
    }

    /** Drops what the sink has staged; what it has committed stays known. */
    synchronized void end(String sink) {
        byte[] prefix = TableSink.stagedPrefix(sink);
        byte[] committed = database.meta(CommitGroup.SINK + sink, null);
        try (WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(database.staged(), prefix, CommitGroup.after(prefix));
            if (committed != null) {
                remember(sink, committed, batch);
            }
            database.writeDurably(batch);
        } catch (RocksDBException e) {
            throw TableErrors.storage("end a sink", e);
        }
    }

    private void remember(String sink, byte[] committed, WriteBatch batch) throws RocksDBException {
        byte[] stored = database.meta(COUNT, null);
        long number = stored == null ? 0 : Bytes.longAt(stored, 0);
        batch.put(database.meta(), TableDatabase.metaKey(COUNT), Bytes.ofLong(number + 1));
        batch.put(database.meta(), TableDatabase.metaKey(ENDED + number), entry(sink, committed));
        byte[] oldest = database.meta(ENDED + (number - most), null);
        if (oldest != null) {
            batch.delete(database.meta(), TableDatabase.metaKey(ENDED + (number - most)));
            forget(oldest, batch);
        }
    }

    /** Unless the sink has gone on since: a job may be resumed. */
    private void forget(byte[] entry, WriteBatch batch) throws RocksDBException {
        String sink = new String(entry, Long.BYTES, entry.length - Long.BYTES, StandardCharsets.UTF_8);
        byte @Nullable [] now = database.meta(CommitGroup.SINK + sink, null);
        if (now != null && Arrays.equals(entry(sink, now), entry)) {
            batch.delete(database.meta(), TableDatabase.metaKey(CommitGroup.SINK + sink));
        }
    }

    private static byte[] entry(String sink, byte[] committed) {
        ByteArrayBuilder out = new ByteArrayBuilder(Long.BYTES + sink.length());
        out.putBytes(committed, 0, Long.BYTES); // the checkpoint
        out.putBytes(sink.getBytes(StandardCharsets.UTF_8));
        return out.build();
    }
}
