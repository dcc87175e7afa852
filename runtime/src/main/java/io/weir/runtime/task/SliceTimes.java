package io.weir.runtime.task;

import io.weir.runtime.time.Clock;

/** Accounts for the time of one subtask: busy in its slices, and between them at rest for one reason or another. Used by its worker. */
final class SliceTimes {
    private final Clock clock;
    private final SubtaskMetrics metrics;
    private final long bornNanos;
    private Rest rest = Rest.IDLE;
    private long startNanos;
    private long endNanos;

    /** Why a subtask does not run. */
    enum Rest {
        IDLE,
        BACK_PRESSURED,
        /** It wants to go on; other subtasks have the workers. */
        WAITING_FOR_WORKER
    }

    SliceTimes(Clock clock, SubtaskMetrics metrics) {
        this.clock = clock;
        this.metrics = metrics;
        bornNanos = clock.nanoTime();
        endNanos = bornNanos;
    }

    /** A slice begins. */
    void begin() {
        startNanos = clock.nanoTime();
        long passed = startNanos - endNanos;
        if (rest == Rest.IDLE) {
            metrics.idleNanos += passed;
        } else if (rest == Rest.BACK_PRESSURED) {
            metrics.backPressuredNanos += passed;
        }
    }

    boolean lastsLongerThan(long nanos) {
        return clock.nanoTime() - startNanos > nanos;
    }

    /** The slice has ended. @param reason why the next one does not begin at once */
    void end(Rest reason) {
        rest = reason;
        endNanos = clock.nanoTime();
        metrics.busyNanos += endNanos - startNanos;
    }

    /** Nanoseconds in which the subtask was not back-pressured. */
    long activeNanos() {
        return clock.nanoTime() - bornNanos - metrics.backPressuredNanos;
    }
}
