package io.weir.runtime.adapter;

import io.weir.runtime.time.Clock;

/** The machine's clock. */
public final class SystemClock implements Clock {
    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
