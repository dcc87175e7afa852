package io.weir.runtime.adapter;

import static io.weir.spi.Checks.checkArgument;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for calls that block. They wait for others, not for the processor, so there is a thread for each, up to a
 * bound; beyond it calls wait, first come, first served. A call is never refused and never run by the thread that hands
 * it over: that is a worker more often than not, and a worker must not block.
 *
 * <p>The queue needs no bound of its own, because those who hand over have one: a subtask has a few calls under way at
 * a time (a poll, a write, a snapshot, a bounded number of look-ups), and puts the next behind when one is done. A call
 * must not wait for another that it has handed over.
 */
public final class IoThreads implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IoThreads.class);
    private static final long IDLE_SECONDS = 30;
    private static final long CLOSE_SECONDS = 10;

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    /** How many more may run side by side. */
    private final AtomicInteger free;

    private final ThreadPoolExecutor threads;

    /** @param most threads at a time */
    public IoThreads(int most) {
        checkArgument(most > 0, "wanted at least one thread, got %s", most);
        free = new AtomicInteger(most);
        AtomicInteger number = new AtomicInteger();
        // Without a bound here: a thread that has given its place back may not yet be waiting for work when the next
        // one takes it.
        threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> {
                    Thread thread = new Thread(work, "weir-io-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Has the call made soon. Takes no lock and does not block. After {@link #close} it is dropped. */
    @Override
    public void execute(Runnable call) {
        waiting.add(call);
        if (takePlace()) {
            threads.execute(this::makeCalls);
        }
    }

    private boolean takePlace() {
        return free.getAndUpdate(places -> Math.max(0, places - 1)) > 0;
    }

    private void makeCalls() {
        do {
            for (Runnable call = waiting.poll(); call != null; call = waiting.poll()) {
                try {
                    call.run();
                } catch (RuntimeException | LinkageError | StackOverflowError e) {
                    LOG.error("call on an I/O thread failed", e);
                }
            }
            free.incrementAndGet();
            // A call that came after the last look, when there was no place, would be left behind.
        } while (!waiting.isEmpty() && takePlace());
    }

    /** Ends the threads when what was handed over is done, or is interrupted after a while. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
