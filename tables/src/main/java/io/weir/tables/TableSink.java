package io.weir.tables;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the rows of a job to a table: by its key, if it has one, each row takes the place of the one before. All rows
 * between two checkpoints become visible in one transaction, once.
 */
public final class TableSink implements Sink {
    private final TableStore store;
    private final Relation table;

    public TableSink(TableStore store, Relation table) {
        this.store = requireNonNull(store, "store is null");
        this.table = requireNonNull(table, "table is null");
    }

    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.ALL;
    }

    @Override
    public SinkWriter createWriter(SinkContext context, List<byte[]> restoredWriterState) {
        return new TableSinkWriter(store, table, context);
    }

    @Override
    public SinkCommitter createCommitter(SinkContext context) {
        return new TableSinkCommitter(store, table, sinkName(context), context.attempt(), TableSinkCommitter.PATIENCE);
    }

    static String sinkName(SinkContext context) {
        return context.jobId() + "/" + context.sinkId();
    }

    /** What all staged rows of a sink stand under. */
    static byte[] stagedPrefix(String sink) {
        byte[] name = sink.getBytes(StandardCharsets.UTF_8);
        ByteArrayBuilder out = new ByteArrayBuilder(name.length + 2);
        out.putBytes(name);
        out.putByte(0);
        return out.build();
    }
}
