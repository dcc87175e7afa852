package io.weir.runtime.task;

/**
 * Runs many cooperative tasks on few threads. Production: a pool of workers; simulation: one thread that a seed drives.
 */
public interface Scheduler {
    /** Takes a task on, asleep. */
    Handle register(CooperativeTask task);

    /** Something that runs in slices. */
    @FunctionalInterface
    interface CooperativeTask {
        /**
         * Works for a bounded time and returns; never blocks. Never called twice at once; calls are ordered by
         * happens-before. Must not throw.
         *
         * @return whether to be called again soon; if not, it sleeps until woken
         */
        boolean run();
    }

    /** Wakes a task. */
    interface Handle {
        /**
         * Has the task called soon, even if it is running at the moment. Any thread; cheap; may be called too often.
         */
        void wakeUp();

        /** The task is not called any more, once the call that may be running has returned. */
        void close();
    }
}
