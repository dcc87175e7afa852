package io.weir.connector.base;

import io.weir.spi.connector.BadRecords;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bounded source to its end on the calling thread, which may wait; what the reader does meanwhile runs on a
 * thread that ends with the scan.
 */
final class TableScan implements SourceContext {
    private static final int BATCH_ROWS = 4096;
    private static final long MOST_SECONDS_WITHOUT_ROWS = 60;
    /** A wake-up that was missed costs no more than this. */
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final ScannedLookup table;
    private final ExecutorService io;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile @Nullable Throwable failure;

    private TableScan(ScannedLookup table, ExecutorService io) {
        this.table = table;
        this.io = io;
    }

    static RowIndex read(ScannedLookup table, List<Integer> keyColumns) throws InterruptedException {
        ExecutorService io = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "look-up table " + table.table());
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new TableScan(table, io).read(keyColumns);
        } finally {
            io.shutdownNow();
        }
    }

    private RowIndex read(List<Integer> keyColumns) throws InterruptedException {
        RowIndex index = new RowIndex(table.types(), keyColumns, System.nanoTime());
        long rows = 0;
        long waitingSince = System.nanoTime();
        try (SourceReader reader = table.source().createReader(this, List.of())) {
            while (!reader.isFinished()) {
                SplitBatch next = reader.poll(BATCH_ROWS);
                checkFailure();
                if (next != null) {
                    rows += next.batch().rowCount();
                    checkSize(rows);
                    index.add(next.batch());
                    waitingSince = System.nanoTime();
                } else if (!reader.isFinished()) {
                    boolean unused = wakeUps.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                    wakeUps.drainPermits();
                    checkWaiting(waitingSince);
                }
            }
        }
        return index;
    }

    private void checkSize(long rows) {
        if (rows > table.maxRows()) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "table \"" + table.table() + "\" has more than " + table.maxRows()
                                    + " rows and is read whole for look-ups")
                    .withHint("Raise 'lookup.full-cache.max-rows', or keep the table where rows are found by key.");
        }
    }

    private void checkFailure() {
        Throwable cause = failure;
        if (cause != null) {
            throw cause instanceof WeirException known
                    ? known
                    : new WeirException(
                            ErrorCode.CONNECTOR_FAILURE,
                            "table \"" + table.table() + "\" could not be read for look-ups",
                            cause);
        }
    }

    private void checkWaiting(long sinceNanos) {
        if (System.nanoTime() - sinceNanos > TimeUnit.SECONDS.toNanos(MOST_SECONDS_WITHOUT_ROWS)) {
            throw new WeirException(
                    ErrorCode.CONNECTOR_FAILURE,
                    "table \"" + table.table() + "\" gave no rows for " + MOST_SECONDS_WITHOUT_ROWS
                            + " s while it was read for look-ups");
        }
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
        return false;
    }

    @Override
    public Executor io() {
        return io;
    }

    @Override
    public void wakeUp() {
        wakeUps.release();
    }

    @Override
    public void wakeUpAfterMillis(long delayMillis) {
        // The scan looks again by itself.
    }

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void count(String metric, long delta) {
        // Rows of a look-up table are not rows of the job.
    }

    @Override
    public BadRecords badRecords() {
        return (place, data, from, to, cause) -> {
            throw new WeirException(ErrorCode.MALFORMED_RECORD, place + ": " + cause);
        };
    }

    @Override
    public void fail(Throwable cause) {
        failure = cause;
        wakeUp();
    }
}
