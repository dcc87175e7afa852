package io.weir.jdbc.wire;

import java.util.concurrent.TimeUnit;

/**
 * Until when a call made by the user may wait.
 *
 * @param seconds the query timeout it comes from; 0 means for ever
 * @param nanos the time of {@link System#nanoTime()} at which it passes
 */
public record Deadline(int seconds, long nanos) {
    public static final Deadline NONE = new Deadline(0, 0);

    public static Deadline after(int seconds) {
        return seconds == 0 ? NONE : new Deadline(seconds, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }

    public boolean hasPassed() {
        return seconds > 0 && nanos - System.nanoTime() <= 0;
    }

    /** Milliseconds left, at least 1 and at most {@code limitMillis}; 0 in and out means for ever. */
    public long within(long limitMillis) {
        if (seconds == 0) {
            return limitMillis;
        }
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()));
        return limitMillis == 0 ? left : Math.min(limitMillis, left);
    }
}
