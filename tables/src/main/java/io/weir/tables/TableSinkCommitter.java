package io.weir.tables;

import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * Applies staged rows, all of a checkpoint in one transaction together with the checkpoint's number: a commit that is
 * repeated finds the number, and does nothing.
 */
final class TableSinkCommitter implements SinkCommitter {
    private static final Change.Kind[] KINDS = Change.Kind.values();

    private final TableStore store;
    private final Relation table;
    private final String sink;

    TableSinkCommitter(TableStore store, Relation table, String sink) {
        this.store = store;
        this.table = table;
        this.sink = sink;
    }

    @Override
    public void recover(List<byte[]> committables) {
        List<StagedRows> staged = committables.stream().map(StagedRows::decode).toList();
        long newest = staged.stream().mapToLong(StagedRows::checkpointId).max().orElse(Long.MIN_VALUE);
        apply(newest, staged);
        // The rest belongs to checkpoints that were never completed. And a job that goes on from an older checkpoint
        // counts from there again.
        forget(newest == Long.MIN_VALUE ? null : Bytes.ofLong(newest));
    }

    @Override
    public void commit(long checkpointId, List<byte[]> committables) {
        apply(checkpointId, committables.stream().map(StagedRows::decode).toList());
    }

    private void apply(long checkpointId, List<StagedRows> staged) {
        List<StagedRows> open = staged.stream()
                .filter(rows -> rows.checkpointId() > Math.max(committed(sink), committed(rows.sink())))
                .sorted(Comparator.comparingLong(StagedRows::checkpointId))
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Transaction transaction = new Transaction(Long.MAX_VALUE);
        List<byte[]> keys = new ArrayList<>();
        for (StagedRows rows : open) {
            byte[] changes = store.database()
                    .use("read", database -> database.get(store.database().staged(), rows.key()));
            if (changes == null) {
                throw new WeirException(
                        ErrorCode.DATA_LOST_UPSTREAM,
                        "rows of checkpoint " + rows.checkpointId() + " for table \"" + table.name()
                                + "\" are no longer staged, and were not committed");
            }
            for (LogChunk.Entry entry : LogChunk.read(changes)) {
                transaction.add(new Change(table, KINDS[entry.kind()], entry.row()));
            }
            keys.add(rows.key());
        }
        transaction.mark(new Transaction.Marker(sink, checkpointId, keys));
        store.commitNow(transaction);
    }

    /** Of the job itself, or of the one whose savepoint it began from. */
    private long committed(String name) {
        byte[] stored = store.database().meta(CommitGroup.SINK + name, null);
        return stored == null ? Long.MIN_VALUE : Bytes.longAt(stored, 0);
    }

    /** Drops what is staged, and what is remembered but for one number. */
    private void forget(byte @Nullable [] checkpointId) {
        byte[] prefix = TableSink.stagedPrefix(sink);
        try (WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(store.database().staged(), prefix, CommitGroup.after(prefix));
            byte[] key = TableDatabase.metaKey(CommitGroup.SINK + sink);
            if (checkpointId == null) {
                batch.delete(store.database().meta(), key);
            } else {
                batch.put(store.database().meta(), key, checkpointId);
            }
            store.database().writeDurably(batch);
        } catch (RocksDBException e) {
            throw TableErrors.storage("forget staged rows", e);
        }
    }

    @Override
    public void end() {
        store.endedSinks().end(sink);
    }
}
