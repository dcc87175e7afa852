package io.weir.connector.filesystem;

import io.weir.connector.base.SerialTasks;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.SinkContext;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.data.Batch;
import java.util.concurrent.CompletionStage;

/** Encodes rows on the worker and writes the bytes on an I/O thread. */
final class FileWriter implements SinkWriter {
    private static final int WAITING_BATCHES = 4;
    private static final int BYTES_PER_ROW = 64;

    private final Format.Encoder encoder;
    private final SinkContext context;
    private final SerialTasks tasks;
    private final PartOutput output;

    FileWriter(Format format, PartFiles files, RollingPolicy rolling, SinkContext context) {
        this.encoder = format.createEncoder();
        this.context = context;
        this.tasks = new SerialTasks(context.io(), WAITING_BATCHES, context::wakeUp);
        this.output = new PartOutput(files, rolling, format.fileHeader());
    }

    @Override
    public boolean isReady() {
        return tasks.hasRoom();
    }

    @Override
    public void write(Batch batch) {
        Format.ByteBuffer lines = new Format.ByteBuffer(BYTES_PER_ROW * Math.max(1, batch.rowCount()));
        for (int row = 0; row < batch.rowCount(); row++) {
            encoder.encode(batch, row, lines);
            lines.write('\n');
        }
        long now = context.currentTimeMillis();
        tasks.run(() -> output.append(lines, now), context::fail);
    }

    @Override
    public void endOfEpoch(long epoch) {
        if (tasks.hasRoom()) {
            long now = context.currentTimeMillis();
            tasks.run(() -> output.rollIfDue(now), context::fail);
        }
    }

    @Override
    public CompletionStage<SinkSnapshot> prepareCommit(long checkpointId) {
        return tasks.submit(output::prepareCommit);
    }

    @Override
    public void close() {
        tasks.run(output::close, cause -> {});
    }
}
