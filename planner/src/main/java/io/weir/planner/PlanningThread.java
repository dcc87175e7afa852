package io.weir.planner;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.validate.ErrorTranslator;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one act of planning on a thread of its own: with a stack for deeply nested statements, which Calcite walks by
 * recursion, and with an end to waiting for it. Only touched pages of the stack take memory. Threads wait some seconds
 * for the next act before they end: making one takes longer than planning a short statement.
 */
final class PlanningThread<T> implements Runnable {
    private static final long STACK_BYTES = 512L << 20;
    private static final int MAX_THREADS = 256;
    private static final long IDLE_SECONDS = 5;

    private static final ThreadPoolExecutor THREADS =
            new ThreadPoolExecutor(0, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(null, work, "weir-planning", STACK_BYTES);
                thread.setDaemon(true);
                return thread;
            });

    private final Function<AtomicBoolean, T> work;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable T result;
    private volatile @Nullable Throwable failure;

    private PlanningThread(Function<AtomicBoolean, T> work) {
        this.work = work;
    }

    /** @param work is given a flag that becomes true when nobody waits any more */
    static <T> T run(Catalog catalog, Duration timeout, Function<AtomicBoolean, T> work) {
        PlanningThread<T> planning = new PlanningThread<>(work);
        try {
            THREADS.execute(planning);
        } catch (RejectedExecutionException e) {
            throw new WeirException(
                    ErrorCode.LIMIT_EXCEEDED, MAX_THREADS + " statements are being planned, the most at a time", e);
        }
        boolean isDone;
        try {
            isDone = planning.done.await(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            planning.cancelled.set(true);
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "planning was cancelled", e);
        }
        if (!isDone) {
            planning.cancelled.set(true);
            throw new WeirException(
                            ErrorCode.STATEMENT_TOO_COMPLEX,
                            "planning the statement took longer than " + timeout.toMillis() + " ms")
                    .withHint("Split it, for instance by views, or raise '" + PlannerOptions.PLANNING_TIMEOUT.key()
                            + "'.");
        }
        return planning.get(catalog);
    }

    @Override
    public void run() {
        try {
            result = work.apply(cancelled);
        } catch (Throwable e) { // a StackOverflowError, too, is an answer to the statement
            failure = e;
        } finally {
            done.countDown();
        }
    }

    private T get(Catalog catalog) {
        Throwable error = failure;
        if (error instanceof WeirException known) {
            throw known;
        }
        if (error != null) {
            throw ErrorTranslator.of(catalog).translate(error);
        }
        T value = result;
        if (value == null) {
            throw new IllegalStateException("planning gave no result");
        }
        return value;
    }
}
