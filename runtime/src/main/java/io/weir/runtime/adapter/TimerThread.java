package io.weir.runtime.adapter;

import io.weir.runtime.task.Timers;
import io.weir.runtime.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Timers on one thread, which only wakes others. */
public final class TimerThread implements Timers, AutoCloseable {
    private final Clock clock;
    private final ScheduledExecutorService thread;

    public TimerThread(Clock clock) {
        this.clock = clock;
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "weir-timers");
            made.setDaemon(true);
            return made;
        });
    }

    @Override
    public void at(long timeMillis, Runnable action) {
        long delay = Math.max(0, timeMillis - clock.currentTimeMillis());
        if (!thread.isShutdown()) {
            ScheduledFuture<?> unused = thread.schedule(action, delay, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
