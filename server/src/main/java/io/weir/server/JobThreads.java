package io.weir.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which jobs are started and what becomes of them is written down. */
final class JobThreads implements AutoCloseable {
    /** Statements of jobs may be deep. */
    private static final long DEEP_STACK = 16L << 20;

    private static final int STARTERS = 8;
    private static final long STARTER_IDLE_SECONDS = 30;

    private final ScheduledExecutorService background =
            Executors.newSingleThreadScheduledExecutor(work -> deep(work, "weir-jobs"));
    private final ExecutorService starters = startersNamed(new AtomicInteger());

    /** One thread: events of jobs, and housekeeping. */
    ScheduledExecutorService background() {
        return background;
    }

    /** For the jobs of the catalog at the start: several, because one that waits for a broker must not hold up the others. */
    ExecutorService starters() {
        return starters;
    }

    private static ExecutorService startersNamed(AtomicInteger number) {
        ThreadFactory named = work -> deep(work, "weir-start-" + number.incrementAndGet());
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                STARTERS, STARTERS, STARTER_IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Thread deep(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, DEEP_STACK);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        starters.shutdownNow();
        background.shutdownNow();
    }
}
