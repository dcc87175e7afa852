package io.weir.runtime.testing;

import io.weir.runtime.time.Clock;

/** A clock that is moved by hand. */
public final class ManualClock implements Clock {
    private long nanos;

    @Override
    public long currentTimeMillis() {
        return nanos / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    public void advanceToMillis(long millis) {
        nanos = Math.max(nanos, millis * 1_000_000);
    }

    public void advanceNanos(long delta) {
        nanos += delta;
    }
}
