package io.weir.server.jdbc;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where statements are read, planned and executed: a bounded number of threads with stacks that deep statements need.
 */
final class StatementThreads implements AutoCloseable {
    private static final int THREADS = 64;
    private static final int WAITING = 1000;
    private static final long STACK_BYTES = 16L << 20; // reserved, not used, until a statement goes that deep

    private final ThreadPoolExecutor pool;

    StatementThreads() {
        AtomicInteger number = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(null, work, "weir-statement-" + number.incrementAndGet(), STACK_BYTES);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** @throws WeirException (LIMIT_EXCEEDED) if too many wait already */
    <T> Future<T> submit(Callable<T> statement) {
        try {
            return pool.submit(statement);
        } catch (RejectedExecutionException e) {
            throw pool.isShutdown()
                    ? new WeirException(ErrorCode.SERVER_SHUTTING_DOWN, "server is shutting down", e)
                    : new WeirException(
                            ErrorCode.LIMIT_EXCEEDED, "too many statements at a time: " + WAITING + " wait already", e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
