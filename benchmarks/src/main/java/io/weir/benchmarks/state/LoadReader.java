package io.weir.benchmarks.state;

import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands rows on while the rate allows. */
record LoadReader(SourceReader rows, Rate rate, SourceContext context) implements SourceReader {
    private static final long PAUSE_MILLIS = 5;

    @Override
    public @Nullable SplitBatch poll(int maxRows) {
        int due = rate.due(maxRows);
        SplitBatch batch = due == 0 ? null : rows.poll(due);
        if (batch == null) {
            context.wakeUpAfterMillis(PAUSE_MILLIS);
            return null;
        }
        rate.take(batch.batch().rowCount());
        return batch;
    }

    @Override
    public int splitCount() {
        return rows.splitCount();
    }

    @Override
    public String splitId(int split) {
        return rows.splitId(split);
    }

    @Override
    public boolean isSplitFinished(int split) {
        return rows.isSplitFinished(split);
    }

    @Override
    public boolean isFinished() {
        return rows.isFinished();
    }

    @Override
    public List<SplitPosition> snapshot(long checkpointId) {
        return rows.snapshot(checkpointId);
    }

    @Override
    public void close() {
        rows.close();
    }
}
