package io.weir.connector.print;

import io.weir.connector.base.SerialTasks;
import io.weir.connector.base.ValueText;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Hands batches to an I/O thread, which prints them in order; a few may wait. */
final class PrintWriter implements SinkWriter {
    private static final int WAITING_BATCHES = 4;

    private final List<DataType> types;
    private final String start;
    private final Consumer<String> printer;
    private final SerialTasks tasks;
    private final SinkContext context;

    PrintWriter(List<DataType> types, String start, Consumer<String> printer, SinkContext context) {
        this.types = types;
        this.start = start;
        this.printer = printer;
        this.tasks = new SerialTasks(context.io(), WAITING_BATCHES, context::wakeUp);
        this.context = context;
    }

    @Override
    public boolean isReady() {
        return tasks.hasRoom();
    }

    @Override
    public void write(Batch batch) {
        tasks.run(() -> print(batch), context::fail);
    }

    private void print(Batch batch) {
        for (int row = 0; row < batch.rowCount(); row++) {
            printer.accept(start + ValueText.row(types, batch, row));
        }
    }

    @Override
    public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
        return tasks.submit(SinkSnapshot::empty);
    }

    @Override
    public void close() {}
}
