package io.weir.runtime.state;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs tasks of one backend one after the other on threads of an executor. Handing a task over takes no lock. */
final class SerialExecutor {
    /** What is run. */
    interface Task {
        void run();

        /** It will never be run. */
        void abandon();
    }

    private final Executor executor;
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Runnable last;

    /** Only touched by whoever drains. */
    private boolean isClosed;

    SerialExecutor(Executor executor) {
        this.executor = requireNonNull(executor, "executor is null");
    }

    void execute(Task task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            executor.execute(this::drain);
        }
    }

    /** Abandons what has not begun and then runs {@code closing}: here, or, if a task is running, where that runs. */
    void close(Runnable closing) {
        if (last != null) {
            return;
        }
        last = closing;
        tasks.add(new Task() {
            @Override
            public void run() {}

            @Override
            public void abandon() {}
        });
        if (waiting.getAndIncrement() == 0) {
            drain();
        }
    }

    private void drain() {
        do {
            Task task = requireNonNull(tasks.poll(), "no task");
            Runnable closing = last;
            if (closing == null) {
                task.run();
            } else {
                task.abandon();
                if (tasks.isEmpty() && !isClosed) {
                    isClosed = true;
                    closing.run();
                }
            }
        } while (waiting.decrementAndGet() != 0);
    }
}
