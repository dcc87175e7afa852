package io.weir.runtime.task;

import io.weir.runtime.element.Barrier;
import org.jspecify.annotations.Nullable;

/** When unaligned barriers may overtake: at once, or when they have waited for their alignment long enough. Used by the subtask's worker. */
final class OvertakeTimer {
    private final SubtaskEnvironment environment;
    private long timerFor = Long.MIN_VALUE;

    OvertakeTimer(SubtaskEnvironment environment) {
        this.environment = environment;
    }

    boolean isDue(@Nullable Barrier barrier) {
        return barrier != null
                && barrier.alignment() == Barrier.Alignment.UNALIGNED
                && environment.runtime().clock().currentTimeMillis() >= dueMillis(barrier);
    }

    /** Sees to it that the subtask is awake when a barrier is due. */
    void wakeUpWhenDue(Barrier barrier) {
        if (timerFor != barrier.id()) {
            timerFor = barrier.id();
            environment.wakeUpAt(dueMillis(barrier));
        }
    }

    private static long dueMillis(Barrier barrier) {
        return barrier.triggerTimeMillis() + barrier.alignedTimeoutMillis();
    }
}
