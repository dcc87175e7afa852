package io.weir.runtime.task;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one job. Those that are not due when it ends hold nothing of it: a timer cannot be taken back, and a
 * query of a millisecond, of which there are hundreds in a second, would stay in memory for as long as the longest of
 * its timers. Thread-safe.
 */
final class JobTimers implements Timers {
    private final Timers timers;
    private final Set<Entry> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean isReleased;

    JobTimers(Timers timers) {
        this.timers = requireNonNull(timers, "timers is null");
    }

    @Override
    public void at(long timeMillis, Runnable action) {
        Entry entry = new Entry(action);
        waiting.add(entry);
        if (isReleased) {
            release(); // what is asked for behind the end is of no use
        }
        timers.at(timeMillis, entry);
    }

    /** The job has ended: no timer calls it any more. */
    void release() {
        isReleased = true;
        waiting.forEach(Entry::forget);
        waiting.clear();
    }

    private final class Entry implements Runnable {
        private final AtomicReference<@Nullable Runnable> action;

        private Entry(Runnable action) {
            this.action = new AtomicReference<>(action);
        }

        private void forget() {
            action.set(null);
        }

        @Override
        public void run() {
            waiting.remove(this);
            Runnable due = action.getAndSet(null);
            if (due != null) {
                due.run();
            }
        }
    }
}
