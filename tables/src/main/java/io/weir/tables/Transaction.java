package io.weir.tables;

import static io.weir.spi.Checks.checkArgument;

import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that happen together or not at all, to any number of tables, in the order in which they were added. Filled by
 * one thread, then handed to {@link TableStore#commit}.
 *
 * <p>Each method throws {@link WeirException} with NOT_NULL_VIOLATION for a null where the table has none, and
 * LIMIT_EXCEEDED for a transaction that has grown too large.
 */
public final class Transaction {
    private final long maxBytes;
    private final List<Change> changes = new ArrayList<>();
    private @Nullable Marker marker;
    private long bytes;

    /**
     * What a sink remembers with its rows, so that they are applied once.
     *
     * @param sink job and sink
     */
    record Marker(String sink, SinkMark mark, List<byte[]> stagedPrefixes) {}

    Transaction(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds rows that must not be there yet: a row with the same key is UNIQUE_VIOLATION. */
    public void insert(Relation table, Batch rows) {
        add(table, Change.Kind.INSERT, rows);
    }

    /** Adds rows; each takes the place of the one with its key, if there is one. */
    public void upsert(Relation table, Batch rows) {
        add(table, Change.Kind.UPSERT, rows);
    }

    /**
     * Takes rows away that were read before; if one of them has changed since, the commit fails with
     * SERIALIZATION_FAILURE.
     */
    public void delete(Relation table, Batch rows) {
        add(table, Change.Kind.DELETE, rows);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    private void add(Relation table, Change.Kind kind, Batch rows) {
        checkNotNull(table, rows);
        for (int row = 0; row < rows.rowCount(); row++) {
            add(new Change(table, kind, table.row(rows, row)));
        }
    }

    void add(Change change) {
        checkArgument(!change.table().isView(), "%s is not written by transactions", change.table());
        bytes += change.row().length + 64;
        if (bytes > maxBytes) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "transaction on table \"" + change.table().name() + "\" takes more than " + maxBytes
                                    + " bytes")
                    .withHint("Write the rows in several statements, or raise 'weir.tables.max-transaction-size'.");
        }
        changes.add(change);
    }

    static void checkNotNull(Relation table, Batch rows) {
        for (int index = 0; index < table.schema().size(); index++) {
            boolean isKey = table.isUnique() && table.key().contains(index);
            if (table.schema().fields().get(index).type().nullable() && !isKey) {
                continue;
            }
            Column column = rows.column(index);
            if (column.nulls() == null) {
                continue;
            }
            for (int row = 0; row < rows.rowCount(); row++) {
                if (column.isNull(rows.position(row))) {
                    throw new WeirException(
                            ErrorCode.NOT_NULL_VIOLATION,
                            "column \"" + table.schema().fields().get(index).name() + "\" of table \"" + table.name()
                                    + "\" must not be null");
                }
            }
        }
    }

    List<Change> changes() {
        return changes;
    }

    long bytes() {
        return bytes;
    }

    @Nullable Marker marker() {
        return marker;
    }

    void mark(Marker value) {
        marker = value;
    }
}
