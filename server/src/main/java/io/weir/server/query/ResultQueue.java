package io.weir.server.query;

import io.weir.spi.data.Batch;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Batches on their way from the worker to the client. Bounded: when it is full the worker is told so, and the job
 * waits. One thread adds, one takes; any may {@link #finish}. Without locks, because a worker must not wait for a
 * client.
 */
final class ResultQueue {
    private static final int CAPACITY_BATCHES = 64;
    private static final long CAPACITY_BYTES = 8L << 20;
    private static final Runnable NOBODY = () -> {};

    private final ResultMemory memory;
    private final ConcurrentLinkedQueue<Batch> batches = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile Runnable wakeWriter = NOBODY;
    private volatile @Nullable Thread reader;
    private volatile boolean finished;
    private volatile boolean cancelled;
    private volatile @Nullable WeirException error;

    /** @param memory what all results together may take; a queue that is empty takes a batch in any case */
    ResultQueue(ResultMemory memory) {
        this.memory = memory;
    }

    /** Who is to be told that there is room again. */
    void onRoom(Runnable wakeUp) {
        wakeWriter = wakeUp;
    }

    boolean hasRoom() {
        long own = bytes.get();
        return count.get() < CAPACITY_BATCHES && own < CAPACITY_BYTES && (own == 0 || memory.hasRoom());
    }

    void add(Batch batch) {
        if (batch.rowCount() == 0 || finished) {
            return;
        }
        bytes.addAndGet(batch.retainedBytes());
        memory.take(batch.retainedBytes());
        count.incrementAndGet();
        batches.add(batch);
        if (cancelled) {
            drop();
        }
        wakeReader();
    }

    private void drop() {
        while (poll() != null) {
            // nobody will read it
        }
    }

    private @Nullable Batch poll() {
        Batch batch = batches.poll();
        if (batch != null) {
            count.decrementAndGet();
            bytes.addAndGet(-batch.retainedBytes());
            memory.giveBack(batch.retainedBytes());
        }
        return batch;
    }

    /** Nothing will be added any more. The first call counts. */
    synchronized void finish(@Nullable WeirException cause) {
        if (!finished) {
            error = cause;
            finished = true;
            wakeReader();
        }
    }

    /** Ends the result for its reader, at once: what is queued is dropped. */
    void cancel() {
        breakOff();
        drop();
        wakeWriter.run();
    }

    /** Also if the query has ended well: the reader would take what is dropped for rows that never were. */
    private synchronized void breakOff() {
        if (error == null) {
            error = new WeirException(ErrorCode.QUERY_CANCELLED, "query was cancelled");
        }
        finished = true;
        cancelled = true;
        wakeReader();
    }

    private void wakeReader() {
        Thread waiting = reader;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /**
     * The next batch, waiting for it at most so long.
     *
     * @return null if none has come
     * @throws WeirException what ended the query, once all before it was taken
     */
    @Nullable Batch take(long waitMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        reader = Thread.currentThread();
        try {
            while (true) {
                // Read before the queue: what was added before the end is then seen.
                boolean wasFinished = finished;
                Batch batch = poll();
                if (batch != null) {
                    wakeWriter.run();
                    return batch;
                }
                if (wasFinished) {
                    WeirException cause = error;
                    if (cause != null) {
                        throw cause;
                    }
                    return null;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return null;
                }
                LockSupport.parkNanos(this, left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            reader = null;
        }
    }

    /** Whether all has been taken and nothing follows, but perhaps an error. */
    boolean isExhausted() {
        return finished && batches.isEmpty();
    }

    boolean hasFailed() {
        return error != null;
    }
}
