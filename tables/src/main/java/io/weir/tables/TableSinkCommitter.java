package io.weir.tables;

import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Applies staged rows, all of a checkpoint in one transaction together with the {@link SinkMark}: a commit that is
 * repeated finds the mark, and does nothing.
 */
final class TableSinkCommitter implements SinkCommitter {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 10_000_000;
    private static final Change.Kind[] KINDS = Change.Kind.values();

    private final TableStore store;
    private final Relation table;
    private final String sink;
    private final long attempt;
    private final Duration patience;

    /** @param patience how long to wait for the commit of another job */
    TableSinkCommitter(TableStore store, Relation table, String sink, long attempt, Duration patience) {
        this.store = store;
        this.table = table;
        this.sink = sink;
        this.attempt = attempt;
        this.patience = patience;
    }

    @Override
    public void recover(List<byte[]> committables) {
        apply(committables);
        // The rest belongs to checkpoints that were never completed.
        dropStaged();
    }

    @Override
    public void commit(long checkpointId, List<byte[]> committables) {
        apply(committables);
    }

    private void apply(List<byte[]> committables) {
        List<StagedRows> open = new ArrayList<>();
        for (byte[] committable : committables) {
            StagedRows rows = StagedRows.decode(committable);
            if (!rows.sink().equals(sink)) {
                awaitCommitted(rows);
            } else if (!isCommitted(rows)) {
                open.add(rows);
            }
        }
        if (open.isEmpty()) {
            return;
        }
        open.sort(Comparator.comparing(StagedRows::mark, SinkMark.ORDER));
        Transaction transaction = new Transaction(Long.MAX_VALUE);
        List<byte[]> keys = new ArrayList<>();
        for (StagedRows rows : open) {
            byte[] changes = read(rows);
            if (changes == null) {
                throw lost(rows);
            }
            for (LogChunk.Entry entry : LogChunk.read(changes)) {
                transaction.add(new Change(table, KINDS[entry.kind()], entry.row()));
            }
            keys.add(rows.key());
        }
        transaction.mark(new Transaction.Marker(sink, open.get(open.size() - 1).mark(), keys));
        store.commitNow(transaction);
    }

    private boolean isCommitted(StagedRows rows) {
        SinkMark mark = SinkMark.of(store.database(), rows.sink());
        return mark != null && mark.covers(rows.mark());
    }

    private byte @Nullable [] read(StagedRows rows) {
        return store.database().use("read", open -> open.get(store.database().staged(), rows.key()));
    }

    /**
     * Rows of another job, from whose savepoint this one begins. They stay that job's: should it go back to a
     * checkpoint before the savepoint, it would write them again. As a rule its commit is done, or under way.
     */
    private void awaitCommitted(StagedRows rows) {
        long end = System.nanoTime() + patience.toNanos();
        while (!isCommitted(rows)) {
            // In this order: a commit drops what is staged in one step with the mark.
            if (read(rows) == null && !isCommitted(rows)) {
                throw lost(rows);
            }
            if (System.nanoTime() - end >= 0) {
                throw new WeirException(
                                ErrorCode.CONNECTOR_FAILURE,
                                "rows of checkpoint " + rows.checkpointId() + " for table \"" + table.name()
                                        + "\" are not committed yet by the job whose savepoint it is")
                        .withHint("That job commits them with its next checkpoint; this one starts when it has.");
            }
            LockSupport.parkNanos(POLL_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw TableErrors.closed();
            }
        }
    }

    private WeirException lost(StagedRows rows) {
        return new WeirException(
                ErrorCode.DATA_LOST_UPSTREAM,
                "rows of checkpoint " + rows.checkpointId() + " for table \"" + table.name()
                        + "\" are no longer staged, and were not committed");
    }

    private void dropStaged() {
        byte[] prefix = TableSink.stagedPrefix(sink);
        SinkMark mark = SinkMark.of(store.database(), sink);
        store.database().writeDurably(batch -> {
            batch.deleteRange(store.database().staged(), prefix, CommitGroup.after(prefix));
            if (mark != null && mark.attempt() == SinkMark.UNKNOWN) {
                // What this attempt commits may have lower numbers.
                SinkMark known = new SinkMark(mark.checkpointId(), attempt - 1);
                batch.put(store.database().meta(), TableDatabase.metaKey(CommitGroup.SINK + sink), known.encode());
            }
        });
    }

    @Override
    public void end() {
        store.endedSinks().end(sink);
    }
}
