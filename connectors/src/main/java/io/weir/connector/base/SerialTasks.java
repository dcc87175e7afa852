package io.weir.connector.base;

import static io.weir.spi.Checks.checkState;
import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the blocking work of one writer or reader on the I/O executor: one task at a time, in order, with a bound that
 * the caller keeps by asking {@link #hasRoom} first. After a task has failed, those behind it fail with the same cause
 * and are not run.
 *
 * <p>{@link #submit} is called from one thread and never waits; no thread is held while there is nothing to do.
 */
public final class SerialTasks {
    private final Executor io;
    private final int capacity;
    private final Runnable roomAgain;
    private final Queue<Task<?>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    /** @param roomAgain called, on an I/O thread, when a full queue has room again */
    public SerialTasks(Executor io, int capacity, Runnable roomAgain) {
        this.io = requireNonNull(io, "io is null");
        this.capacity = capacity;
        this.roomAgain = requireNonNull(roomAgain, "roomAgain is null");
    }

    public boolean hasRoom() {
        return pending.get() < capacity;
    }

    /** Adds a task. Tasks that end something (a flush, a barrier) may go a few over the capacity. */
    public <T> CompletableFuture<T> submit(Callable<T> work) {
        checkState(pending.get() < 2 * capacity + 2, "%s tasks are waiting, capacity is %s", pending.get(), capacity);
        Task<T> task = new Task<>(work, new CompletableFuture<>());
        queue.add(task);
        if (pending.getAndIncrement() == 0) {
            io.execute(this::runAll);
        }
        return task.result;
    }

    /** As {@link #submit}, for work whose result is of no interest. {@code onFailure} is called on an I/O thread. */
    public void run(Runnable work, Consumer<Throwable> onFailure) {
        var unused = submit(() -> {
                    work.run();
                    return true;
                })
                .whenComplete((done, cause) -> {
                    if (cause != null) {
                        onFailure.accept(cause);
                    }
                });
    }

    private void runAll() {
        do {
            Task<?> task = requireNonNull(queue.poll(), "a pending task is not in the queue");
            Throwable cause = task.run(failure);
            if (cause != null) {
                failure = cause;
            }
        } while (finishedOne());
    }

    private boolean finishedOne() {
        int left = pending.decrementAndGet();
        if (left == capacity - 1) {
            roomAgain.run();
        }
        return left > 0;
    }

    private record Task<T>(Callable<T> work, CompletableFuture<T> result) {
        @Nullable Throwable run(@Nullable Throwable earlierFailure) {
            if (earlierFailure != null) {
                result.completeExceptionally(earlierFailure);
                return null;
            }
            try {
                result.complete(work.call());
                return null;
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
                return e;
            }
        }
    }
}
