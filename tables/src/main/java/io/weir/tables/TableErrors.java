package io.weir.tables;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What users read when a table refuses. */
final class TableErrors {
    private TableErrors() {}

    static WeirException duplicate(Relation table, byte[] row) {
        Batch batch = decode(table, row);
        String columns = table.key().stream()
                .map(column -> "\"" + table.schema().names().get(column) + "\"")
                .collect(Collectors.joining(", "));
        String values = table.key().stream()
                .map(column ->
                        String.valueOf(BoxedValues.get(table.schema().types().get(column), batch.column(column), 0)))
                .collect(Collectors.joining(", "));
        return new WeirException(
                        ErrorCode.UNIQUE_VIOLATION,
                        "table \"" + table.name() + "\" has a row with primary key (" + columns + ") = (" + values
                                + ") already")
                .withHint("UPSERT INTO replaces the row.");
    }

    private static Batch decode(Relation table, byte[] row) {
        BatchBuilder rows = new BatchBuilder(table.schema().types());
        table.codec()
                .decode(row, rows, IntStream.range(0, table.schema().size()).toArray());
        rows.endRow();
        return rows.build();
    }

    static WeirException conflict(Relation table) {
        return new WeirException(
                        ErrorCode.SERIALIZATION_FAILURE,
                        "rows of table \"" + table.name() + "\" were changed by another statement at the same time")
                .withHint("Execute the statement again.");
    }

    static WeirException gone(Relation table, long wanted, long first) {
        return new WeirException(
                        ErrorCode.DATA_LOST_UPSTREAM,
                        table + " keeps its changes from number " + first + " on, and number " + wanted + " is wanted")
                .withHint("Start the job without a checkpoint, or keep changes longer: 'weir.tables.log-retention'.");
    }

    static WeirException storage(String what, RocksDBException cause) {
        Status status = cause.getStatus();
        boolean isFull = status != null && status.getSubCode() == Status.SubCode.NoSpace;
        return new WeirException(
                isFull ? ErrorCode.DISK_FULL : ErrorCode.STORAGE_UNREACHABLE,
                "table store failed to " + what + ": " + cause.getMessage(),
                cause);
    }

    static WeirException closed() {
        return new WeirException(ErrorCode.SERVER_SHUTTING_DOWN, "table store is closed");
    }
}
