package io.weir.runtime.time;

/** Time as the runtime sees it; handed in, so that a simulation can own it. */
public interface Clock {
    /** Milliseconds since the epoch. */
    long currentTimeMillis();

    /** Nanoseconds from an arbitrary origin, for measuring what passes. */
    long nanoTime();
}
