package io.weir.benchmarks.load;

import io.weir.spi.connector.ForwardingReader;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Another source's rows, but no more of them when a time is over: so that a run is as long for a slow engine as for a
 * fast one. How many rows there were is counted for the whole process.
 */
public final class TimedSource implements Source {
    private static final LongAdder ROWS = new LongAdder();

    private final Source source;
    private final long nanos;

    /** @param millis of each reader, from its first row on; 0 for no bound */
    TimedSource(Source source, long millis) {
        this(TimeUnit.MILLISECONDS.toNanos(millis), source);
    }

    private TimedSource(long nanos, Source source) {
        this.source = source;
        this.nanos = nanos;
    }

    /** The rows of all such sources of this process since the last call. Any thread. */
    public static long takeRowCount() {
        return ROWS.sumThenReset();
    }

    @Override
    public boolean isBounded() {
        return true;
    }

    @Override
    public Optional<Source> withColumns(List<Integer> wanted) {
        return source.withColumns(wanted).map(columns -> new TimedSource(nanos, columns));
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        return new Reader(source.createReader(context, restored), context, nanos);
    }

    private static final class Reader extends ForwardingReader {
        private final SourceContext context;
        private final long nanos;
        private long startNanos;
        private boolean isStarted;
        private boolean isOver;

        Reader(SourceReader rows, SourceContext context, long nanos) {
            super(rows);
            this.context = context;
            this.nanos = nanos;
        }

        @Override
        public @Nullable SplitBatch poll(int maxRows) {
            if (!isStarted) {
                isStarted = true;
                startNanos = context.nanoTime();
            }
            isOver |= nanos > 0 && context.nanoTime() - startNanos >= nanos;
            SplitBatch polled = isOver ? null : super.poll(maxRows);
            if (polled != null) {
                ROWS.add(polled.batch().rowCount());
            }
            return polled;
        }

        @Override
        public boolean isSplitFinished(int split) {
            return isOver || super.isSplitFinished(split);
        }

        @Override
        public boolean isFinished() {
            return isOver || super.isFinished();
        }
    }
}
