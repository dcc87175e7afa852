package io.weir.runtime.task;

import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/**
 * Carries out a {@link RestartStrategy}: after each failure says how long to wait, or that there is no other attempt.
 */
final class RestartBackoff {
    private final RestartStrategy strategy;
    private final LongUnaryOperator random;
    private final ArrayDeque<Long> failureTimes = new ArrayDeque<>();
    private int attempts;
    private long delayMillis;
    private long lastFailureMillis = Long.MIN_VALUE / 2;

    RestartBackoff(RestartStrategy strategy, LongUnaryOperator random) {
        this.strategy = strategy;
        this.random = random;
    }

    /** @return milliseconds to wait before the next attempt; empty if there is none */
    OptionalLong failed(long nowMillis) {
        OptionalLong delay = delay(nowMillis);
        lastFailureMillis = nowMillis;
        return delay;
    }

    private OptionalLong delay(long nowMillis) {
        if (strategy instanceof RestartStrategy.None) {
            return OptionalLong.empty();
        }
        if (strategy instanceof RestartStrategy.FixedDelay fixed) {
            attempts++;
            return attempts <= fixed.attempts() ? OptionalLong.of(fixed.delayMillis()) : OptionalLong.empty();
        }
        if (strategy instanceof RestartStrategy.FailureRate rate) {
            failureTimes.addLast(nowMillis);
            while (failureTimes.peekFirst() <= nowMillis - rate.intervalMillis()) {
                failureTimes.removeFirst();
            }
            return failureTimes.size() <= rate.maxFailures()
                    ? OptionalLong.of(rate.delayMillis())
                    : OptionalLong.empty();
        }
        if (strategy instanceof RestartStrategy.ExponentialDelay exponential) {
            if (attempts == 0 || nowMillis - lastFailureMillis >= exponential.resetAfterMillis()) {
                attempts = 0;
                delayMillis = exponential.initialMillis();
            } else {
                delayMillis = (long)
                        Math.min((double) exponential.maxMillis(), (double) delayMillis * exponential.multiplier());
            }
            attempts++;
            if (attempts > exponential.attempts()) {
                return OptionalLong.empty();
            }
            long jitter = (long) ((double) delayMillis * exponential.jitter());
            return OptionalLong.of(delayMillis + (jitter == 0 ? 0 : random.applyAsLong(2 * jitter + 1) - jitter));
        }
        throw new IllegalStateException("unknown restart strategy " + strategy);
    }
}
