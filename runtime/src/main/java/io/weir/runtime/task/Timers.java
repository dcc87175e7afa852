package io.weir.runtime.task;

/** Calls back at a time. */
@FunctionalInterface
public interface Timers {
    /**
     * Runs something short (a wake-up) at or soon after a time, on any thread. It cannot be taken back: what is called
     * checks whether it still matters.
     */
    void at(long timeMillis, Runnable action);
}
