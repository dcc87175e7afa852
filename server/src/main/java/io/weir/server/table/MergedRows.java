package io.weir.server.table;

import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.tables.Relation;
import io.weir.tables.Transaction;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The rows of a MERGE, put into a transaction. Their columns are those of {@link
 * io.weir.planner.PlannedChange.Kind#MERGE}.
 */
final class MergedRows {
    private MergedRows() {}

    /** @throws WeirException (CARDINALITY_VIOLATION) if several rows of the source would update one of the table */
    static void fill(Transaction transaction, Relation table, List<Batch> batches) {
        int columns = table.schema().size();
        int[] before = IntStream.range(0, columns).toArray();
        int[] behind = IntStream.range(columns, 2 * columns).toArray();
        Map<ByteBuffer, Long> updates = new HashMap<>();
        // All old rows go before the first new one comes: rows may swap their keys.
        for (Batch batch : batches) {
            Column copies = batch.column(2 * columns);
            int[] matched = IntStream.range(0, batch.rowCount())
                    .filter(row -> !copies.isNull(batch.position(row)))
                    .toArray();
            Batch old = batch.select(matched, matched.length).project(before);
            for (int i = 0; i < matched.length; i++) {
                long there = ((LongColumn) copies).values()[batch.position(matched[i])];
                if (updates.merge(ByteBuffer.wrap(table.row(old, i)), 1L, Long::sum) > there) {
                    throw new WeirException(
                                    ErrorCode.CARDINALITY_VIOLATION,
                                    "several rows of the source of MERGE match the same row of table \"" + table.name()
                                            + "\"")
                            .withHint("Aggregate the source, so that each row of the table has one partner.");
                }
            }
            transaction.delete(table, old);
        }
        batches.forEach(batch -> transaction.insert(table, batch.project(behind)));
    }
}
