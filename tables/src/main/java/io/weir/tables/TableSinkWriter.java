package io.weir.tables;

import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Adds up the changes between two barriers in memory, and stages them at the barrier. */
final class TableSinkWriter implements SinkWriter {
    private final TableStore store;
    private final Relation table;
    private final SinkContext context;
    private final NetChanges changes;

    TableSinkWriter(TableStore store, Relation table, SinkContext context) {
        this.store = store;
        this.table = table;
        this.context = context;
        this.changes = new NetChanges(table);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void write(Batch batch) {
        Transaction.checkNotNull(table, batch);
        changes.add(batch);
        if (changes.bytes() > store.maxTransactionBytes()) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "job has written more than " + store.maxTransactionBytes() + " bytes to table \""
                                    + table.name() + "\" since its last checkpoint")
                    .withHint("Take checkpoints more often ('execution.checkpointing.interval'), or raise"
                            + " 'weir.tables.max-transaction-size'.");
        }
    }

    @Override
    public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
        if (changes.isEmpty()) {
            return CompletableFuture.completedFuture(SinkSnapshot.empty());
        }
        Map<Bytes, Long> taken = changes.take();
        StagedRows staged =
                StagedRows.of(TableSink.sinkName(context), checkpointId, context.attempt(), context.subtaskIndex());
        return CompletableFuture.supplyAsync(
                () -> {
                    stage(staged, taken);
                    return new SinkSnapshot(List.of(staged.encode()), List.of());
                },
                context.io());
    }

    private void stage(StagedRows staged, Map<Bytes, Long> taken) {
        ByteArrayBuilder out = new ByteArrayBuilder(1024);
        // What goes away first: the row that comes may have its key.
        taken.forEach((row, count) -> put(row, count, count < 0, Change.Kind.WITHDRAW, out));
        taken.forEach((row, count) -> put(row, count, count > 0, Change.Kind.UPSERT, out));
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(store.database().staged(), staged.key(), out.build());
            store.database().writeDurably(batch);
        } catch (RocksDBException e) {
            throw TableErrors.storage("stage rows", e);
        }
    }

    private void put(Bytes row, long count, boolean applies, Change.Kind kind, ByteArrayBuilder out) {
        if (!applies) {
            return;
        }
        long times = table.isUnique() ? 1 : Math.abs(count);
        for (long i = 0; i < times; i++) {
            LogChunk.write((byte) kind.ordinal(), row.array(), out);
        }
    }

    @Override
    public void close() {}
}
