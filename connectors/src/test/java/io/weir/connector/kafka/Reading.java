package io.weir.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.connector.ConnectorHarness;
import io.weir.spi.connector.BadRecords;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A reader on real I/O threads, and what it has read. The first column is a BIGINT. */
final class Reading implements SourceContext, AutoCloseable {
    private final Semaphore wakeUps = new Semaphore(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final boolean restored;
    final List<String> bad = new ArrayList<>();
    /** The first columns. */
    final List<Long> rows = new ArrayList<>();

    private final List<SplitBatch> batches = new ArrayList<>();
    final SourceReader reader;

    Reading(Source source, List<SplitPosition> restored, boolean isRestored) {
        this.restored = isRestored;
        this.reader = source.createReader(this, restored);
    }

    /** Reads until there are this many rows in all. */
    Reading until(int rowCount) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (rows.size() < rowCount && !reader.isFinished()) {
            assertThat(System.nanoTime())
                    .as("rows so far: %s, failure: %s", rows, failure)
                    .isLessThan(deadline);
            SplitBatch next = reader.poll(2);
            if (next == null) {
                wakeUps.tryAcquire(100, TimeUnit.MILLISECONDS);
                continue;
            }
            batches.add(next);
            for (int row = 0; row < next.batch().rowCount(); row++) {
                rows.add(((LongColumn) next.batch().column(0))
                        .values()[next.batch().position(row)]);
            }
        }
        return this;
    }

    /** All rows, such as {@code +I[1, a]}. */
    List<String> texts(List<DataType> types) {
        return batches.stream()
                .flatMap(batch -> ConnectorHarness.texts(types, batch.batch()).stream())
                .toList();
    }

    @Override
    public int subtaskIndex() {
        return 0;
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public boolean isRestored() {
        return restored;
    }

    @Override
    public Executor io() {
        return RealIo.THREADS;
    }

    @Override
    public void wakeUp() {
        wakeUps.release();
    }

    @Override
    public void wakeUpAfterMillis(long delayMillis) {}

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void count(String metric, long delta) {}

    @Override
    public BadRecords badRecords() {
        return (place, data, from, to, cause) -> bad.add(place + ": " + cause);
    }

    @Override
    public void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    @Override
    public void close() {
        reader.close();
    }
}
