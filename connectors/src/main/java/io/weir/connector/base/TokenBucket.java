package io.weir.connector.base;

import static io.weir.spi.Checks.checkArgument;

/**
 * Says how many rows are due at a rate. Time that passed unused is kept for one second, so that a stall is caught up
 * but never answered by an endless burst. Not thread-safe.
 */
final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    // Rows are handed out in portions of at least this much time: one wake-up per row would cost more than the rows.
    private static final double PORTION_NANOS = 10e6;

    private final double perSecond;
    private double tokens;
    private long lastNanos;

    TokenBucket(double perSecond, long nowNanos) {
        checkArgument(perSecond > 0, "rate %s is not positive", perSecond);
        this.perSecond = perSecond;
        this.tokens = 1;
        this.lastNanos = nowNanos;
    }

    /** The whole rows that are due now; 0 if fewer are due than a portion. */
    int due(long nowNanos) {
        double capacity = Math.max(1, perSecond);
        tokens = Math.min(capacity, tokens + (nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond);
        lastNanos = nowNanos;
        return tokens < portion() ? 0 : (int) Math.min(Integer.MAX_VALUE, tokens);
    }

    void take(int rows) {
        tokens -= rows;
    }

    /** After how long {@link #due} will be positive; at least 1. */
    long millisUntilDue() {
        double nanos = (portion() - tokens) / perSecond * NANOS_PER_SECOND;
        return Math.max(1, (long) Math.ceil(nanos / NANOS_PER_MILLI));
    }

    private double portion() {
        return Math.max(1, Math.min(perSecond / 2, PORTION_NANOS / NANOS_PER_SECOND * perSecond));
    }
}
