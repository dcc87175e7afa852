package io.weir.runtime.state;

import io.weir.runtime.time.Clock;

/**
 * Expiry of entries by the time of their last change, in whole seconds: an entry is never dropped early, and at most an
 * eighth of its time (but a second) late.
 */
final class TimeToLive {
    /** For entries that were written when the table had no time to live. */
    static final long UNKNOWN = 0;

    private static final int STEPS = 8;

    private final Clock clock;
    private final long seconds;
    private final long stepSeconds;
    private long now;

    TimeToLive(long millis, Clock clock) {
        this.clock = clock;
        seconds = (millis + 999) / 1000;
        stepSeconds = Math.max(1, seconds / STEPS);
        now = step();
    }

    private long step() {
        long currentSeconds = Math.max(1, clock.currentTimeMillis() / 1000);
        return Math.max(1, currentSeconds - currentSeconds % stepSeconds);
    }

    /**
     * Reads the clock.
     *
     * @return whether a new step has begun, so that entries that are changed from here on need a new mark
     */
    boolean advance() {
        long step = step();
        if (step <= now) {
            return false;
        }
        now = step;
        return true;
    }

    /** The mark for entries changed now; coarse. */
    long now() {
        return now;
    }

    boolean isExpired(long mark) {
        return mark != UNKNOWN && now - mark > seconds + stepSeconds;
    }
}
