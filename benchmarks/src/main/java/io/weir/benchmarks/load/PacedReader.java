package io.weir.benchmarks.load;

import io.weir.spi.connector.ForwardingReader;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Hands over the rows that are due, each with the time for which it was due. A benchmark does not restart. */
final class PacedReader extends ForwardingReader {
    private static final long RETRY_MILLIS = 1;

    private final Pace pace;
    private final SourceContext context;
    private final boolean tellsTime;
    private long emitted;
    private boolean isOver;

    PacedReader(SourceReader generator, Pace pace, SourceContext context, boolean tellsTime) {
        super(generator);
        this.pace = pace;
        this.context = context;
        this.tellsTime = tellsTime;
    }

    @Override
    public @Nullable SplitBatch poll(int maxRows) {
        long now = Schedule.micros();
        isOver = pace.isOver(now, emitted);
        if (isOver) {
            return null;
        }
        long due = pace.isPaced() ? pace.due(now) - emitted : maxRows;
        if (due <= 0) {
            // The timer of engines has no finer grain.
            context.wakeUpAfterMillis(RETRY_MILLIS);
            return null;
        }
        SplitBatch made = super.poll((int) Math.min(due, maxRows));
        if (made == null) {
            throw new IllegalStateException("a generator without an end has ended");
        }
        Batch batch = made.batch();
        SplitBatch timed = tellsTime ? new SplitBatch(made.split(), withTimes(batch, now)) : made;
        emitted += batch.rowCount();
        return timed;
    }

    private Batch withTimes(Batch batch, long now) {
        long[] times = new long[batch.rowCount()];
        for (int row = 0; row < times.length; row++) {
            times[row] = pace.isPaced() ? pace.microsOf(emitted + row) : now;
        }
        Column[] columns = new Column[batch.columnCount() + 1];
        Arrays.setAll(
                columns,
                column -> column < batch.columnCount()
                        ? batch.column(column)
                        : new LongColumn(times.length, times, null));
        return Batch.of(batch.rowCount(), columns);
    }

    @Override
    public boolean isSplitFinished(int split) {
        return isOver;
    }

    @Override
    public boolean isFinished() {
        return isOver;
    }
}
