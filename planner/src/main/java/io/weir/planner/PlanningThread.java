package io.weir.planner;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.validate.ErrorTranslator;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one act of planning on a thread of its own: with a stack for deeply nested statements, which Calcite walks by recursion, and with an end to waiting
 * for it. Only touched pages of the stack take memory.
 */
final class PlanningThread<T> implements Runnable {
    private static final long STACK_BYTES = 512L << 20;

    private final Function<AtomicBoolean, T> work;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile @Nullable T result;
    private volatile @Nullable Throwable failure;

    private PlanningThread(Function<AtomicBoolean, T> work) {
        this.work = work;
    }

    /** @param work is given a flag that becomes true when nobody waits any more */
    static <T> T run(Catalog catalog, Duration timeout, Function<AtomicBoolean, T> work) {
        PlanningThread<T> planning = new PlanningThread<>(work);
        Thread thread = new Thread(null, planning, "weir-planning", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(Math.max(1, timeout.toMillis()));
        } catch (InterruptedException e) {
            planning.cancelled.set(true);
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "planning was cancelled", e);
        }
        if (thread.isAlive()) {
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
