package io.weir.benchmarks.flink;

import io.weir.benchmarks.load.GeneratorContext;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from one of Weir's generators and hands them over row by row, one for each call, as Flink asks of its
 * sources.
 */
final class GeneratedReader implements SourceReader<RowData, GeneratedSplit> {
    private static final int BATCH_ROWS = 1024;
    private static final long MICROS = 1000;

    private final Source source;
    /** For each field of a row, the column of the batch. */
    private final int[] places;

    private final boolean[] isTime;
    private final int parallelism;
    /** Completed when there may be rows; another one each time before the generator is asked. */
    private volatile CompletableFuture<Void> available = new CompletableFuture<>();

    private io.weir.spi.connector.@Nullable SourceReader reader;
    private int index;
    private long rowsRead;
    private @Nullable Batch batch;
    private int row;

    GeneratedReader(Source source, int[] places, boolean[] isTime, int parallelism) {
        this.source = source;
        this.places = places;
        this.isTime = isTime;
        this.parallelism = parallelism;
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<GeneratedSplit> splits) {
        if (splits.get(0).rowsRead() > 0) {
            throw new IllegalStateException("a benchmark does not restart");
        }
        index = splits.get(0).index();
        reader = source.createReader(new GeneratorContext(index, parallelism, this::wakeUpAfter), List.of());
        available.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RowData> output) {
        if (reader == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (batch == null || row == batch.rowCount()) {
            if (available.isDone()) {
                available = new CompletableFuture<>(); // before asking, so that no wake-up is lost
            }
            SplitBatch next = reader.poll(BATCH_ROWS);
            if (next == null) {
                return reader.isFinished() ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
            }
            available.complete(null); // a task that was held back by its output asks before it polls again
            batch = next.batch();
            row = 0;
        }
        output.collect(rowOf(batch, row++));
        rowsRead++;
        return InputStatus.MORE_AVAILABLE;
    }

    private void wakeUpAfter(long millis) {
        CompletableFuture<Void> unused = available.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
    }

    private RowData rowOf(Batch from, int number) {
        GenericRowData made = new GenericRowData(places.length);
        for (int field = 0; field < places.length; field++) {
            Column column = from.column(places[field]);
            if (column instanceof BytesColumn texts) {
                made.setField(field, StringData.fromBytes(texts.data(), texts.start(number), texts.byteCount(number)));
            } else {
                long value = ((LongColumn) column).values()[number];
                made.setField(field, isTime[field] ? TimestampData.fromEpochMillis(value / MICROS) : (Object) value);
            }
        }
        return made;
    }

    @Override
    public List<GeneratedSplit> snapshotState(long checkpointId) {
        return reader == null ? List.of() : List.of(new GeneratedSplit(index, rowsRead));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
}
