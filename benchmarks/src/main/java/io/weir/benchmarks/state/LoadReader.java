package io.weir.benchmarks.state;

import io.weir.spi.connector.ForwardingReader;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import org.jspecify.annotations.Nullable;

/** Hands rows on while the rate allows. */
final class LoadReader extends ForwardingReader {
    private static final long PAUSE_MILLIS = 5;

    private final Rate rate;
    private final SourceContext context;

    LoadReader(SourceReader rows, Rate rate, SourceContext context) {
        super(rows);
        this.rate = rate;
        this.context = context;
    }

    @Override
    public @Nullable SplitBatch poll(int maxRows) {
        int due = rate.due(maxRows);
        SplitBatch batch = due == 0 ? null : super.poll(due);
        if (batch == null) {
            context.wakeUpAfterMillis(PAUSE_MILLIS);
            return null;
        }
        rate.take(batch.batch().rowCount());
        return batch;
    }
}
