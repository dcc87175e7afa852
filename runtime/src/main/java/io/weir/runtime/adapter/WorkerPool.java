package io.weir.runtime.adapter;

import static io.weir.spi.Checks.checkArgument;

import io.weir.runtime.task.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of worker threads that run all tasks of all jobs. A task that is awake stands once in one queue, first
 * in, first out, so that none starves; there is a permit for each entry, so that workers without work are parked.
 */
public final class WorkerPool implements Scheduler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    private final ConcurrentLinkedQueue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore queued = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** @param workerCount one for each core, usually */
    public WorkerPool(int workerCount) {
        checkArgument(workerCount >= 1, "worker count %s is less than 1", workerCount);
        for (int i = 0; i < workerCount; i++) {
            Thread thread = new Thread(this::work, "weir-worker-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public Handle register(CooperativeTask task) {
        return new Entry(task);
    }

    private void work() {
        while (!closed) {
            try {
                queued.acquire();
            } catch (InterruptedException e) {
                if (closed) {
                    return;
                }
                continue; // only close() ends a worker
            }
            Entry entry = queue.poll();
            if (entry != null) {
                entry.runSlice();
            }
        }
    }

    private void enqueue(Entry entry) {
        queue.add(entry);
        queued.release();
    }

    /** Ends the workers after the slices they are in. Tasks are not called any more. */
    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            thread.interrupt();
        }
    }

    /** A task and whether it is asleep, queued, running, or to run again. */
    private final class Entry implements Handle {
        private static final int ASLEEP = 0;
        private static final int QUEUED = 1;
        private static final int RUNNING = 2;
        /** Running, and woken meanwhile. */
        private static final int RUNNING_WOKEN = 3;

        private static final int CLOSED = 4;

        private final CooperativeTask task;
        private final AtomicInteger state = new AtomicInteger(ASLEEP);

        private Entry(CooperativeTask task) {
            this.task = task;
        }

        @Override
        public void wakeUp() {
            while (true) {
                int seen = state.get();
                if (seen == ASLEEP) {
                    if (state.compareAndSet(ASLEEP, QUEUED)) {
                        enqueue(this);
                        return;
                    }
                } else if (seen == RUNNING) {
                    if (state.compareAndSet(RUNNING, RUNNING_WOKEN)) {
                        return;
                    }
                } else {
                    return; // it will be called anyway, or never again
                }
            }
        }

        @Override
        public void close() {
            state.set(CLOSED);
        }

        private void runSlice() {
            if (!state.compareAndSet(QUEUED, RUNNING)) {
                return;
            }
            boolean again;
            try {
                again = task.run();
            } catch (Throwable e) {
                // Tasks promise not to throw; one that does must not take a worker with it.
                LOG.error("task failed task={}", task, e);
                again = false;
            }
            if (again) {
                if (state.compareAndSet(RUNNING, QUEUED) || state.compareAndSet(RUNNING_WOKEN, QUEUED)) {
                    enqueue(this);
                }
            } else if (!state.compareAndSet(RUNNING, ASLEEP) && state.compareAndSet(RUNNING_WOKEN, QUEUED)) {
                enqueue(this);
            }
        }
    }
}
