package io.weir.runtime.adapter;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.task.Scheduler;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scheduler and I/O of one job that is begun by the thread that waits for it: everything is done there, one thing after
 * the other, until nothing is left to do at the moment or a time has passed. Then the rest goes to the workers and the
 * I/O threads, as for any other job. A job of a millisecond changes threads a dozen times otherwise, and takes longer
 * to be handed over than to be done.
 */
final class CallerFirst implements Scheduler {
    private static final Logger LOG = LoggerFactory.getLogger(CallerFirst.class);
    private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Scheduler workers;
    private final Executor io;

    // Guarded by this.
    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private boolean isHandedOver;

    CallerFirst(Scheduler workers, Executor io) {
        this.workers = requireNonNull(workers, "workers is null");
        this.io = requireNonNull(io, "io is null");
    }

    /** Something to be done: here, or by others. */
    private interface Step {
        void run();

        void handOver();
    }

    @Override
    public Handle register(CooperativeTask task) {
        return new Entry(task, workers.register(task));
    }

    /** For what blocks. */
    void execute(Runnable work) {
        if (!add(new Call(work))) {
            io.execute(work);
        }
    }

    private synchronized boolean add(Step step) {
        if (!isHandedOver) {
            steps.add(step);
        }
        return !isHandedOver;
    }

    /** Works on the calling thread, and hands over what is left. Call once. */
    void run(BooleanSupplier isDone) {
        long start = System.nanoTime();
        while (!isDone.getAsBoolean()
                && System.nanoTime() - start < MAX_NANOS
                && !Thread.currentThread().isInterrupted()) {
            Step step = next();
            if (step == null) {
                break;
            }
            try {
                step.run();
            } catch (Throwable e) {
                // Both promise not to throw; what follows must go on all the same.
                LOG.error("task failed task={}", step, e);
            }
        }
        ArrayDeque<Step> left;
        synchronized (this) {
            isHandedOver = true;
            left = new ArrayDeque<>(steps);
            steps.clear();
        }
        left.forEach(Step::handOver);
    }

    private synchronized @Nullable Step next() {
        return steps.poll();
    }

    private final class Call implements Step {
        private final Runnable work;

        private Call(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            work.run();
        }

        @Override
        public void handOver() {
            io.execute(work);
        }
    }

    /** A task that is awake stands in the queue once. */
    private final class Entry implements Step, Handle {
        private final CooperativeTask task;
        private final Handle later;
        private boolean isQueued; // guarded by the scheduler
        private boolean isClosed; // guarded by the scheduler

        private Entry(CooperativeTask task, Handle later) {
            this.task = task;
            this.later = later;
        }

        @Override
        public void wakeUp() {
            synchronized (CallerFirst.this) {
                if (isClosed || isQueued) {
                    return;
                }
                isQueued = add(this);
                if (isQueued) {
                    return;
                }
            }
            later.wakeUp();
        }

        @Override
        public void close() {
            synchronized (CallerFirst.this) {
                isClosed = true;
            }
            later.close();
        }

        @Override
        public void run() {
            synchronized (CallerFirst.this) {
                isQueued = false;
                if (isClosed) {
                    return;
                }
            }
            if (task.run()) {
                wakeUp();
            }
        }

        @Override
        public void handOver() {
            synchronized (CallerFirst.this) {
                isQueued = false;
            }
            later.wakeUp();
        }

        @Override
        public String toString() {
            return task.toString();
        }
    }
}
