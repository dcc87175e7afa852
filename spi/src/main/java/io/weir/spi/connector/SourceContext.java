package io.weir.spi.connector;

import java.util.concurrent.Executor;

/** What the engine gives to the reader of one subtask. */
public interface SourceContext {
    int subtaskIndex();

    int parallelism();

    /** Whether the job starts from a checkpoint. */
    boolean isRestored();

    /** Runs blocking work. At most a few calls of one reader run at the same time. */
    Executor io();

    /**
     * Wakes the subtask: there may be something to {@link SourceReader#poll}. Any thread; cheap; may be called too
     * often.
     */
    void wakeUp();

    /** Wakes the subtask after a delay, for sources with a rate. */
    void wakeUpAfterMillis(long delayMillis);

    /** Milliseconds since the epoch by the engine's clock. */
    long currentTimeMillis();

    /** Nanoseconds by the engine's clock, for measuring time that passes. */
    long nanoTime();

    /** Adds to a counter of this operator, shown in {@code sys.operators}. Any thread. */
    void count(String metric, long delta);

    /** Where records go that cannot be read and whose policy is {@code dead-letter}. */
    BadRecords badRecords();

    /** Fails the job; for errors found on I/O threads. Any thread. */
    void fail(Throwable cause);

    /** Whether the split with this id is read by this subtask: a function of the id and the parallelism alone. */
    default boolean owns(String splitId) {
        int hash = splitId.hashCode() * 0x9E3779B9;
        return Math.floorMod(hash ^ (hash >>> 16), parallelism()) == subtaskIndex();
    }
}
